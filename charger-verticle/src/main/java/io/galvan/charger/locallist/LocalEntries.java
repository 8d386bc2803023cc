package io.galvan.charger.locallist;

import io.galvan.contract.registration.Identities;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.TokenTerms.Place;
import io.galvan.contract.token.TokenTerms.Told;
import io.galvan.contract.token.Tokens.Token;
import io.galvan.ocpp.OcppVersion;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a station may decide by itself of a token. One whose verdict depends on hours, credit or an
 * EVSE that its version cannot name stays out of the list: for such a token the station must ask.
 */
final class LocalEntries {
  private static final String CARD_4_OR_7_BYTES = "(?i)[0-9a-f]{8}|[0-9a-f]{14}";
  private static final String CARD_8_BYTES = "(?i)[0-9a-f]{16}";

  private LocalEntries() {}

  static Optional<LocalList.Entry> of(Token token, String chargerId, OcppVersion version) {
    TokenTerms terms = token.terms();
    Place place = place(terms, chargerId);
    if (token.idToken().length() > longest(version)
        || (terms != null && (mustAsk(terms) || (isRestricted(terms) && place == null)))) {
      return Optional.empty();
    }
    List<Integer> evseIds = place == null ? null : place.evseIds();
    boolean some = evseIds != null && !evseIds.isEmpty();
    if (version == OcppVersion.V1_6) {
      return some
          ? Optional.empty()
          : Optional.of(
              LocalList.Entry.of(
                  token.idToken(),
                  token.status().in16(),
                  token.expiresAt(),
                  group(token, version)));
    }
    String groupType = token.groupIdTokenType();
    Told told =
        new Told(
            "Central".equals(groupType) ? null : groupType,
            null,
            terms == null ? null : terms.chargingPriority(),
            terms == null ? null : terms.language1(),
            terms == null ? null : terms.language2(),
            terms == null ? null : message(terms.personalMessage(), version),
            some ? evseIds : null,
            null);
    return Optional.of(
        new LocalList.Entry(
            token.idToken(),
            token.status(),
            LocalList.Entry.toTheSecond(token.expiresAt()),
            group(token, version),
            type(token),
            LocalList.Entry.orNull(told)));
  }

  /** QR codes came with 2.1. */
  private static TokenTerms.@Nullable Message message(
      TokenTerms.@Nullable Message message, OcppVersion version) {
    return message != null
            && message.format() == TokenTerms.MessageFormat.QRCODE
            && version == OcppVersion.V2_0_1
        ? null
        : message;
  }

  private static boolean mustAsk(TokenTerms terms) {
    return terms.credit() != null || (terms.hours() != null && !terms.hours().isEmpty());
  }

  private static boolean isRestricted(TokenTerms terms) {
    return terms.places() != null && !terms.places().isEmpty();
  }

  private static @Nullable Place place(@Nullable TokenTerms terms, String chargerId) {
    return terms == null || terms.places() == null
        ? null
        : terms.places().stream()
            .filter(place -> Identities.same(place.chargerId(), chargerId))
            .findFirst()
            .orElse(null);
  }

  private static int longest(OcppVersion version) {
    return switch (version) {
      case V1_6 -> 20;
      case V2_0_1 -> 36;
      case V2_1 -> 255;
    };
  }

  private static @Nullable String group(Token token, OcppVersion version) {
    String group = token.groupIdToken();
    return group != null && group.length() <= longest(version) ? group : null;
  }

  /** A token of no type is what it looks like; stations of 2.x must be told one. */
  private static String type(Token token) {
    if (token.type() != null) {
      return token.type();
    }
    String idToken = token.idToken();
    return idToken.matches(CARD_4_OR_7_BYTES)
        ? "ISO14443"
        : idToken.matches(CARD_8_BYTES) ? "ISO15693" : "Central";
  }
}
