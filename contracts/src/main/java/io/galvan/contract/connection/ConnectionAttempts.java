package io.galvan.contract.connection;

import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.contract.registration.Identities;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Who tried to connect as a charging station, and what became of it. The charger service gathers
 * attempts in memory, folds repeats into one item with a count, and stores a bounded number.
 */
public final class ConnectionAttempts {
  /** Answered at once; the attempt is stored later. A flood costs no database write an attempt. */
  public static final BusAddress<Attempt, Done> RECORD =
      new BusAddress<>("connection-attempts.record", Attempt.class, Done.class);

  public static final BusAddress<AttemptQuery, AttemptPage> LIST =
      new BusAddress<>("connection-attempts.list", AttemptQuery.class, AttemptPage.class);

  /**
   * Whether a station was let in from an address before, within the time that attempts are kept.
   */
  public static final BusAddress<StationAddress, Familiar> FAMILIAR =
      new BusAddress<>("connection-attempts.familiar", StationAddress.class, Familiar.class);

  private static final int MAX_TEXT = 200;

  private ConnectionAttempts() {}

  /** What became of an attempt; the names are those of the REST API and of the metric. */
  public enum Outcome {
    accepted,
    /** The URL or the MQTT client id names no station. */
    wrong_path,
    /** No subprotocol that is offered is spoken here. */
    no_subprotocol,
    /** The identity is not stored, and unknown stations are refused or too many wait. */
    unknown,
    wrong_password,
    no_password,
    /** The security profile asks for a client certificate; none was shown. */
    no_certificate,
    /** The client certificate is another's, expired, revoked or of an unknown authority. */
    foreign_certificate,
    /** The connection's security profile is below the least one of the station. */
    profile_too_low,
    /** The station has a live connection, and the newcomer has proved nothing. */
    occupied,
    /** The TLS handshake failed. */
    tls_failed,
    /** Too many connections or attempts from this address or of this identity. */
    limited
  }

  /**
   * One attempt to connect. Texts are cut to what is stored.
   *
   * @param identity as told, at most 48 characters; null when none was told
   * @param address of the client, without its port
   * @param transport null when the connection broke off before it was known
   * @param asked the subprotocols offered, or the protocol version of MQTT; null when not told
   * @param secure whether it came over TLS
   * @param certificateSubject of the client certificate; null when none was shown
   * @param certificateFingerprint SHA-256 of the client certificate, in hexadecimal
   */
  public record Attempt(
      Instant at,
      @Nullable String identity,
      String address,
      @Nullable Transport transport,
      @Nullable String asked,
      boolean secure,
      Outcome outcome,
      @Nullable String certificateSubject,
      @Nullable String certificateFingerprint) {
    public Attempt {
      identity = cut(identity, Identities.MAX_LENGTH);
      address = address.length() > MAX_TEXT ? address.substring(0, MAX_TEXT) : address;
      asked = cut(asked, MAX_TEXT);
      certificateSubject = cut(certificateSubject, MAX_TEXT);
      certificateFingerprint = cut(certificateFingerprint, MAX_TEXT);
    }

    /** Without a client certificate. */
    public static Attempt of(
        Instant at,
        @Nullable String identity,
        String address,
        @Nullable Transport transport,
        @Nullable String asked,
        boolean secure,
        Outcome outcome) {
      return new Attempt(at, identity, address, transport, asked, secure, outcome, null, null);
    }

    private static @Nullable String cut(@Nullable String text, int most) {
      if (text == null || text.length() <= most) {
        return text;
      }
      int end = Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most;
      return text.substring(0, end);
    }
  }

  /**
   * @param chargerId matches the identity in any letter case; null is any
   * @param address of the client, exactly; null is any
   * @param from inclusive, by the time of the last repeat
   * @param to exclusive
   */
  public record AttemptQuery(
      @Nullable String chargerId,
      @Nullable Outcome outcome,
      @Nullable String address,
      @Nullable Instant from,
      @Nullable Instant to,
      int limit,
      @Nullable String cursor) {}

  /**
   * Attempts that differ in nothing but their time.
   *
   * @param chargerId the station as stored; null when none of that identity is
   * @param identity as told; null when none was told, or when one address told too many
   */
  public record StoredAttempt(
      @Nullable String chargerId,
      @Nullable String identity,
      String address,
      @Nullable Transport transport,
      @Nullable String asked,
      boolean secure,
      Outcome outcome,
      @Nullable String certificateSubject,
      @Nullable String certificateFingerprint,
      long count,
      Instant firstAt,
      Instant lastAt) {}

  /** The newest first. */
  public record AttemptPage(List<StoredAttempt> items, @Nullable String next) {}

  public record StationAddress(String chargerId, String address) {}

  public record Familiar(boolean familiar) {}
}
