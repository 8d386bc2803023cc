package io.galvan.central.neutral;

import io.galvan.central.neutral.Order.Availability;
import io.galvan.central.neutral.Order.ClearLimit;
import io.galvan.central.neutral.Order.Operational;
import io.galvan.central.neutral.Order.Rate;
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
import io.galvan.ocpp.v2.ChangeAvailabilityRequest;
import io.galvan.ocpp.v2.ChargingProfile;
import io.galvan.ocpp.v2.ChargingProfileKind;
import io.galvan.ocpp.v2.ChargingProfilePurpose;
import io.galvan.ocpp.v2.ClearChargingProfile;
import io.galvan.ocpp.v2.ClearChargingProfileRequest;
import io.galvan.ocpp.v2.EVSE;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.OperationalStatus;
import io.galvan.ocpp.v2.ProvisioningActions;
import io.galvan.ocpp.v2.RequestStartTransactionRequest;
import io.galvan.ocpp.v2.RequestStopTransactionRequest;
import io.galvan.ocpp.v2.Reset;
import io.galvan.ocpp.v2.ResetRequest;
import io.galvan.ocpp.v2.SetChargingProfileRequest;
import io.galvan.ocpp.v2.SmartChargingActions;
import io.galvan.ocpp.v2.TransactionActions;
import io.galvan.ocpp.v2.UnlockConnectorRequest;
import io.galvan.platform.error.GalvanException;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** Orders in the words of OCPP 2.0.1 and 2.1. */
final class Terms2 {
  /** A token that the central system made: what a remote start is, unless it says otherwise. */
  private static final String CENTRAL = "Central";

  private final OcppVersion version;

  Terms2(OcppVersion version) {
    this.version = version;
  }

  Wording of(Order order) {
    if (order instanceof Start start) {
      return start(start);
    } else if (order instanceof Stop stop) {
      return said(
          TransactionActions.REQUEST_STOP_TRANSACTION,
          new RequestStopTransactionRequest(stop.transaction().stationId(), null));
    } else if (order instanceof Order.Reset reset) {
      int evseId = reset.place().evse();
      return said(
          ProvisioningActions.RESET,
          new ResetRequest(reset(reset.type()), evseId == 0 ? null : evseId, null));
    } else if (order instanceof Unlock unlock) {
      return unlock(unlock.place());
    } else if (order instanceof Availability availability) {
      return said(
          ProvisioningActions.CHANGE_AVAILABILITY,
          new ChangeAvailabilityRequest(
              evse(availability.place()),
              availability.status() == Operational.Operative
                  ? OperationalStatus.Operative
                  : OperationalStatus.Inoperative,
              null));
    } else if (order instanceof SetLimit limit) {
      return said(
          SmartChargingActions.SET_CHARGING_PROFILE,
          new SetChargingProfileRequest(limit.scope().place().evse(), profile(limit), null));
    }
    return clear(((ClearLimit) order).scope());
  }

  private Reset reset(ResetKind type) {
    return switch (type) {
      case immediate -> Reset.Immediate;
      case onIdle -> Reset.OnIdle;
      case immediateAndResume -> {
        if (version == OcppVersion.V2_0_1) {
          none("type", "OCPP 2.0.1 knows no reset that goes on with transactions");
        }
        yield Reset.ImmediateAndResume;
      }
    };
  }

  private <Q extends Record> Wording said(Action<Q, ?> action, Q request) {
    return Wording.of(version, action, request);
  }

  private static @Nullable EVSE evse(Place place) {
    int evseId = place.evse();
    return evseId == 0
        ? null
        : new EVSE(place.connectorId() == 0 ? null : place.connectorId(), evseId, null);
  }

  private static Wording none(String field, String why) {
    throw GalvanException.invalid(field, why);
  }

  private Wording start(Start start) {
    int evseId = start.place().evse();
    String type = start.idTokenType() == null ? CENTRAL : start.idTokenType();
    Rate limit = start.limit();
    String given = start.profile();
    ChargingProfile profile = null;
    if (given != null) {
      profile =
          Shape.of(ChargingProfile.class, version).read(given, Reading.STRICT, new ArrayList<>());
    } else if (limit != null) {
      profile =
          Profiles2.profile(
              limit.profileId(),
              0,
              ChargingProfilePurpose.TxProfile,
              ChargingProfileKind.Relative,
              null,
              null,
              Profiles2.schedule(limit, null));
    }
    return said(
        TransactionActions.REQUEST_START_TRANSACTION,
        new RequestStartTransactionRequest(
            evseId == 0 ? null : evseId,
            start.groupIdToken() == null
                ? null
                : new IdToken(null, start.groupIdToken(), CENTRAL, null),
            new IdToken(null, start.idToken(), type, null),
            start.remoteStartId(),
            profile,
            null));
  }

  private Wording unlock(Place place) {
    int evseId = place.evse();
    return evseId == 0
        ? none("evseId", "say which EVSE")
        : said(
            TransactionActions.UNLOCK_CONNECTOR,
            new UnlockConnectorRequest(evseId, Math.max(1, place.connectorId()), null));
  }

  private static ChargingProfile profile(SetLimit limit) {
    Scope scope = limit.scope();
    Integer durationS = limit.rate().durationS();
    OffsetDateTime validTo =
        durationS == null || scope.transaction() != null
            ? null
            : limit.from().plusSeconds(durationS).atOffset(ZoneOffset.UTC);
    return Profiles2.profile(
        scope.profileId(),
        scope.stackLevel(),
        purpose(scope),
        ChargingProfileKind.Absolute,
        scope.transaction() == null ? null : scope.transaction().stationId(),
        validTo,
        Profiles2.schedule(limit.rate(), limit.from()));
  }

  private static ChargingProfilePurpose purpose(Scope scope) {
    if (scope.transaction() != null) {
      return ChargingProfilePurpose.TxProfile;
    }
    return scope.place().evse() == 0
        ? ChargingProfilePurpose.ChargingStationMaxProfile
        : ChargingProfilePurpose.TxDefaultProfile;
  }

  private Wording clear(Scope scope) {
    return said(
        SmartChargingActions.CLEAR_CHARGING_PROFILE,
        scope.held()
            ? new ClearChargingProfileRequest(scope.profileId(), null, null)
            : new ClearChargingProfileRequest(
                null,
                new ClearChargingProfile(
                    purpose(scope), scope.place().evse(), scope.stackLevel(), null),
                null));
  }
}
