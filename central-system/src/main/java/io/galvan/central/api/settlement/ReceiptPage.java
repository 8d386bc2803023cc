package io.galvan.central.api.settlement;

import io.galvan.central.api.operation.Problem;
import io.galvan.central.http.ReplyGuard;
import io.galvan.contract.settlement.Payments;
import io.galvan.contract.settlement.Payments.Company;
import io.galvan.contract.settlement.Payments.Receipt;
import io.galvan.contract.settlement.Payments.ReceiptKey;
import io.galvan.contract.settlement.Payments.Settlement;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The receipt of a settled payment, as a page for the driver: whoever has its URL, which the
 * station shows, may see it. It has no script and loads nothing.
 */
public final class ReceiptPage {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("d MMMM uuuu, HH:mm 'UTC'", Locale.ENGLISH)
          .withZone(ZoneOffset.UTC);
  private static final int KEY = 36;

  private final Bus bus;

  public ReceiptPage(Bus bus) {
    this.bus = bus;
  }

  public void mount(Router router) {
    router.get("/receipts/:key").handler(this::show);
  }

  private void show(RoutingContext context) {
    String key = context.pathParam("key");
    if (key.length() > KEY || key.indexOf('\0') >= 0) {
      missing(context);
      return;
    }
    ReplyGuard.watch(
        context.request(),
        bus.request(Payments.RECEIPT, new ReceiptKey(key))
            .map(receipt -> page("Receipt", receipt(receipt)))
            .onSuccess(page -> answer(context, 200, page)),
        failure -> {
          if (failure instanceof GalvanException known && known.fault() == Fault.NOT_FOUND) {
            missing(context);
          } else {
            Problem.answer(context, failure);
          }
        });
  }

  private static void missing(RoutingContext context) {
    answer(context, 404, page("There is no such receipt", ""));
  }

  private static String receipt(Receipt receipt) {
    Settlement settlement = receipt.settlement();
    Transaction transaction = receipt.transaction();
    String currency = settlement.currency();
    String sum = settlement.amount().toPlainString();
    Stream<String> rows =
        Stream.of(
            row("Receipt", settlement.receiptId()),
            row("Paid", currency == null ? sum : sum + " " + currency),
            row("On", time(settlement.settledAt())),
            row("Payment", settlement.pspRef()),
            row("Charging station", settlement.chargerId()),
            row("Charged from", transaction == null ? null : time(transaction.startedAt())),
            row("Until", transaction == null ? null : time(transaction.stoppedAt())),
            row("Energy", transaction == null ? null : energy(transaction)),
            row("VAT number", settlement.vatNumber()),
            row("Company", company(settlement.vatCompany())));
    return "<table>" + rows.collect(Collectors.joining()) + "</table>";
  }

  private static @Nullable String time(@Nullable Instant at) {
    return at == null ? null : TIME.format(at);
  }

  private static @Nullable String energy(Transaction transaction) {
    BigDecimal energyWh = transaction.energyWh();
    return energyWh == null
        ? null
        : energyWh.movePointLeft(3).stripTrailingZeros().toPlainString() + " kWh";
  }

  private static @Nullable String company(@Nullable Company company) {
    return company == null
        ? null
        : Stream.of(
                company.name(),
                company.address1(),
                company.address2(),
                company.postalCode(),
                company.city(),
                company.country())
            .filter(part -> part != null && !part.isBlank())
            .collect(Collectors.joining(", "));
  }

  private static String row(String name, @Nullable String value) {
    return value == null
        ? ""
        : "<tr><th scope=\"row\">" + name + "</th><td>" + escaped(value) + "</td></tr>";
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  private static String page(String title, String content) {
    return """
        <!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <meta name="viewport" content="width=device-width" />
            <title>%1$s</title>
            <style>
              body { font: 1rem/1.5 system-ui, sans-serif; max-width: 32rem; margin: 2rem auto; padding: 0 1rem }
              th { text-align: left; padding-right: 1.5rem; vertical-align: top; white-space: nowrap }
            </style>
          </head>
          <body><h1>%1$s</h1>%2$s</body>
        </html>
        """
        .formatted(title, content);
  }

  private static void answer(RoutingContext context, int status, String html) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .putHeader(
            "Content-Security-Policy",
            "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none';"
                + " frame-ancestors 'none'")
        .end(html);
  }
}
