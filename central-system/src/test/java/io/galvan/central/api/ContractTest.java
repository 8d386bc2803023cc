package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.api.broker.MirrorApi;
import io.galvan.central.api.campaign.CampaignApi;
import io.galvan.central.api.command.CommandApi;
import io.galvan.central.api.command.NeutralApi;
import io.galvan.central.api.cost.StationTariffApi;
import io.galvan.central.api.cost.TariffApi;
import io.galvan.central.api.devicemodel.DeviceModelApi;
import io.galvan.central.api.diagnostics.UploadApi;
import io.galvan.central.api.firmware.FirmwareApi;
import io.galvan.central.api.locallist.LocalListApi;
import io.galvan.central.api.pki.CertificateApi;
import io.galvan.central.api.pki.TrustedCertificateApi;
import io.galvan.central.api.policy.WantedVariableApi;
import io.galvan.central.api.registration.ChargerApi;
import io.galvan.central.api.reservation.ReservationApi;
import io.galvan.central.api.smartcharging.ChargingProfileApi;
import io.galvan.central.api.token.TokenApi;
import io.galvan.central.api.transaction.TransactionApi;
import io.galvan.central.api.user.ApiKeyApi;
import io.galvan.central.api.user.SessionApi;
import io.galvan.central.api.user.UserApi;
import io.galvan.contract.policy.Policies;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.shape.Field;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Actions16;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** The contract says of every body exactly what the record that reads it does. */
class ContractTest {
  private JsonObject schemas;

  private static Map<String, Class<? extends Record>> bodies() {
    Map<String, Class<? extends Record>> bodies = new LinkedHashMap<>();
    for (Action<?, ?> action : Actions16.TABLE.all()) {
      if (action.direction() != Direction.FROM_CHARGER) {
        bodies.put(action.request().getSimpleName(), action.request());
      }
    }
    for (Class<? extends Record> body :
        Set.of(
            SessionApi.SignInBody.class,
            SessionApi.RefreshBody.class,
            UserApi.SignUpBody.class,
            UserApi.ConfirmSignUpBody.class,
            UserApi.NewUserBody.class,
            UserApi.EditUserBody.class,
            UserApi.ChangePasswordBody.class,
            ApiKeyApi.ApiKeyBody.class,
            ChargerApi.NewChargerBody.class,
            ChargerApi.EditChargerBody.class,
            ChargerApi.PasswordBody.class,
            CampaignApi.NewCampaignBody.class,
            CommandApi.SendCommandBody.class,
            NeutralApi.StartBody.class,
            NeutralApi.StopBody.class,
            NeutralApi.ResetBody.class,
            NeutralApi.UnlockBody.class,
            NeutralApi.AvailabilityBody.class,
            NeutralApi.SetLimitBody.class,
            StationTariffApi.DefaultTariffBody.class,
            CampaignApi.FilterBody.class,
            CertificateApi.RejectBody.class,
            CertificateApi.SecurityProfileBody.class,
            Policies.Policy.class,
            TokenApi.NewTokenBody.class,
            TokenApi.EditTokenBody.class,
            TrustedCertificateApi.TrustBody.class,
            ReservationApi.NewReservationBody.class,
            LocalListApi.SyncLocalListBody.class,
            ChargingProfileApi.ChargingProfileTemplateBody.class,
            ChargingProfileApi.ApplyTemplateBody.class,
            ChargingProfileApi.CompositeScheduleBody.class,
            DeviceModelApi.ReadVariablesBody.class,
            DeviceModelApi.SetVariablesBody.class,
            DeviceModelApi.SetMonitorsBody.class,
            DeviceModelApi.ClearMonitorsBody.class,
            DeviceModelApi.DeviceReportBody.class,
            WantedVariableApi.WantedVariablesBody.class,
            WantedVariableApi.RepairBody.class,
            FirmwareApi.FirmwareUpdateBody.class,
            UploadApi.NewUploadBody.class,
            TariffApi.TariffBody.class,
            TariffApi.TariffAssignmentBody.class,
            TariffApi.LimitBody.class,
            MirrorApi.MirrorBody.class,
            TransactionApi.EndTransactionBody.class,
            TransactionApi.AssignStopBody.class)) {
      bodies.put(body.getSimpleName(), body);
    }
    return bodies;
  }

  @Test
  void shouldDescribeEveryBodyAsItsRecordReadsIt() {
    Vertx vertx = Vertx.vertx();
    try {
      schemas =
          await(Contract.load(vertx))
              .document()
              .getJsonObject("components")
              .getJsonObject("schemas");
    } finally {
      await(vertx.close());
    }
    bodies().forEach((name, type) -> compare(name, schemas.getJsonObject(name), Shape.of(type)));
  }

  private void compare(String where, JsonObject schema, Shape<?> shape) {
    assertThat(schema).as(where).isNotNull();
    assertThat(schema.getBoolean("additionalProperties")).as(where).isFalse();
    JsonObject properties = schema.getJsonObject("properties", new JsonObject());
    Set<String> required = new TreeSet<>();
    Set<String> names = new TreeSet<>();
    for (Field field : shape.fields()) {
      names.add(field.name());
      if (field.required()) {
        required.add(field.name());
      }
      compare(where + "." + field.name(), properties.getJsonObject(field.name()), field);
    }
    assertThat(properties.fieldNames()).as(where).containsExactlyInAnyOrderElementsOf(names);
    assertThat(schema.getJsonArray("required", new JsonArray()))
        .as(where)
        .map(String::valueOf)
        .containsExactlyInAnyOrderElementsOf(required);
  }

  private void compare(String where, JsonObject property, Field field) {
    assertThat(property).as(where).isNotNull();
    JsonObject value = property;
    if (field.list()) {
      assertThat(property.getString("type")).as(where).isEqualTo("array");
      assertThat(property.getInteger("minItems", 0)).as(where).isEqualTo(field.minItems());
      assertThat(property.getInteger("maxItems", Integer.MAX_VALUE))
          .as(where)
          .isEqualTo(field.maxItems());
      value = property.getJsonObject("items");
    }
    if (field.kind() == Field.Kind.OBJECT) {
      String name = value.getString("$ref").replace("#/components/schemas/", "");
      compare(name, schemas.getJsonObject(name), field.nested());
      return;
    }
    assertThat(value.getString("type"))
        .as(where)
        .isEqualTo(
            switch (field.kind()) {
              case STRING, TIME, ENUM -> "string";
              case INTEGER -> "integer";
              case DECIMAL -> "number";
              case BOOLEAN -> "boolean";
              case OBJECT, JSON -> "object";
            });
    assertThat(value.getInteger("maxLength")).as(where).isEqualTo(field.maxLength());
    assertThat(field.uri()).as(where).isEqualTo("uri".equals(value.getString("format")));
    assertThat(field.kind() == Field.Kind.TIME)
        .as(where)
        .isEqualTo("date-time".equals(value.getString("format")));
    assertThat(
            value.getNumber("multipleOf") == null
                ? null
                : new BigDecimal(value.getNumber("multipleOf").toString()))
        .as(where)
        .isEqualTo(field.multipleOf());
    assertThat(value.getJsonArray("enum", new JsonArray()))
        .as(where)
        .map(String::valueOf)
        .containsExactlyInAnyOrderElementsOf(field.enumValues());
  }
}
