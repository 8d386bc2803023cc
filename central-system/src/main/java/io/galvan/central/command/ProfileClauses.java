package io.galvan.central.command;

import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.ChargingProfile;
import io.galvan.ocpp.v16.RemoteStartTransactionRequest;
import io.galvan.ocpp.v16.SetChargingProfileRequest;
import io.galvan.ocpp.v2.RequestStartTransactionRequest;
import io.galvan.ocpp.v2.SmartChargingActions;
import io.galvan.ocpp.v2.TransactionActions;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Holds commands with a charging profile against what the standard says that a central system SHALL
 * or SHALL NOT send. What breaks a clause is refused by its name (INVALID).
 */
public final class ProfileClauses {
  private static final int MOST_RUNNING = 100;
  private static final String TX_PROFILE = "TxProfile";
  private static final String OVERRIDE = "; allowNonConformant=true sends it all the same";

  private final Bus bus;

  public ProfileClauses(Bus bus) {
    this.bus = bus;
  }

  /**
   * A profile as a command carries it.
   *
   * @param place the connector of 1.6 or the EVSE of 2.x; 0 for the whole station
   * @param transaction that the profile names, by the station's own text
   */
  private record Carried(
      OcppVersion version,
      boolean atStart,
      String field,
      String purpose,
      int place,
      @Nullable String transaction) {
    boolean isFirst() {
      return version == OcppVersion.V1_6;
    }

    GalvanException refused(String part, String why, String clause16, String clause2) {
      return GalvanException.invalid(
          part,
          why
              + (isFirst() ? " (OCPP 1.6 part 2, " + clause16 : " (OCPP 2.0.1 part 2, " + clause2)
              + ")"
              + OVERRIDE);
    }
  }

  /**
   * Fails with INVALID for what the payload breaks by itself.
   *
   * @param version whose terms the payload is in; null: 1.6
   */
  public static void check(String action, @Nullable OcppVersion version, String payload) {
    Carried carried = carried(action, version == null ? OcppVersion.V1_6 : version, payload);
    if (carried != null) {
      check(carried);
    }
  }

  /** The same, and for a TxProfile whose transaction does not run. */
  public Future<Void> check(
      String chargerId, String action, @Nullable OcppVersion version, String payload) {
    Carried carried = carried(action, version == null ? OcppVersion.V1_6 : version, payload);
    if (carried == null) {
      return Future.succeededFuture();
    }
    try {
      check(carried);
    } catch (GalvanException refused) {
      return Future.failedFuture(refused);
    }
    if (carried.atStart() || !carried.purpose().equals(TX_PROFILE)) {
      return Future.succeededFuture();
    }
    return running(chargerId)
        .map(
            running -> {
              if (running.stream().noneMatch(transaction -> isFor(carried, transaction))) {
                throw carried.refused(
                    carried.field() + "/transactionId",
                    "a TxProfile is for a transaction that runs "
                        + (carried.isFirst() ? "on the connector" : "at the EVSE"),
                    "3.13.1",
                    "K01.FR.03");
              }
              return null;
            });
  }

  /** The transaction that runs at a connector of 1.6 or an EVSE of 2.x; null when none does. */
  public Future<@Nullable Transaction> runningAt(String chargerId, OcppVersion version, int place) {
    return running(chargerId)
        .map(
            running ->
                running.stream()
                    .filter(transaction -> place(transaction, version) == place)
                    .findFirst()
                    .orElse(null));
  }

  private static int place(Transaction transaction, OcppVersion version) {
    return version == OcppVersion.V1_6 ? transaction.connectorId() : transaction.evseId();
  }

  private static void check(Carried carried) {
    boolean ofTransaction = carried.purpose().equals(TX_PROFILE);
    String purpose = carried.field() + "/chargingProfilePurpose";
    String place = carried.isFirst() ? "/connectorId" : "/evseId";
    if (carried.purpose().equals("ChargingStationExternalConstraints")) {
      throw carried.refused(
          purpose,
          "ChargingStationExternalConstraints are not for a central system to set",
          "",
          "K01.FR.22");
    } else if (carried.atStart()) {
      if (!ofTransaction) {
        throw carried.refused(
            purpose, "a remote start carries a TxProfile only", "5.16.2", "F01.FR.08");
      } else if (carried.transaction() != null) {
        throw carried.refused(
            carried.field() + "/transactionId",
            "the profile of a remote start names no transaction",
            "5.16.2",
            "F01.FR.11");
      }
    } else if (ofTransaction && carried.place() == 0) {
      throw carried.refused(
          place, "a TxProfile is for one place, not for the station", "5.16.2", "K01.FR.16");
    } else if (ofTransaction && !carried.isFirst() && carried.transaction() == null) {
      throw carried.refused(
          carried.field() + "/transactionId", "a TxProfile names its transaction", "", "K01.FR.03");
    } else if (carried.place() > 0
        && (carried.purpose().equals("ChargePointMaxProfile")
            || carried.purpose().equals("ChargingStationMaxProfile"))) {
      throw carried.refused(
          place,
          "a " + carried.purpose() + " is for the whole station, 0",
          "3.13.1",
          "K01, charging profile purposes");
    }
  }

  private static boolean isFor(Carried carried, Transaction transaction) {
    String named = carried.transaction();
    return place(transaction, carried.version()) == carried.place()
        && (carried.isFirst()
            ? named == null || named.equals(String.valueOf(transaction.id()))
            : transaction.stationTransactionId().equals(named));
  }

  private Future<List<Transaction>> running(String chargerId) {
    return bus.request(
            Transactions.LIST,
            new Transactions.TransactionQuery(
                chargerId,
                null,
                null,
                TransactionState.Running,
                null,
                null,
                Transactions.TransactionSort.startedAt,
                true,
                MOST_RUNNING,
                null))
        .map(Transactions.TransactionPage::items);
  }

  private static @Nullable Carried carried(String action, OcppVersion version, String payload) {
    if (version == OcppVersion.V1_6) {
      if (action.equals(Actions16.REMOTE_START_TRANSACTION.name())) {
        var start = read(RemoteStartTransactionRequest.class, version, payload);
        return start.chargingProfile() == null
            ? null
            : carried(true, "/chargingProfile", start.chargingProfile(), 0);
      } else if (action.equals(Actions16.SET_CHARGING_PROFILE.name())) {
        var set = read(SetChargingProfileRequest.class, version, payload);
        return carried(false, "/csChargingProfiles", set.csChargingProfiles(), set.connectorId());
      }
    } else if (action.equals(TransactionActions.REQUEST_START_TRANSACTION.name())) {
      var start = read(RequestStartTransactionRequest.class, version, payload);
      return start.chargingProfile() == null
          ? null
          : carried(version, true, start.chargingProfile(), 0);
    } else if (action.equals(SmartChargingActions.SET_CHARGING_PROFILE.name())) {
      var set = read(io.galvan.ocpp.v2.SetChargingProfileRequest.class, version, payload);
      return carried(version, false, set.chargingProfile(), set.evseId());
    }
    return null;
  }

  private static <T extends Record> T read(Class<T> type, OcppVersion version, String payload) {
    return Shape.of(type, version).read(payload, Reading.STRICT, new ArrayList<>());
  }

  private static Carried carried(
      boolean atStart, String field, ChargingProfile profile, int connectorId) {
    Long transaction = profile.transactionId();
    return new Carried(
        OcppVersion.V1_6,
        atStart,
        field,
        profile.chargingProfilePurpose().name(),
        connectorId,
        transaction == null ? null : transaction.toString());
  }

  private static Carried carried(
      OcppVersion version, boolean atStart, io.galvan.ocpp.v2.ChargingProfile profile, int evseId) {
    return new Carried(
        version,
        atStart,
        "/chargingProfile",
        profile.chargingProfilePurpose().name(),
        evseId,
        profile.transactionId());
  }
}
