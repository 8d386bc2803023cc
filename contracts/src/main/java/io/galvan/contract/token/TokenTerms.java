package io.galvan.contract.token;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What holds for an idToken beyond blocked and expired: where, when and with what credit it may
 * charge, and what stations of OCPP 2.x are told of its driver.
 *
 * @param additionalInfo further texts that belong to the token; one that a station shows of a type
 *     named here must be the one named
 * @param places where it may charge; absent or empty is everywhere
 * @param hours when it may charge, by the clock of the time zone; absent or empty is always
 * @param timeZone an IANA name; absent is UTC
 * @param credit what a prepaid token has left; at zero or below it may not charge
 * @param cacheSeconds how long a station may remember the verdict
 * @param chargingPriority from -9 to 9
 * @param language1 of messages to the driver (RFC 5646)
 */
public record TokenTerms(
    @Nullable List<AdditionalToken> additionalInfo,
    @Nullable List<Place> places,
    @Nullable List<Hours> hours,
    @Nullable String timeZone,
    @Nullable BigDecimal credit,
    @Nullable Integer cacheSeconds,
    @Nullable Integer chargingPriority,
    @Nullable String language1,
    @Nullable String language2,
    @Nullable Message personalMessage) {

  /** One more identifier beside the idToken, such as a driver's number or a licence plate. */
  public record AdditionalToken(String idToken, String type) {}

  /**
   * @param evseIds absent or empty is every EVSE of the station
   */
  public record Place(String chargerId, @Nullable List<Integer> evseIds) {}

  public enum Weekday {
    Monday,
    Tuesday,
    Wednesday,
    Thursday,
    Friday,
    Saturday,
    Sunday
  }

  /**
   * @param days absent or empty is every day
   * @param from as HH:mm
   * @param to as HH:mm; not after {@code from}: on the next day
   */
  public record Hours(@Nullable List<Weekday> days, String from, String to) {}

  public enum MessageFormat {
    ASCII,
    HTML,
    URI,
    UTF8,
    QRCODE
  }

  public record Message(MessageFormat format, @Nullable String language, String content) {}

  /**
   * What a verdict tells of these terms.
   *
   * @param groupIdTokenType of the group's own token
   * @param cacheExpiresAt until when a station may remember the verdict
   * @param evseIds the EVSEs of this station where it holds; null is all
   */
  public record Told(
      @Nullable String groupIdTokenType,
      @Nullable Instant cacheExpiresAt,
      @Nullable Integer chargingPriority,
      @Nullable String language1,
      @Nullable String language2,
      @Nullable Message personalMessage,
      @Nullable List<Integer> evseIds,
      @Nullable BigDecimal credit) {}
}
