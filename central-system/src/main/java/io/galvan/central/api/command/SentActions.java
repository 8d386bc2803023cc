package io.galvan.central.api.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.ActionTable;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Field;
import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v2.Actions2;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The actions that a central system sends, in every version, and their payloads. */
public final class SentActions {
  /** Numbers that the standard has the central system choose, to know later reports by. */
  private static final Set<String> OURS_TO_CHOOSE = Set.of("requestId", "remoteStartId");

  private SentActions() {}

  static ActionTable table(OcppVersion version) {
    return version == OcppVersion.V1_6 ? Actions16.TABLE : Actions2.table(version);
  }

  /** The action of this name, if the version has it and it is for us to send. */
  public static Action<?, ?> of(OcppVersion version, String name) {
    Action<?, ?> action = table(version).find(name).orElse(null);
    if (action == null) {
      throw GalvanException.invalid(
          "action", version.subprotocol() + " has no action of this name");
    }
    if (action.direction() == Direction.FROM_CHARGER) {
      throw GalvanException.invalid("action", "this action is for charging stations to send");
    }
    return action;
  }

  /**
   * The payload as the version writes it; a violation names the field. A number that we are to
   * choose is filled in when it is left out, the same one for the same idempotency key.
   */
  public static String payload(
      OcppVersion version, Action<?, ?> action, Json request, @Nullable String idempotencyKey) {
    return written(Shape.of(action.request(), version), request, idempotencyKey);
  }

  private static <T extends Record> String written(
      Shape<T> shape, Json request, @Nullable String idempotencyKey) {
    JsonNode given = read(request);
    if (given instanceof ObjectNode object) {
      for (Field field : shape.fields()) {
        if (field.required() && OURS_TO_CHOOSE.contains(field.name()) && !given.has(field.name())) {
          object.put(field.name(), number(idempotencyKey));
        }
      }
    }
    return shape.write(shape.read(given.toString(), Reading.STRICT, new ArrayList<>()));
  }

  /** A number that we are to choose: any one, but the same for the same idempotency key. */
  static int number(@Nullable String idempotencyKey) {
    UUID id =
        idempotencyKey == null
            ? UUID.randomUUID()
            : UUID.nameUUIDFromBytes(idempotencyKey.getBytes(StandardCharsets.UTF_8));
    return (int) (id.getMostSignificantBits() >>> 33);
  }

  private static JsonNode read(Json request) {
    try {
      return Mapper.JSON.readTree(request.text());
    } catch (JsonProcessingException e) {
      throw GalvanException.invalid("request", "must be a JSON object");
    }
  }
}
