package io.galvan.central.neutral;

import io.galvan.central.neutral.Order.Availability;
import io.galvan.central.neutral.Order.ClearLimit;
import io.galvan.central.neutral.Order.Operational;
import io.galvan.central.neutral.Order.Rate;
import io.galvan.central.neutral.Order.Reset;
import io.galvan.central.neutral.Order.ResetKind;
import io.galvan.central.neutral.Order.Scope;
import io.galvan.central.neutral.Order.SetLimit;
import io.galvan.central.neutral.Order.Start;
import io.galvan.central.neutral.Order.Stop;
import io.galvan.central.neutral.Order.Unlock;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.AvailabilityType;
import io.galvan.ocpp.v16.ChangeAvailabilityRequest;
import io.galvan.ocpp.v16.ChargingProfile;
import io.galvan.ocpp.v16.ChargingProfileKindType;
import io.galvan.ocpp.v16.ChargingProfilePurposeType;
import io.galvan.ocpp.v16.ChargingRateUnitType;
import io.galvan.ocpp.v16.ChargingSchedule;
import io.galvan.ocpp.v16.ChargingSchedulePeriod;
import io.galvan.ocpp.v16.ClearChargingProfileRequest;
import io.galvan.ocpp.v16.RemoteStartTransactionRequest;
import io.galvan.ocpp.v16.RemoteStopTransactionRequest;
import io.galvan.ocpp.v16.ResetRequest;
import io.galvan.ocpp.v16.ResetType;
import io.galvan.ocpp.v16.SetChargingProfileRequest;
import io.galvan.ocpp.v16.UnlockConnectorRequest;
import io.galvan.platform.error.GalvanException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Orders in the words of OCPP 1.6. */
final class Terms16 {
  private static final int TOKEN_LENGTH = 20;

  private Terms16() {}

  static Wording of(Order order) {
    if (order instanceof Start start) {
      return start(start);
    } else if (order instanceof Stop stop) {
      return said(
          Actions16.REMOTE_STOP_TRANSACTION,
          new RemoteStopTransactionRequest(stop.transaction().id()));
    } else if (order instanceof Reset reset) {
      return reset(reset);
    } else if (order instanceof Unlock unlock) {
      int connectorId = unlock.place().connectorOf16();
      if (connectorId == 0) {
        throw GalvanException.invalid("connectorId", "say which connector");
      }
      return said(Actions16.UNLOCK_CONNECTOR, new UnlockConnectorRequest(connectorId));
    } else if (order instanceof Availability availability) {
      return said(
          Actions16.CHANGE_AVAILABILITY,
          new ChangeAvailabilityRequest(
              availability.place().connectorOf16(),
              availability.status() == Operational.Operative
                  ? AvailabilityType.Operative
                  : AvailabilityType.Inoperative));
    } else if (order instanceof SetLimit limit) {
      return said(
          Actions16.SET_CHARGING_PROFILE,
          new SetChargingProfileRequest(limit.scope().place().connectorOf16(), profile(limit)));
    }
    return clear(((ClearLimit) order).scope());
  }

  private static <Q extends Record> Wording said(Action<Q, ?> action, Q request) {
    return Wording.of(OcppVersion.V1_6, action, request);
  }

  private static Wording start(Start start) {
    if (start.idToken().length() > TOKEN_LENGTH) {
      throw GalvanException.invalid(
          "idToken", "OCPP 1.6 has room for " + TOKEN_LENGTH + " characters");
    }
    int connectorId = start.place().connectorOf16();
    Rate limit = start.limit();
    String given = start.profile();
    ChargingProfile profile = null;
    if (given != null) {
      profile = Shape.of(ChargingProfile.class).read(given, Reading.STRICT, new ArrayList<>());
    } else if (limit != null) {
      profile =
          new ChargingProfile(
              limit.profileId(),
              null,
              0,
              ChargingProfilePurposeType.TxProfile,
              ChargingProfileKindType.Relative,
              null,
              null,
              null,
              schedule(limit, null));
    }
    return said(
        Actions16.REMOTE_START_TRANSACTION,
        new RemoteStartTransactionRequest(
            connectorId == 0 ? null : connectorId, start.idToken(), profile));
  }

  private static Wording reset(Reset reset) {
    if (reset.place().connectorOf16() > 0) {
      throw GalvanException.invalid("evseId", "a station of OCPP 1.6 resets as a whole");
    }
    if (reset.type() == ResetKind.immediateAndResume) {
      throw GalvanException.invalid(
          "type", "OCPP 1.6 knows no reset that goes on with transactions");
    }
    return said(
        Actions16.RESET,
        new ResetRequest(reset.type() == ResetKind.immediate ? ResetType.Hard : ResetType.Soft));
  }

  private static ChargingProfile profile(SetLimit limit) {
    Scope scope = limit.scope();
    Integer durationS = limit.rate().durationS();
    return new ChargingProfile(
        scope.profileId(),
        scope.transaction() == null ? null : scope.transaction().id(),
        scope.stackLevel(),
        purpose(scope),
        ChargingProfileKindType.Absolute,
        null,
        null,
        durationS == null || scope.transaction() != null
            ? null
            : limit.from().plusSeconds(durationS).atOffset(ZoneOffset.UTC),
        schedule(limit.rate(), limit.from()));
  }

  private static ChargingSchedule schedule(Rate rate, @Nullable Instant from) {
    return new ChargingSchedule(
        rate.durationS(),
        from == null ? null : from.atOffset(ZoneOffset.UTC),
        ChargingRateUnitType.valueOf(rate.unit().name()),
        List.of(new ChargingSchedulePeriod(0, rate.limit(), rate.numberPhases())),
        null);
  }

  private static ChargingProfilePurposeType purpose(Scope scope) {
    if (scope.transaction() != null) {
      return ChargingProfilePurposeType.TxProfile;
    }
    return scope.place().connectorOf16() == 0
        ? ChargingProfilePurposeType.ChargePointMaxProfile
        : ChargingProfilePurposeType.TxDefaultProfile;
  }

  private static Wording clear(Scope scope) {
    return said(
        Actions16.CLEAR_CHARGING_PROFILE,
        scope.held()
            ? new ClearChargingProfileRequest(scope.profileId(), null, null, null)
            : new ClearChargingProfileRequest(
                null, scope.place().connectorOf16(), purpose(scope), scope.stackLevel()));
  }
}
