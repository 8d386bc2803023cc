package io.galvan.auth.token;

import io.galvan.contract.registration.Identities;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.TokenTerms.AdditionalToken;
import io.galvan.contract.token.TokenTerms.Place;
import io.galvan.contract.token.TokenTerms.Told;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.Authorize;
import io.galvan.contract.token.Tokens.TokenStatus;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The verdict on a token where it is shown, from what is stored of it (2.0.1 part 2, C). Blocked
 * and expired come before what the terms say; of those the one that lasts longest is told.
 */
final class Verdicts {
  static final Authorization UNKNOWN = new Authorization(TokenStatus.Invalid, null, null, null);
  private static final Authorization VOUCHED =
      new Authorization(TokenStatus.Accepted, null, null, null);

  /**
   * What the station or its payment terminal has checked itself: nobody stores such tokens (2.0.1
   * part 2, C02, C03; 2.1, C18).
   */
  private static final Set<String> VOUCHED_TYPES =
      Set.of("noauthorization", "local", "directpayment");

  /** Readers tell the one for the other; the card's number is the same. */
  private static final Set<String> CARDS = Set.of("iso14443", "iso15693");

  private Verdicts() {}

  /**
   * @param standing null for a token that nobody stored
   */
  static Authorization judge(@Nullable Standing standing, Authorize shown, Instant now) {
    if (standing == null) {
      return isVouched(shown.idTokenType()) ? VOUCHED : UNKNOWN;
    }
    if (!fits(standing.type(), shown.idTokenType())) {
      return UNKNOWN;
    }
    TokenTerms terms = standing.terms();
    if (terms == null) {
      return verdict(standing, standing.status(), told(standing, null, null, null));
    }
    Place place = place(terms, shown.chargerId());
    TokenStatus status =
        standing.status() == TokenStatus.Accepted
            ? onTerms(terms, place, shown, now)
            : standing.status();
    return verdict(
        standing, status, told(standing, terms, evseIds(place), remembered(terms, status, now)));
  }

  private static Authorization verdict(Standing standing, TokenStatus status, @Nullable Told told) {
    return new Authorization(
        status, standing.expiresAt(), standing.group(), standing.maxActiveTransactions(), told);
  }

  private static boolean isVouched(@Nullable String type) {
    return type != null && VOUCHED_TYPES.contains(type.toLowerCase(Locale.ROOT));
  }

  /** A station of 1.6 shows no type. */
  private static boolean fits(@Nullable String stored, @Nullable String shown) {
    if (stored == null || shown == null || stored.equalsIgnoreCase(shown)) {
      return true;
    }
    return CARDS.contains(stored.toLowerCase(Locale.ROOT))
        && CARDS.contains(shown.toLowerCase(Locale.ROOT));
  }

  private static TokenStatus onTerms(
      TokenTerms terms, @Nullable Place place, Authorize shown, Instant now) {
    if (contradicts(terms.additionalInfo(), shown.additionalInfo())) {
      return TokenStatus.Invalid;
    }
    BigDecimal credit = terms.credit();
    if (credit != null && credit.signum() <= 0) {
      return TokenStatus.NoCredit;
    }
    if (isRestricted(terms) && place == null) {
      return TokenStatus.NotAtThisLocation;
    }
    List<Integer> evseIds = evseIds(place);
    Integer evseId = shown.evseId();
    // EVSE 0 is the whole station, where nothing charges.
    if (evseIds != null && evseId != null && evseId > 0 && !evseIds.contains(evseId)) {
      return TokenStatus.NotAllowedTypeEVSE;
    }
    return OpeningHours.of(terms).isOpen(now) ? TokenStatus.Accepted : TokenStatus.NotAtThisTime;
  }

  private static boolean contradicts(
      @Nullable List<AdditionalToken> stored, @Nullable List<AdditionalToken> shown) {
    if (stored == null || shown == null) {
      return false;
    }
    return shown.stream()
        .anyMatch(
            each -> {
              List<AdditionalToken> same =
                  stored.stream().filter(one -> one.type().equalsIgnoreCase(each.type())).toList();
              return !same.isEmpty()
                  && same.stream().noneMatch(one -> one.idToken().equalsIgnoreCase(each.idToken()));
            });
  }

  private static boolean isRestricted(TokenTerms terms) {
    return terms.places() != null && !terms.places().isEmpty();
  }

  private static @Nullable Place place(TokenTerms terms, @Nullable String chargerId) {
    List<Place> places = terms.places();
    return places == null || chargerId == null
        ? null
        : places.stream()
            .filter(place -> Identities.same(place.chargerId(), chargerId))
            .findFirst()
            .orElse(null);
  }

  private static @Nullable List<Integer> evseIds(@Nullable Place place) {
    return place == null || place.evseIds() == null || place.evseIds().isEmpty()
        ? null
        : place.evseIds();
  }

  /** Until when the verdict holds: credit and hours change it without anybody's doing. */
  private static @Nullable Instant remembered(TokenTerms terms, TokenStatus status, Instant now) {
    if (terms.credit() != null || status == TokenStatus.NotAtThisTime) {
      return now;
    }
    Instant closes = OpeningHours.of(terms).closesAt(now);
    Integer seconds = terms.cacheSeconds();
    Instant asTold = seconds == null ? null : now.plusSeconds(seconds);
    return closes == null || (asTold != null && asTold.isBefore(closes)) ? asTold : closes;
  }

  private static @Nullable Told told(
      Standing standing,
      @Nullable TokenTerms terms,
      @Nullable List<Integer> evseIds,
      @Nullable Instant remembered) {
    if (terms == null) {
      return standing.groupType() == null
          ? null
          : new Told(standing.groupType(), null, null, null, null, null, null, null);
    }
    Instant end = standing.expiresAt();
    return new Told(
        standing.groupType(),
        remembered != null && end != null && end.isBefore(remembered) ? end : remembered,
        terms.chargingPriority(),
        terms.language1(),
        terms.language2(),
        terms.personalMessage(),
        evseIds,
        terms.credit());
  }
}
