package io.galvan.transaction;

import io.galvan.contract.settlement.Payments.VatAnswer;
import io.galvan.contract.settlement.Payments.VatQuery;
import io.vertx.core.Future;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the provider check VAT numbers; where there is none, by their form in each country. */
final class VatNumbers {
  private static final Logger LOG = LoggerFactory.getLogger(VatNumbers.class);

  /** A driver waits at a payment terminal. */
  private static final int ANSWER_MS = 5_000;

  private static final Pattern SEPARATORS = Pattern.compile("[ .-]");

  /** What follows the country's two letters, as the countries have published it. */
  private static final Map<String, Pattern> FORMS =
      Map.ofEntries(
          form("AT", "U\\d{8}"),
          form("BE", "[01]\\d{9}"),
          form("BG", "\\d{9,10}"),
          form("CH", "E\\d{9}(MWST|TVA|IVA)?"),
          form("CY", "\\d{8}[A-Z]"),
          form("CZ", "\\d{8,10}"),
          form("DE", "\\d{9}"),
          form("DK", "\\d{8}"),
          form("EE", "\\d{9}"),
          form("EL", "\\d{9}"),
          form("ES", "[A-Z]\\d{7}[A-Z0-9]|\\d{8}[A-Z]"),
          form("FI", "\\d{8}"),
          form("FR", "[A-HJ-NP-Z0-9]{2}\\d{9}"),
          form("GB", "\\d{9}|\\d{12}|(GD|HA)\\d{3}"),
          form("HR", "\\d{11}"),
          form("HU", "\\d{8}"),
          form("IE", "\\d[A-Z0-9+*]\\d{5}[A-Z]{1,2}"),
          form("IT", "\\d{11}"),
          form("LT", "\\d{9}|\\d{12}"),
          form("LU", "\\d{8}"),
          form("LV", "\\d{11}"),
          form("MT", "\\d{8}"),
          form("NL", "\\d{9}B\\d{2}"),
          form("NO", "\\d{9}(MVA)?"),
          form("PL", "\\d{10}"),
          form("PT", "\\d{9}"),
          form("RO", "\\d{2,10}"),
          form("SE", "\\d{10}01"),
          form("SI", "\\d{8}"),
          form("SK", "\\d{10}"),
          form("XI", "\\d{9}|\\d{12}|(GD|HA)\\d{3}"));

  private final VatNumberProvider provider;

  VatNumbers(VatNumberProvider provider) {
    this.provider = provider;
  }

  /** The provider on the class path, else the forms; fails when there are several. */
  static VatNumberProvider find() {
    List<VatNumberProvider> found =
        ServiceLoader.load(VatNumberProvider.class, VatNumberProvider.class.getClassLoader())
            .stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (found.size() > 1) {
      throw new IllegalStateException("there are " + found.size() + " providers of VAT numbers");
    }
    return found.isEmpty() ? VatNumbers::byForm : found.get(0);
  }

  /** Answers {@code payment.vat.check}; never fails. */
  Future<VatAnswer> check(VatQuery query) {
    return ask(query)
        .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
        .otherwise(
            failure -> {
              LOG.warn("the provider of VAT numbers failed: {}", failure.getMessage());
              return new VatAnswer(false, null, "the number cannot be checked now");
            });
  }

  private Future<VatAnswer> ask(VatQuery query) {
    try {
      return provider.check(query);
    } catch (RuntimeException | LinkageError e) {
      return Future.failedFuture(e);
    }
  }

  static Future<VatAnswer> byForm(VatQuery query) {
    String number = SEPARATORS.matcher(query.vatNumber()).replaceAll("").toUpperCase(Locale.ROOT);
    Pattern form = number.length() < 2 ? null : FORMS.get(number.substring(0, 2));
    if (form == null) {
      return refused("the number does not begin with a country's letters");
    }
    return form.matcher(number.substring(2)).matches()
        ? Future.succeededFuture(new VatAnswer(true, null, null))
        : refused("the number does not have the form of its country's");
  }

  private static Future<VatAnswer> refused(String reason) {
    return Future.succeededFuture(new VatAnswer(false, null, reason));
  }

  private static Map.Entry<String, Pattern> form(String country, String rest) {
    return Map.entry(country, Pattern.compile(rest));
  }
}
