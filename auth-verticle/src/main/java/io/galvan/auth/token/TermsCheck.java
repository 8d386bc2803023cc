package io.galvan.auth.token;

import io.galvan.auth.block.Fields;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.TokenTerms.AdditionalToken;
import io.galvan.contract.token.TokenTerms.Hours;
import io.galvan.contract.token.TokenTerms.Message;
import io.galvan.contract.token.TokenTerms.Place;
import io.galvan.platform.error.GalvanException;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.ZoneId;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a token's terms may be; all of it can be told to a station of 2.x. */
final class TermsCheck {
  private static final int MAX_TYPE = 20;
  private static final int MAX_LIST = 100;
  private static final int MAX_EVSE = 1_000;
  private static final int MAX_ADDITIONAL = 20;
  private static final int MAX_LANGUAGE = 8;
  private static final int MAX_CONTENT = 512;
  private static final int MAX_CACHE_S = 31_536_000;
  private static final int MAX_PRIORITY = 9;
  private static final BigDecimal MAX_CREDIT = new BigDecimal("1000000000");
  private static final Pattern TIME = Pattern.compile("([01][0-9]|2[0-3]):[0-5][0-9]");

  private TermsCheck() {}

  /** The type of a token: the texts of 2.0.1 and 2.1, and any that may come. */
  static @Nullable String type(String field, @Nullable String type) {
    return type == null ? null : Fields.required(field, type, 1, MAX_TYPE);
  }

  /** Fails for what cannot be; null when the terms say nothing. */
  static @Nullable TokenTerms checked(@Nullable TokenTerms terms) {
    if (terms == null || terms.equals(NOTHING)) {
      return null;
    }
    for (AdditionalToken each : list("additionalInfo", terms.additionalInfo(), MAX_ADDITIONAL)) {
      Fields.required("terms.additionalInfo.idToken", each.idToken(), 1, 255);
      Fields.required("terms.additionalInfo.type", each.type(), 1, 50);
    }
    for (Place each : list("places", terms.places(), MAX_LIST)) {
      Fields.required("terms.places.chargerId", each.chargerId(), 1, 255);
      for (Integer evseId : list("places.evseIds", each.evseIds(), MAX_LIST)) {
        between("terms.places.evseIds", evseId, 1, MAX_EVSE);
      }
    }
    for (Hours each : list("hours", terms.hours(), MAX_LIST)) {
      time("terms.hours.from", each.from());
      time("terms.hours.to", each.to());
      list("hours.days", each.days(), 7);
    }
    timeZone(terms.timeZone());
    BigDecimal credit = terms.credit();
    if (credit != null && credit.abs().compareTo(MAX_CREDIT) > 0) {
      throw GalvanException.invalid("terms.credit", "terms.credit must be below " + MAX_CREDIT);
    }
    between("terms.cacheSeconds", terms.cacheSeconds(), 0, MAX_CACHE_S);
    between("terms.chargingPriority", terms.chargingPriority(), -MAX_PRIORITY, MAX_PRIORITY);
    Fields.optional("terms.language1", terms.language1(), MAX_LANGUAGE);
    Fields.optional("terms.language2", terms.language2(), MAX_LANGUAGE);
    message(terms.personalMessage());
    return terms;
  }

  private static final TokenTerms NOTHING =
      new TokenTerms(null, null, null, null, null, null, null, null, null, null);

  private static <T> List<T> list(String field, @Nullable List<T> items, int most) {
    if (items == null) {
      return List.of();
    }
    if (items.size() > most || items.stream().anyMatch(item -> item == null)) {
      throw GalvanException.invalid(
          "terms." + field, "terms." + field + " must have at most " + most + " entries");
    }
    return items;
  }

  private static void between(String field, @Nullable Integer value, int least, int most) {
    if (value != null && (value < least || value > most)) {
      throw GalvanException.invalid(field, field + " must be from " + least + " to " + most);
    }
  }

  private static void time(String field, @Nullable String text) {
    if (text == null || !TIME.matcher(text).matches()) {
      throw GalvanException.invalid(field, field + " must be a time like 07:30");
    }
  }

  private static void timeZone(@Nullable String name) {
    if (name == null) {
      return;
    }
    try {
      ZoneId.of(name);
    } catch (DateTimeException e) {
      throw GalvanException.invalid(
          "terms.timeZone", "terms.timeZone must be a name like Europe/Amsterdam");
    }
  }

  private static void message(@Nullable Message message) {
    if (message == null) {
      return;
    }
    if (message.format() == null) {
      throw GalvanException.invalid(
          "terms.personalMessage.format", "terms.personalMessage.format must be given");
    }
    Fields.required("terms.personalMessage.content", message.content(), 1, MAX_CONTENT);
    Fields.optional("terms.personalMessage.language", message.language(), MAX_LANGUAGE);
  }
}
