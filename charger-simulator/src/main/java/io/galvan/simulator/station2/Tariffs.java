package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.ChangeTransactionTariffRequest;
import io.galvan.ocpp.v2.ClearTariffsRequest;
import io.galvan.ocpp.v2.ClearTariffsResult;
import io.galvan.ocpp.v2.CostDetails;
import io.galvan.ocpp.v2.Price;
import io.galvan.ocpp.v2.SetDefaultTariffRequest;
import io.galvan.ocpp.v2.Tariff;
import io.galvan.ocpp.v2.TariffAssignment;
import io.galvan.ocpp.v2.TariffChangeStatus;
import io.galvan.ocpp.v2.TariffClearStatus;
import io.galvan.ocpp.v2.TariffCost;
import io.galvan.ocpp.v2.TariffKind;
import io.galvan.ocpp.v2.TariffSetStatus;
import io.galvan.ocpp.v2.TotalCost;
import io.galvan.ocpp.v2.TotalPrice;
import io.galvan.ocpp.v2.TotalUsage;
import io.galvan.ocpp.v2.TriggerReason;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tariffs in the station, and the cost it works out by them (OCPP 2.1, I07 to I13). */
final class Tariffs {
  private static final int SCALE = 2;
  private static final int MINUTE_SECONDS = 60;

  private final Station2 station;
  private final Map<Integer, Tariff> defaults = new HashMap<>();

  Tariffs(Station2 station) {
    this.station = station;
  }

  /** SetDefaultTariff, for an EVSE, or with 0 for all. */
  TariffSetStatus setDefault(SetDefaultTariffRequest request) {
    if (request.evseId() != 0 && !station.has(request.evseId())) {
      return TariffSetStatus.Rejected;
    }
    if (elements(request.tariff())
        > station.model().number("TariffCostCtrlr.MaxElements[Tariff]")) {
      return TariffSetStatus.TooManyElements;
    }
    if (station.evses().stream()
        .map(Evse::session)
        .anyMatch(
            session ->
                session != null
                    && session.tariff != null
                    && session.tariff.tariffId().equals(request.tariff().tariffId()))) {
      return TariffSetStatus.DuplicateTariffId;
    }
    for (Evse evse : station.evses()) {
      if (request.evseId() == 0 || request.evseId() == evse.id()) {
        defaults.put(evse.id(), request.tariff());
      }
    }
    return TariffSetStatus.Accepted;
  }

  private static int elements(Tariff tariff) {
    return (tariff.energy() == null ? 0 : tariff.energy().prices().size())
        + (tariff.chargingTime() == null ? 0 : tariff.chargingTime().prices().size())
        + (tariff.idleTime() == null ? 0 : tariff.idleTime().prices().size())
        + (tariff.fixedFee() == null ? 0 : tariff.fixedFee().prices().size());
  }

  /** What a driver pays at an EVSE: his own tariff, or the EVSE's. */
  @Nullable Tariff of(int evse, @Nullable Tariff driver) {
    return driver == null ? defaults.get(evse) : driver;
  }

  /** GetTariffs of an EVSE, with 0 of all. */
  List<TariffAssignment> assignments(int evseId) {
    Map<String, List<Integer>> byDefault = new LinkedHashMap<>();
    List<TariffAssignment> found = new ArrayList<>();
    for (Evse evse : station.evses()) {
      if (evseId != 0 && evseId != evse.id()) {
        continue;
      }
      Tariff own = defaults.get(evse.id());
      if (own != null) {
        byDefault.computeIfAbsent(own.tariffId(), id -> new ArrayList<>()).add(evse.id());
      }
      Session session = evse.session();
      if (session != null
          && session.tariff != null
          && session.token != null
          && session.tariff != own) {
        found.add(
            new TariffAssignment(
                List.of(evse.id()),
                List.of(session.token.idToken()),
                session.tariff.tariffId(),
                TariffKind.DriverTariff,
                null,
                null));
      }
    }
    byDefault.forEach(
        (id, evses) ->
            found.add(new TariffAssignment(evses, null, id, TariffKind.DefaultTariff, null, null)));
    return found;
  }

  /** ClearTariffs: those named, or all of an EVSE. */
  List<ClearTariffsResult> clear(ClearTariffsRequest request) {
    List<ClearTariffsResult> results = new ArrayList<>();
    Integer evse = request.evseId();
    if (request.tariffIds() == null || request.tariffIds().isEmpty()) {
      List<String> cleared =
          defaults.entrySet().stream()
              .filter(each -> evse == null || evse == 0 || each.getKey().equals(evse))
              .map(each -> each.getValue().tariffId())
              .distinct()
              .toList();
      defaults.keySet().removeIf(each -> evse == null || evse == 0 || each.equals(evse));
      cleared.forEach(id -> results.add(result(TariffClearStatus.Accepted, id)));
      if (cleared.isEmpty()) {
        results.add(new ClearTariffsResult(TariffClearStatus.NoTariff, null, null, null));
      }
      return results;
    }
    for (String id : request.tariffIds()) {
      boolean removed =
          defaults
              .entrySet()
              .removeIf(
                  each ->
                      each.getValue().tariffId().equals(id)
                          && (evse == null || evse == 0 || each.getKey().equals(evse)));
      results.add(result(removed ? TariffClearStatus.Accepted : TariffClearStatus.NoTariff, id));
    }
    return results;
  }

  private static ClearTariffsResult result(TariffClearStatus status, String id) {
    return new ClearTariffsResult(status, null, id, null);
  }

  /** ChangeTransactionTariff: from now on another tariff, in the same currency. */
  TariffChangeStatus change(ChangeTransactionTariffRequest request) {
    Evse evse = station.evseOf(request.transactionId()).orElse(null);
    Session session = evse == null ? null : evse.session();
    if (session == null) {
      return TariffChangeStatus.TxNotFound;
    }
    if (session.tariff != null && !session.tariff.currency().equals(request.tariff().currency())) {
      return TariffChangeStatus.NoCurrencyChange;
    }
    if (elements(request.tariff())
        > station.model().number("TariffCostCtrlr.MaxElements[Tariff]")) {
      return TariffChangeStatus.TooManyElements;
    }
    session.tariff = request.tariff();
    return TariffChangeStatus.Accepted;
  }

  /** Tells that the tariff of a transaction is another. */
  void changed(String transactionId) {
    station
        .evseOf(transactionId)
        .ifPresent(evse -> evse.sessions().update(TriggerReason.TariffChanged));
  }

  /** What a transaction costs by its tariff; null without one. */
  @Nullable CostDetails cost(Session session, Evse evse) {
    Tariff tariff = session.tariff;
    if (tariff == null) {
      return null;
    }
    BigDecimal kwh =
        BigDecimal.valueOf(evse.energy().registerWh() - session.startWh).movePointLeft(3);
    int charging = (int) session.chargedSeconds;
    long whole = Duration.between(session.startedAt, station.timeline().now()).toSeconds();
    int idle = (int) Math.max(0, whole - charging);
    BigDecimal energy =
        tariff.energy() == null ? null : kwh.multiply(tariff.energy().prices().get(0).priceKwh());
    BigDecimal time =
        tariff.chargingTime() == null
            ? null
            : minutes(charging, tariff.chargingTime().prices().get(0).priceMinute());
    BigDecimal waiting =
        tariff.idleTime() == null
            ? null
            : minutes(idle, tariff.idleTime().prices().get(0).priceMinute());
    BigDecimal fixed =
        tariff.fixedFee() == null ? null : tariff.fixedFee().prices().get(0).priceFixed();
    BigDecimal total = BigDecimal.ZERO;
    for (@Nullable BigDecimal part : new BigDecimal[] {energy, time, waiting, fixed}) {
      total = part == null ? total : total.add(part);
    }
    TariffCost kind = TariffCost.NormalCost;
    BigDecimal most = tariff.maxCost() == null ? null : tariff.maxCost().exclTax();
    BigDecimal least = tariff.minCost() == null ? null : tariff.minCost().exclTax();
    if (most != null && total.compareTo(most) > 0) {
      total = most;
      kind = TariffCost.MaxCost;
    } else if (least != null && total.compareTo(least) < 0) {
      total = least;
      kind = TariffCost.MinCost;
    }
    return new CostDetails(
        null,
        null,
        null,
        new TotalCost(
            price(time),
            tariff.currency(),
            price(energy),
            price(fixed),
            price(waiting),
            null,
            null,
            new TotalPrice(rounded(total), null, null),
            kind,
            null),
        new TotalUsage(charging, kwh, idle, null, null),
        null);
  }

  private static BigDecimal minutes(int seconds, BigDecimal priceMinute) {
    return priceMinute
        .multiply(BigDecimal.valueOf(seconds))
        .divide(BigDecimal.valueOf(MINUTE_SECONDS), 4, RoundingMode.HALF_UP);
  }

  private static BigDecimal rounded(BigDecimal amount) {
    return amount.setScale(SCALE, RoundingMode.HALF_UP);
  }

  private static @Nullable Price price(@Nullable BigDecimal amount) {
    return amount == null ? null : new Price(rounded(amount), null, null, null);
  }
}
