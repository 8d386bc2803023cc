package io.galvan.ocpp.agreement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.Error;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.ActionTable;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Field;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import io.galvan.ocpp.testing.StandardTable;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v2.Actions2;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The records of all versions held against the official schemas: same fields, same verdict. */
class SchemaAgreementTest {
  static Stream<OfficialSchema> schemas() {
    return OfficialSchema.all().stream();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldHaveTheSameFields(OfficialSchema schema) {
    compareFields(schema, schema.root(), schema.shape(), "$");
  }

  private static void compareFields(
      OfficialSchema schema, JsonNode object, Shape<?> shape, String path) {
    Set<String> official = new TreeSet<>();
    object.path("properties").fieldNames().forEachRemaining(official::add);
    assertThat(shape.fields().stream().map(Field::name).collect(Collectors.toSet()))
        .as("fields of %s in %s", path, schema)
        .isEqualTo(official);
    Set<String> required = new TreeSet<>();
    object.path("required").forEach(name -> required.add(name.asText()));
    for (Field field : shape.fields()) {
      String at = schema + " " + path + "." + field.name();
      JsonNode whole = schema.resolve(object.get("properties").get(field.name()));
      assertThat(field.required()).as("%s required", at).isEqualTo(required.contains(field.name()));
      assertThat(field.list()).as("%s is a list", at).isEqualTo(whole.has("items"));
      assertThat(field.minItems()).as(at).isEqualTo(whole.path("minItems").asInt(0));
      assertThat(field.maxItems())
          .as(at)
          .isEqualTo(whole.path("maxItems").asInt(Integer.MAX_VALUE));
      JsonNode one = field.list() ? schema.resolve(whole.get("items")) : whole;
      // A closed list of texts that a later version opened is a string with texts.
      Field.Kind kind = kind(one);
      assertThat(field.kind())
          .as(at)
          .isIn(kind, kind == Field.Kind.ENUM ? Field.Kind.STRING : kind);
      assertThat(field.maxLength())
          .as(at)
          .isEqualTo(one.has("maxLength") ? one.get("maxLength").asInt() : null);
      assertThat(field.multipleOf())
          .as(at)
          .isEqualTo(one.has("multipleOf") ? one.get("multipleOf").decimalValue() : null);
      assertThat(field.min()).as(at).isEqualTo(decimal(one, "minimum"));
      assertThat(field.max()).as(at).isEqualTo(decimal(one, "maximum"));
      assertThat(field.uri()).as(at).isEqualTo(one.path("format").asText().equals("uri"));
      List<String> texts = new ArrayList<>();
      one.path("enum").forEach(text -> texts.add(text.asText()));
      assertThat(field.enumValues()).as(at).containsExactlyInAnyOrderElementsOf(texts);
      if (field.nested() != null) {
        compareFields(schema, one, field.nested(), path + "." + field.name());
      }
    }
  }

  private static BigDecimal decimal(JsonNode node, String name) {
    return node.has(name) ? node.get(name).decimalValue() : null;
  }

  private static Field.Kind kind(JsonNode one) {
    return switch (one.path("type").asText()) {
      case "" -> Field.Kind.JSON;
      case "object" -> Field.Kind.OBJECT;
      case "integer" -> Field.Kind.INTEGER;
      case "number" -> Field.Kind.DECIMAL;
      case "boolean" -> Field.Kind.BOOLEAN;
      case "string" ->
          one.has("enum")
              ? Field.Kind.ENUM
              : one.path("format").asText().equals("date-time")
                  ? Field.Kind.TIME
                  : Field.Kind.STRING;
      default -> throw new AssertionError(one);
    };
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldTakeEveryValidInstanceAndWriteItBackUnchanged(OfficialSchema schema) throws Exception {
    for (JsonNode instance : new Instances(schema, 16).valid()) {
      String json = instance.toString();
      assertThat(schema.errors(json)).as("the schema itself on %s", json).isEmpty();
      roundTrip(schema.shape(), json);
    }
  }

  private static <T extends Record> void roundTrip(Shape<T> shape, String json) throws Exception {
    T record = shape.read(json, Reading.STRICT, new ArrayList<>());
    shape.check(record);
    String written = shape.write(record);
    assertThat(OfficialSchema.JSON.readTree(written))
        .as("%s written", shape.type())
        .isEqualTo(OfficialSchema.JSON.readTree(json));
    List<io.galvan.ocpp.rpc.Deviation> deviations = new ArrayList<>();
    assertThat(shape.read(written, Reading.TOLERANT, deviations)).isEqualTo(record);
    assertThat(deviations).as("deviations in the valid %s", json).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("schemas")
  void shouldGiveTheSameVerdictOnEveryChangedField(OfficialSchema schema) {
    int refused = 0;
    for (Instances.Mutant mutant : new Instances(schema, 61).mutants()) {
      List<Error> errors = schema.errors(mutant.json());
      String what = schema + ": " + mutant.change();
      try {
        schema.shape().read(mutant.json(), Reading.STRICT, new ArrayList<>());
        if (!errors.isEmpty()) {
          fail(what + " is taken, but the schema says " + errors);
        }
      } catch (Violation violation) {
        if (errors.isEmpty()) {
          fail(what + " is legal, but refused: " + violation.getMessage());
        }
        assertThat(violation.code()).as(what + " " + errors).isEqualTo(code(errors, violation));
        assertThat(errors.stream().map(SchemaAgreementTest::path))
            .as(what)
            .contains(violation.path());
        refused++;
      }
    }
    assertThat(refused).as("mutants refused by both").isPositive();
  }

  /** The error code for what the validator finds; the type comes first. */
  private static ErrorCode code(List<Error> errors, Violation violation) {
    Set<String> keywords = errors.stream().map(Error::getKeyword).collect(Collectors.toSet());
    if (keywords.contains("type")) {
      return violation.path().equals("$")
          ? ErrorCode.FormatViolation
          : ErrorCode.TypeConstraintViolation;
    }
    return switch (keywords.iterator().next()) {
      case "required", "minItems", "maxItems" -> ErrorCode.OccurrenceConstraintViolation;
      case "additionalProperties" -> ErrorCode.FormatViolation;
      case "enum", "maxLength", "format", "multipleOf", "minimum", "maximum" ->
          ErrorCode.PropertyConstraintViolation;
      default -> throw new AssertionError(errors);
    };
  }

  private static String path(Error error) {
    String path =
        "$"
            + error
                .getInstanceLocation()
                .toString()
                .replaceAll("/(\\d+)", "[$1]")
                .replace('/', '.');
    return error.getProperty() == null ? path : path + "." + error.getProperty();
  }

  @ParameterizedTest
  @EnumSource(OcppVersion.class)
  void shouldKnowEveryActionOfTheStandardWithItsDirection(OcppVersion version) {
    ActionTable table = version == OcppVersion.V1_6 ? Actions16.TABLE : Actions2.table(version);
    Map<String, Direction> told = new TreeMap<>();
    table.all().forEach(action -> told.put(action.name(), action.direction()));
    Map<String, Direction> listed = new TreeMap<>();
    OfficialSchema.table(version)
        .actions()
        .forEach((name, sender) -> listed.put(name, direction(sender)));
    assertThat(told).isEqualTo(listed);
    assertThat(told)
        .hasSize(
            switch (version) {
              case V1_6 -> 39;
              case V2_0_1 -> 64;
              case V2_1 -> 91;
            });
  }

  private static Direction direction(StandardTable.Sender sender) {
    return switch (sender) {
      case station -> Direction.FROM_CHARGER;
      case central -> Direction.FROM_CENTRAL;
      case both -> Direction.BOTH;
    };
  }
}
