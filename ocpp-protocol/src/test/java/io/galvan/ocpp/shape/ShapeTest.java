package io.galvan.ocpp.shape;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Reading;
import java.math.BigDecimal;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The reader and writer on records that use every constraint. */
class ShapeTest {
  enum Colour {
    Red,
    @WireText("Light.Blue")
    LightBlue,
    @Since(OcppVersion.V2_1)
    Green
  }

  record Inner(@MaxLength(3) String text) {}

  record Everything(
      @MaxLength(5) @Nullable String text,
      @Range(min = 1, max = 9) @Nullable Integer small,
      @Nullable Long wide,
      @Range(min = -0.5, max = 100) @MultipleOf("0.1") @Nullable BigDecimal decimal,
      @Nullable Boolean flag,
      @Nullable OffsetDateTime time,
      @Nullable Colour colour,
      @Nullable Inner inner,
      @Items(min = 1, max = 2) @Nullable List<Inner> inners,
      @MaxLength(2) @Nullable List<String> texts,
      @Uri @Nullable String uri,
      @Nullable Json json,
      @Nullable List<Json> jsons,
      @Since(OcppVersion.V2_1) @Nullable Integer young) {}

  record Needs(int number, boolean flag, List<Colour> colours) {}

  record Late(@Since(OcppVersion.V2_1) int young) {}

  private static final Shape<Everything> SHAPE = Shape.of(Everything.class);

  private final List<Deviation> deviations = new ArrayList<>();

  private Everything read(String json) {
    return SHAPE.read(json, Reading.STRICT, deviations);
  }

  @Test
  void shouldReadAndWriteEveryKindOfValue() {
    String json =
        """
        {"text":"a\\"€","small":9,"wide":-9223372036854775808,"decimal":-0.50,"flag":false,\
        "time":"2024-05-01T12:00:00.000Z","colour":"Light.Blue","inner":{"text":""},\
        "inners":[{"text":"x"},{"text":"yyy"}],"texts":[],"uri":"https://a/b","json":{"n":1.000,"e":1E5,\
        "l":[true,null,"\\u0001"]},"jsons":[null,1],"young":3}""";

    Everything read = read(json);

    assertThat(read.decimal()).isEqualTo(new BigDecimal("-0.50"));
    assertThat(read.colour()).isEqualTo(Colour.LightBlue);
    assertThat(read.json())
        .isEqualTo(new Json("{\"n\":1.000,\"e\":1E5,\"l\":[true,null,\"\\u0001\"]}"));
    assertThat(SHAPE.write(read)).isEqualTo(json);
    SHAPE.check(read);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"small\":0}|$.small|PropertyConstraintViolation",
        "{\"small\":10}|$.small|PropertyConstraintViolation",
        "{\"small\":\"5\"}|$.small|TypeConstraintViolation",
        "{\"wide\":9223372036854775808}|$.wide|PropertyConstraintViolation",
        "{\"decimal\":0.15}|$.decimal|PropertyConstraintViolation",
        "{\"decimal\":-0.6}|$.decimal|PropertyConstraintViolation",
        "{\"decimal\":100.1}|$.decimal|PropertyConstraintViolation",
        "{\"decimal\":1e999999999}|$.decimal|PropertyConstraintViolation",
        "{\"decimal\":1e-999999999}|$.decimal|PropertyConstraintViolation",
        "{\"flag\":1}|$.flag|TypeConstraintViolation",
        "{\"time\":1}|$.time|TypeConstraintViolation",
        "{\"time\":\"now\"}|$.time|PropertyConstraintViolation",
        "{\"colour\":\"LightBlue\"}|$.colour|PropertyConstraintViolation",
        "{\"colour\":1}|$.colour|TypeConstraintViolation",
        "{\"inner\":{}}|$.inner.text|OccurrenceConstraintViolation",
        "{\"inner\":{\"text\":\"long\"}}|$.inner.text|PropertyConstraintViolation",
        "{\"inner\":[]}|$.inner|TypeConstraintViolation",
        "{\"inners\":[]}|$.inners|OccurrenceConstraintViolation",
        "{\"inners\":[{\"text\":\"\"},{\"text\":\"\"},{\"text\":\"\"}]}|$.inners|OccurrenceConstraintViolation",
        "{\"inners\":[{\"text\":\"\"},{\"txt\":\"\"}]}|$.inners[1].txt|FormatViolation",
        "{\"inners\":{\"text\":\"\"}}|$.inners|TypeConstraintViolation",
        "{\"texts\":[\"a\",null]}|$.texts[1]|TypeConstraintViolation",
        "{\"texts\":[\"a\",\"abc\"]}|$.texts[1]|PropertyConstraintViolation",
        "{\"uri\":\"a b\"}|$.uri|PropertyConstraintViolation",
        "{\"text\":null}|$.text|TypeConstraintViolation",
        "{\"text\":\"a\",\"text\":\"b\"}|$.text|FormatViolation",
        "[]|$|FormatViolation",
        "null|$|FormatViolation",
        "7|$|FormatViolation",
        "{\"text\":|$.text|FormatViolation",
        "{} {}|$|FormatViolation",
        "''|$|FormatViolation"
      })
  void shouldNameTheViolationWithItsPathAndCode(String json, String path, ErrorCode code) {
    assertThatExceptionOfType(Violation.class)
        .isThrownBy(() -> read(json))
        .satisfies(
            violation -> {
              assertThat(violation.path()).isEqualTo(path);
              assertThat(violation.code()).isEqualTo(code);
              assertThat(violation.getMessage()).startsWith(path + ": ");
            });
  }

  @Test
  void shouldCountCharactersNotCodeUnits() {
    String plugs = "\uD83D\uDD0C".repeat(5);

    assertThat(read("{\"text\":\"" + plugs + "\"}").text()).isEqualTo(plugs);
  }

  @Test
  void shouldWriteDecimalsWithoutAnExponentAndTimesInUtc() {
    assertThat(
            SHAPE.write(read("{\"decimal\":1E+1,\"time\":\"2024-05-01T12:00:00.123999+02:00\"}")))
        .isEqualTo("{\"decimal\":10,\"time\":\"2024-05-01T10:00:00.123Z\"}");
  }

  @Test
  void shouldBoundNestingNumbersAndNames() {
    String deep = "[".repeat(100_000) + "]".repeat(100_000);
    String digits = "1".repeat(100_000);
    for (String json :
        List.of(
            "{\"json\":" + deep + "}",
            "{\"decimal\":" + digits + "}",
            "{\"wide\":" + digits + "}",
            "{\"" + digits + "\":1}")) {
      for (Reading reading : Reading.values()) {
        assertThatExceptionOfType(Violation.class)
            .isThrownBy(() -> SHAPE.read(json, reading, deviations))
            .satisfies(violation -> assertThat(violation.getMessage()).hasSizeLessThan(255));
      }
    }
  }

  @Test
  void shouldNotKnowFieldsAndConstantsOfLaterVersions() {
    Shape<Everything> old = Shape.of(Everything.class, OcppVersion.V2_0_1);

    assertThat(SHAPE.fields()).extracting(Field::name).contains("young");
    assertThat(old.fields()).extracting(Field::name).doesNotContain("young");
    assertThat(read("{\"young\":1,\"colour\":\"Green\"}").young()).isEqualTo(1);
    assertThat(
            catchThrowableOfType(
                    Violation.class, () -> old.read("{\"young\":1}", Reading.STRICT, deviations))
                .code())
        .isEqualTo(ErrorCode.FormatViolation);
    assertThat(
            catchThrowableOfType(
                    Violation.class,
                    () -> old.read("{\"colour\":\"Green\"}", Reading.STRICT, deviations))
                .code())
        .isEqualTo(ErrorCode.PropertyConstraintViolation);
    Everything young = read("{\"young\":1,\"text\":\"a\"}");
    assertThat(old.write(young)).isEqualTo("{\"text\":\"a\"}");
    assertThatExceptionOfType(Violation.class)
        .isThrownBy(() -> old.check(read("{\"colour\":\"Green\"}")));
  }

  @Test
  void shouldRefuseARecordWhoseLaterFieldCannotBeAbsent() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Shape.of(Late.class, OcppVersion.V1_6))
        .withMessageContaining("young");
  }

  @Test
  void shouldCheckRecordsBuiltInJava() {
    Everything none =
        new Everything(
            null, null, null, null, null, null, null, null, null, null, null, null, null, null);
    SHAPE.check(none);
    Everything wrong =
        new Everything(
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            null,
            List.of(new Inner("a"), new Inner("long")),
            null,
            null,
            null,
            null,
            null);

    assertThat(catchThrowableOfType(Violation.class, () -> SHAPE.check(wrong)))
        .satisfies(
            violation -> {
              assertThat(violation.path()).isEqualTo("$.inners[1].text");
              assertThat(violation.code()).isEqualTo(ErrorCode.PropertyConstraintViolation);
            });
    Needs lacking = new Needs(1, true, null);
    assertThat(
            catchThrowableOfType(Violation.class, () -> Shape.of(Needs.class).check(lacking))
                .code())
        .isEqualTo(ErrorCode.OccurrenceConstraintViolation);
    Needs holed = new Needs(1, true, Arrays.asList(Colour.Red, null));
    assertThat(
            catchThrowableOfType(Violation.class, () -> Shape.of(Needs.class).check(holed)).path())
        .isEqualTo("$.colours[1]");
    assertThatExceptionOfType(Violation.class)
        .isThrownBy(() -> Shape.of(Needs.class).write(lacking));
  }

  @Test
  void shouldDescribeEveryField() {
    assertThat(SHAPE.fields())
        .filteredOn(field -> field.name().equals("decimal"))
        .singleElement()
        .satisfies(
            field -> {
              assertThat(field.kind()).isEqualTo(Field.Kind.DECIMAL);
              assertThat(field.required()).isFalse();
              assertThat(field.min()).isEqualByComparingTo("-0.5");
              assertThat(field.max()).isEqualByComparingTo("100");
              assertThat(field.multipleOf()).isEqualByComparingTo("0.1");
            });
    assertThat(SHAPE.fields())
        .filteredOn(field -> field.name().equals("inners"))
        .singleElement()
        .satisfies(
            field -> {
              assertThat(field.list()).isTrue();
              assertThat(field.minItems()).isEqualTo(1);
              assertThat(field.maxItems()).isEqualTo(2);
              assertThat(field.nested()).isSameAs(Shape.of(Inner.class));
            });
    assertThat(SHAPE.fields())
        .filteredOn(field -> field.name().equals("colour"))
        .singleElement()
        .extracting(Field::enumValues)
        .isEqualTo(List.of("Red", "Light.Blue", "Green"));
  }

  @Test
  void shouldKnowTheTextOfConstants() {
    assertThat(Wire.text(Colour.LightBlue)).isEqualTo("Light.Blue");
    assertThat(Wire.parse(Colour.class, "Light.Blue")).contains(Colour.LightBlue);
    assertThat(Wire.parse(Colour.class, "LightBlue")).isEmpty();
  }

  @Test
  void shouldRefuseJsonThatIsNotOneValue() {
    for (String text : List.of("", "{", "1 2", "nul", "[1,]")) {
      assertThatIllegalArgumentException().isThrownBy(() -> new Json(text)).as(text);
    }
  }
}
