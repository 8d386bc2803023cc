package io.galvan.transaction;

import io.galvan.contract.cost.Tariffs.RunningCost;
import io.galvan.contract.cost.Tariffs.Tariff;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.contract.transaction.TransactionEvents.EventKind;
import io.galvan.contract.transaction.TransactionEvents.Limit;
import io.galvan.contract.transaction.TransactionEvents.TransactionEvent;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.transaction.Pricing.Money;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a transaction of OCPP 2.x costs, how far it may go for that, and what its station is told of
 * both (OCPP 2.0.1 part 2, I; limits: OCPP 2.1 part 2, E16). Its {@link Course} says how far it has
 * come.
 */
final class Bill {
  private final Course course;
  private @Nullable Tariff tariff;
  private @Nullable Limit wantedLimit;
  private @Nullable Instant toldCostAt;
  private @Nullable Money cost;
  private @Nullable BigDecimal credit;

  Bill(Course course, Known known) {
    this.course = course;
    tariff = known.tariff();
    wantedLimit = known.wantedLimit();
    toldCostAt = known.toldCostAt();
    Transaction before = known.transaction();
    BigDecimal sum = before.cost();
    String currency = before.currency();
    cost = sum == null || currency == null ? null : new Money(sum, currency);
  }

  /** By which it charges; null for none. */
  @Nullable Tariff tariff() {
    return tariff;
  }

  /** What it costs so far; null where nobody has told or counted it. */
  @Nullable Money cost() {
    return cost;
  }

  /** How far it may go, which its station has not confirmed yet; null for none. */
  @Nullable Limit wantedLimit() {
    return wantedLimit;
  }

  /** When its station was last told the running cost. */
  @Nullable Instant toldCostAt() {
    return toldCostAt;
  }

  /** Its token is known now: a prepaid one has a credit. */
  void authorized(Authorization verdict) {
    TokenTerms.Told told = verdict.told();
    credit = told == null || verdict.status() != TokenStatus.Accepted ? null : told.credit();
  }

  /** A station that tells the limit which is wanted has taken it. */
  void confirm(@Nullable Limit told) {
    Limit wanted = wantedLimit;
    if (told != null && wanted != null && covers(told, wanted)) {
      wantedLimit = null;
    }
  }

  private static boolean covers(Limit told, Limit wanted) {
    return (wanted.maxCost() == null || same(wanted.maxCost(), told.maxCost()))
        && (wanted.maxEnergyWh() == null || same(wanted.maxEnergyWh(), told.maxEnergyWh()))
        && (wanted.maxTimeS() == null || wanted.maxTimeS().equals(told.maxTimeS()))
        && (wanted.maxSocPercent() == null || wanted.maxSocPercent().equals(told.maxSocPercent()));
  }

  private static boolean same(BigDecimal wanted, @Nullable BigDecimal told) {
    return told != null && told.compareTo(wanted) == 0;
  }

  /** It charges by this tariff from now on, and no further than that and its credit allow. */
  void charge(@Nullable Tariff found) {
    tariff = found;
    if (!course.running) {
      return;
    }
    if (found != null && found.limit() != null && wantedLimit == null) {
      wantedLimit = found.limit();
    }
    if (credit != null) {
      wantedLimit = within(credit, wantedLimit);
    }
    confirm(course.detail.transactionLimit());
  }

  /** A prepaid token pays for no more than it has left. */
  private static Limit within(BigDecimal credit, @Nullable Limit limit) {
    if (limit == null) {
      return new Limit(credit, null, null, null);
    }
    BigDecimal most = limit.maxCost() == null ? credit : limit.maxCost().min(credit);
    return new Limit(most, limit.maxEnergyWh(), limit.maxTimeS(), limit.maxSocPercent());
  }

  /** Counts the cost, unless the station does that itself; none of an energy that is not known. */
  void price() {
    String told = course.detail.costDetails();
    if (told != null) {
      Money money = Pricing.told(told);
      cost = money == null ? cost : money;
    } else if (tariff != null && !isPricedByStation()) {
      BigDecimal energyWh = course.metering.energyWh();
      // As long as it runs, what is not told may still be; then no cost is made of it.
      BigDecimal soFar = energyWh == null && course.running ? BigDecimal.ZERO : energyWh;
      cost = Pricing.known(tariff, soFar, course.duration());
    }
  }

  private boolean isPricedByStation() {
    return course.detail.tariffId() != null || course.detail.costDetails() != null;
  }

  /** The cost that the answer to this event tells; null for none. */
  @Nullable BigDecimal totalCost(TransactionEvent event, Instant now) {
    Money money = cost;
    if (money == null || tariff == null || isPricedByStation()) {
      return null;
    }
    if (event.kind() == EventKind.Ended) {
      return money.amount();
    }
    return isCostDue(tariff, RunningCost.Answer, now) ? money.amount() : null;
  }

  /** The cost that a CostUpdated is to tell; null for none. */
  @Nullable Money costByCommand(Instant now) {
    Tariff by = tariff;
    return by == null
            || cost == null
            || isPricedByStation()
            || !isCostDue(by, RunningCost.Command, now)
        ? null
        : cost;
  }

  /** Whether the station is to be told the running cost this way now; then that is noted. */
  private boolean isCostDue(Tariff by, RunningCost way, Instant now) {
    Instant last = toldCostAt;
    boolean due =
        course.running
            && by.runningCost() == way
            && (last == null
                || Duration.between(last, now).toSeconds() >= by.runningCostIntervalS());
    toldCostAt = due ? now : last;
    return due;
  }

  /** The limit that the station is to be told; null for none. */
  @Nullable Limit limit() {
    return course.running ? wantedLimit : null;
  }
}
