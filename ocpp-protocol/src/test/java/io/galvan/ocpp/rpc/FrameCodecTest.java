package io.galvan.ocpp.rpc;

import static io.galvan.ocpp.rpc.TestActions.ASK;
import static io.galvan.ocpp.rpc.TestActions.ORDER;
import static io.galvan.ocpp.rpc.TestActions.STREAM;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.TestActions.AskRequest;
import io.galvan.ocpp.rpc.TestActions.AskResponse;
import io.galvan.ocpp.rpc.TestActions.OrderRequest;
import io.galvan.ocpp.rpc.TestActions.OrderResponse;
import io.galvan.ocpp.rpc.TestActions.StreamRequest;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every form of frame and every broken form, in every version. */
class FrameCodecTest {
  /** We have asked for one ORDER, with id "ours". */
  private static Inbound decode(OcppVersion version, Reading mode, String text) {
    return TestActions.codec(version).decode(text, mode, id -> id.equals("ours") ? ORDER : null);
  }

  private static Inbound strict(OcppVersion version, String text) {
    return decode(version, Reading.STRICT, text);
  }

  private static Inbound tolerant(OcppVersion version, String text) {
    return decode(version, Reading.TOLERANT, text);
  }

  /** One line for a verdict: the answer's text, or ok with the frame's text, or silence. */
  private static String verdict(OcppVersion version, Inbound inbound) {
    FrameCodec codec = TestActions.codec(version);
    if (inbound instanceof Inbound.Received received) {
      return "ok " + codec.encode(received.frame());
    } else if (inbound instanceof Inbound.Refused refused) {
      return codec.encode(refused.answer());
    }
    return "silence " + ((Inbound.Unusable) inbound).messageId();
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadAndWriteACall(OcppVersion version) {
    String text = "[2,\"19\",\"Ask\",{\"word\":\"hi\",\"number\":5}]";

    assertThat(strict(version, text))
        .isEqualTo(
            new Inbound.Received(new Frame.Call("19", ASK, new AskRequest("hi", 5L)), List.of()));
    assertThat(verdict(version, strict(version, text))).isEqualTo("ok " + text);
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadAndWriteACallResultOfOurCall(OcppVersion version) {
    assertThat(strict(version, "[3,\"ours\",{}]"))
        .isEqualTo(
            new Inbound.Received(new Frame.CallResult("ours", new OrderResponse()), List.of()));
    OffsetDateTime time = OffsetDateTime.parse("2024-05-01T12:00:00.1234567+02:00");
    assertThat(TestActions.codec(version).encode(new Frame.CallResult("19", new AskResponse(time))))
        .isEqualTo("[3,\"19\",{\"time\":\"2024-05-01T10:00:00.123Z\"}]");
  }

  @ParameterizedTest
  @EnumSource
  void shouldReadAndWriteACallError(OcppVersion version) {
    String text = "[4,\"ours\",\"InternalError\",\"no \\\"luck\\\"\",{\"n\":1.50}]";

    Frame frame =
        new Frame.CallError("ours", ErrorCode.InternalError, "no \"luck\"", "{\"n\":1.50}");
    assertThat(strict(version, text)).isEqualTo(new Inbound.Received(frame, List.of()));
    assertThat(TestActions.codec(version).encode(frame)).isEqualTo(text);
  }

  @Test
  void shouldReadAndWriteCallResultErrorAndSendOnlyInVersion21() {
    String error = "[5,\"19\",\"FormatViolation\",\"\",{}]";
    String send = "[6,\"20\",\"Stream\",{\"id\":1}]";
    Frame errorFrame = Frame.CallResultError.of("19", ErrorCode.FormatViolation, "");
    Frame sendFrame = new Frame.Send("20", STREAM, new StreamRequest(1));

    assertThat(strict(OcppVersion.V2_1, error))
        .isEqualTo(new Inbound.Received(errorFrame, List.of()));
    assertThat(strict(OcppVersion.V2_1, send))
        .isEqualTo(new Inbound.Received(sendFrame, List.of()));
    assertThat(TestActions.codec(OcppVersion.V2_1).encode(errorFrame)).isEqualTo(error);
    assertThat(TestActions.codec(OcppVersion.V2_1).encode(sendFrame)).isEqualTo(send);
    for (OcppVersion older : List.of(OcppVersion.V1_6, OcppVersion.V2_0_1)) {
      for (Frame frame : List.of(errorFrame, sendFrame)) {
        assertThatIllegalArgumentException()
            .isThrownBy(() -> TestActions.codec(older).encode(frame));
      }
    }
  }

  /** Columns: the text, then what 1.6, 2.0.1 and 2.1 do with it when strict. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "hello | silence null | -1 RpcFrameworkError | -1 RpcFrameworkError",
        "`` | silence null | -1 RpcFrameworkError | -1 RpcFrameworkError",
        "{} | silence null | -1 RpcFrameworkError | -1 RpcFrameworkError",
        "null | silence null | -1 RpcFrameworkError | -1 RpcFrameworkError",
        "[] | silence null | -1 RpcFrameworkError | -1 RpcFrameworkError",
        "[2 | silence null | -1 RpcFrameworkError | -1 RpcFrameworkError",
        "[2] | silence null | -1 RpcFrameworkError | -1 RpcFrameworkError",
        "[2,null,\"Ask\",{}] | silence null | -1 RpcFrameworkError | -1 RpcFrameworkError",
        "[2,7,\"Ask\",{}] | silence null | -1 RpcFrameworkError | -1 RpcFrameworkError",
        "[2,{\"a\":1},\"Ask\",{}] | silence null | -1 RpcFrameworkError | -1 RpcFrameworkError",
        "[\"2\",\"19\",\"Ask\",{}] | silence 19 | 19 RpcFrameworkError | 19 RpcFrameworkError",
        "[[2],\"19\",\"Ask\",{}] | silence 19 | 19 RpcFrameworkError | 19 RpcFrameworkError",
        "[2.0,\"19\",\"Ask\",{}] | silence 19 | 19 RpcFrameworkError | 19 RpcFrameworkError",
        "[1,\"19\",{}] | silence 19 | 19 MessageTypeNotSupported | silence 19",
        "[-1,\"19\",{}] | silence 19 | 19 MessageTypeNotSupported | silence 19",
        "[7,\"19\"] | silence 19 | 19 MessageTypeNotSupported | silence 19",
        "[7] | silence null | -1 MessageTypeNotSupported | silence null",
        "[5,\"19\",\"GenericError\",\"\",{}] | silence 19 | 19 MessageTypeNotSupported | ok",
        "[6,\"19\",\"Stream\",{\"id\":1}] | silence 19 | 19 MessageTypeNotSupported | ok",
        "[6,\"19\",\"Stream\",{\"id\":\"x\"}] | silence 19 | 19 MessageTypeNotSupported | silence 19",
        "[6,\"19\",\"Ask\",{}] | silence 19 | 19 MessageTypeNotSupported | silence 19",
        "[2,\"19\",\"Stream\",{\"id\":1}] | 19 NotSupported | 19 NotSupported | 19 NotSupported",
        "[2,\"19\"] | 19 FormationViolation | 19 RpcFrameworkError | 19 RpcFrameworkError",
        "[2,\"19\",5,{}] | 19 FormationViolation | 19 RpcFrameworkError | 19 RpcFrameworkError",
        "[2,\"19\",\"Nix\",{}] | 19 NotImplemented | 19 NotImplemented | 19 NotImplemented",
        "[2,\"19\",\"ask\",{}] | 19 NotImplemented | 19 NotImplemented | 19 NotImplemented",
        "[2,\"19\",\"Order\",{}] | 19 NotSupported | 19 NotSupported | 19 NotSupported",
        "[2,\"19\",\"Ask\"] | 19 FormationViolation | 19 RpcFrameworkError | 19 RpcFrameworkError",
        "[2,\"19\",\"Ask\",null] | 19 FormationViolation | 19 FormatViolation | 19 FormatViolation",
        "[2,\"19\",\"Ask\",[]] | 19 FormationViolation | 19 FormatViolation | 19 FormatViolation",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\" | 19 FormationViolation | 19 FormatViolation | 19 FormatViolation",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\",\"x\":1}] | 19 FormationViolation | 19 FormatViolation | 19 FormatViolation",
        "[2,\"19\",\"Ask\",{}] | 19 OccurenceConstraintViolation | 19 OccurrenceConstraintViolation | 19 OccurrenceConstraintViolation",
        "[2,\"19\",\"Ask\",{\"word\":5}] | 19 TypeConstraintViolation | 19 TypeConstraintViolation | 19 TypeConstraintViolation",
        "[2,\"19\",\"Ask\",{\"word\":\"larger\"}] | 19 PropertyConstraintViolation | 19 PropertyConstraintViolation | 19 PropertyConstraintViolation",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\"},1] | 19 FormationViolation | 19 RpcFrameworkError | 19 RpcFrameworkError",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\"}]x | 19 FormationViolation | 19 RpcFrameworkError | 19 RpcFrameworkError",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\"} | 19 FormationViolation | 19 FormatViolation | 19 FormatViolation",
        "[3,\"other\",{}] | silence other | silence other | silence other",
        "[3,\"ours\",null] | silence ours | silence ours | 5 ours FormatViolation",
        "[3,\"ours\",{\"x\":1}] | silence ours | silence ours | 5 ours FormatViolation",
        "[3,\"ours\", | silence ours | silence ours | 5 ours FormatViolation",
        "[3,\"ours\"] | silence ours | silence ours | 5 ours RpcFrameworkError",
        "[3] | silence null | silence null | silence null",
        "[4,\"other\",\"GenericError\",\"\",{}] | silence other | silence other | silence other",
        "[4,\"ours\",\"GenericError\"] | silence ours | silence ours | silence ours",
        "[4,\"ours\",5,\"\",{}] | silence ours | silence ours | silence ours",
        "[4,\"ours\",\"GenericError\",\"\",null] | silence ours | silence ours | silence ours",
        "[4,\"ours\",\"GenericError\",\"\",{}, | silence ours | silence ours | silence ours"
      })
  void shouldJudgeBrokenFramesAsTheVersionSays(String text, String v16, String v201, String v21) {
    String[] due = {v16, v201, v21};
    for (OcppVersion version : OcppVersion.values()) {
      String verdict = verdict(version, strict(version, text));
      String expected = due[version.ordinal()];
      if (expected.startsWith("silence")) {
        assertThat(verdict).as("%s in %s", text, version).isEqualTo(expected);
      } else if (expected.equals("ok")) {
        assertThat(verdict).as("%s in %s", text, version).isEqualTo("ok " + text);
      } else {
        String[] words = expected.split(" ");
        String type = words.length == 3 ? words[0] : "4";
        String begin = "[%s,\"%s\",\"%s\",\"";
        assertThat(verdict)
            .as("%s in %s", text, version)
            .startsWith(begin.formatted(type, words[words.length - 2], words[words.length - 1]))
            .endsWith("\",{}]");
      }
    }
  }

  @ParameterizedTest
  @EnumSource
  void shouldRefuseWhatARecordItselfRefuses(OcppVersion version) {
    assertThat(verdict(version, strict(version, "[2,\"19\",\"Fragile\",{\"id\":12}]")))
        .startsWith("ok ");
    assertThat(verdict(version, strict(version, "[2,\"19\",\"Fragile\",{\"id\":13}]")))
        .isEqualTo("[4,\"19\",\"InternalError\",\"IllegalStateException\",{}]");
  }

  @Test
  void shouldNameWhatItRefuses() {
    Inbound.Refused refused =
        (Inbound.Refused) strict(OcppVersion.V1_6, "[2,\"19\",\"Ask\",{\"word\":5}]");

    assertThat(refused.messageId()).isEqualTo("19");
    assertThat(refused.action()).isEqualTo("Ask");
    assertThat(refused.reason()).isEqualTo("$.word: not a string");
  }

  @Test
  void shouldHandleMessageIdsOfMoreThan36Characters() {
    String id = "i".repeat(37);
    String text = "[2,\"" + id + "\",\"Ask\",{\"word\":\"hi\"}]";

    assertThat(verdict(OcppVersion.V1_6, strict(OcppVersion.V1_6, text)))
        .startsWith("[4,\"" + id + "\",\"FormationViolation\"");
    assertThat(verdict(OcppVersion.V2_0_1, strict(OcppVersion.V2_0_1, text)))
        .startsWith("[4,\"-1\",\"RpcFrameworkError\"");
    for (OcppVersion version : OcppVersion.values()) {
      Inbound.Received received = (Inbound.Received) tolerant(version, text);
      assertThat(received.frame().messageId()).isEqualTo(id);
      assertThat(received.deviations())
          .containsExactly(Deviation.of("frame[1]", DeviationKind.FrameForm, id, id));
    }
    String endless = text.replace(id, "i".repeat(300));
    assertThat(tolerant(OcppVersion.V1_6, endless)).isInstanceOf(Inbound.Unusable.class);
    assertThat(verdict(OcppVersion.V2_1, tolerant(OcppVersion.V2_1, endless)))
        .startsWith("[4,\"-1\",\"RpcFrameworkError\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[\"2\",\"19\",\"Ask\",{\"word\":\"hi\"}] | frame[0] | NumberAsString",
        "[2,19,\"Ask\",{\"word\":\"hi\"}] | frame[1] | StringAsNumber",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\"},null,{}] | frame[4] | FrameForm",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\"}]] | frame[5] | BrokenJson",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\",\"number\":,}] | frame | BrokenJson",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\",}] | frame | BrokenJson",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\"} , ] | frame | BrokenJson",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\"},] | frame | BrokenJson",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\",,}] | |",
        "['2','19','Ask',{'word':'hi'}] | frame | BrokenJson",
        "[2,\"19\",\"Ask\",{word:\"hi\"}] | frame | BrokenJson",
        "\uFEFF[2,\"19\",\"Ask\",{\"word\":\"hi\"}] | frame | BrokenJson",
        "[2,\"19\",\"Ask\",{\"word\":'hi | |",
        "[2,\"19\",\"Ask\",{\"word\":hi | |",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\",\"number\":nul | |",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\",\"number\":}] | frame | BrokenJson",
        "[2,\"19\",\"Ask\",{\"number\": ,\"word\":\"hi\"}] | frame | BrokenJson",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\"} | frame | BrokenJson",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\" | frame | BrokenJson",
        "[2,\"19\",\"Ask\",{\"word\":\"h | |",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\",\"number\":12 | |",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\", | |",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\",\"number\" | |",
        "[2,\"19\",\"Ask\",{\"word\":\"hi\",\"number\":]}] | |"
      })
  void shouldRepairFramesOnlyWhereTheMeaningIsClear(String text, String path, String kind) {
    for (OcppVersion version : OcppVersion.values()) {
      assertThat(strict(version, text)).isNotInstanceOf(Inbound.Received.class);
      Inbound inbound = tolerant(version, text);
      if (kind == null) {
        assertThat(verdict(version, inbound)).startsWith("[4,\"19\",\"Form");
        continue;
      }
      Inbound.Received received = (Inbound.Received) inbound;
      assertThat(received.frame()).isEqualTo(new Frame.Call("19", ASK, new AskRequest("hi", null)));
      assertThat(received.deviations().get(0).path()).isEqualTo(path);
      assertThat(received.deviations().get(0).kind()).isEqualTo(kind);
    }
  }

  @Test
  void shouldNotMendWhatStandsInsideStrings() {
    String text = "[2,\"19\",\"Ask\",{\"word\":\"\\\":,}\",\"number\":}]";

    Inbound.Received received = (Inbound.Received) tolerant(OcppVersion.V1_6, text);

    assertThat(received.frame())
        .isEqualTo(new Frame.Call("19", ASK, new AskRequest("\":,}", null)));
  }

  /** What stands between the quotation marks of a word, and what is read. */
  static Stream<Arguments> words() {
    return Stream.of(
        Arguments.of("a\tb", "a\tb"),
        Arguments.of("a\nb", "a\nb"),
        Arguments.of("a\u0001b", "a\u0001b"),
        Arguments.of("a\u001fb", "a\u001fb"),
        Arguments.of("a\u0000b", "ab"),
        Arguments.of("a\\xb", "a\\xb"),
        Arguments.of("a\\'b", "a'b"),
        Arguments.of("a\\u00", "a\\u00"),
        Arguments.of("\\u12g4", "\\u12g4"));
  }

  @ParameterizedTest
  @MethodSource("words")
  void shouldReadCharactersThatNoStringOfJsonMayHold(String written, String meant) {
    String text = "[2,\"19\",\"Ask\",{\"word\":\"" + written + "\"}]";
    for (OcppVersion version : OcppVersion.values()) {
      assertThat(strict(version, text)).isNotInstanceOf(Inbound.Received.class);
      if (meant.length() > 5) {
        // Longer than the word may be, so refused by name and no more as broken JSON.
        assertThat(verdict(version, tolerant(version, text)))
            .startsWith("[4,\"19\",\"PropertyConstraintViolation\"");
        continue;
      }
      Inbound.Received received = (Inbound.Received) tolerant(version, text);
      assertThat(received.frame())
          .isEqualTo(new Frame.Call("19", ASK, new AskRequest(meant, null)));
      assertThat(received.deviations().get(0).kind()).isEqualTo(DeviationKind.BrokenJson.name());
    }
  }

  @ParameterizedTest
  @CsvSource({"007,7", "+7,7", "7.,7", "NaN,", "-Infinity,", "0x1,", "undefined,"})
  void shouldReadNumbersThatJsonDoesNotHave(String written, @Nullable Long meant) {
    String text = "[2,\"19\",\"Ask\",{\"word\":\"hi\",\"number\":" + written + "}]";
    Inbound.Received received = (Inbound.Received) tolerant(OcppVersion.V2_0_1, text);

    assertThat(received.frame()).isEqualTo(new Frame.Call("19", ASK, new AskRequest("hi", meant)));
    assertThat(received.deviations())
        .extracting(Deviation::kind)
        .containsExactly("BrokenJson", meant == null ? "BrokenField" : "NumberAsString");
  }

  @Test
  void shouldQuoteThePlaceOfTheRepairAndNameWhatIsRefusedAfterIt() {
    String text = "[2,\"19\",\"Ask\",{\"x\":\"" + "y".repeat(1_000) + "\",\"word\":\"a\tb\"}]";
    Inbound.Received received = (Inbound.Received) tolerant(OcppVersion.V1_6, text);

    assertThat(received.deviations().get(0).raw()).startsWith("yyy").endsWith("a\tb\"}]");
    assertThat(received.deviations().get(0).repaired()).endsWith("a\\u0009b\"}]");
    assertThat(verdict(OcppVersion.V1_6, tolerant(OcppVersion.V1_6, "\uFEFF[2,\"19\",\"Nix\",{}]")))
        .startsWith("[4,\"19\",\"NotImplemented\"");
    assertThat(tolerant(OcppVersion.V1_6, "\uFEFFhello")).isInstanceOf(Inbound.Unusable.class);
  }

  @Test
  void shouldReadACallWithoutPayloadWhenTolerant() {
    FrameCodec charger =
        new FrameCodec(
            OcppVersion.V1_6, ActionTable.of(ASK, ORDER, STREAM), Direction.FROM_CENTRAL);

    Inbound.Received received =
        (Inbound.Received) charger.decode("[2,\"19\",\"Order\"]", Reading.TOLERANT, id -> null);

    assertThat(received.frame()).isEqualTo(new Frame.Call("19", ORDER, new OrderRequest(null)));
    assertThat(received.deviations())
        .extracting(Deviation::kind)
        .containsExactly(DeviationKind.NullPayload.name());
    assertThat(charger.decode("[2,\"19\",\"Ask\",{}]", Reading.TOLERANT, id -> null))
        .isInstanceOfSatisfying(
            Inbound.Refused.class,
            refused ->
                assertThat(((Frame.CallError) refused.answer()).code())
                    .isEqualTo(ErrorCode.NotSupported));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[4,\"ours\",\"Oops\",\"d\",{}] | GenericError",
        "[4,\"ours\",\"OccurenceConstraintViolation\",\"d\",{}] | OccurrenceConstraintViolation",
        "[4,\"ours\",\"FormationViolation\",\"d\",{}] | FormatViolation",
        "[4,\"ours\",\"internalerror\",\"d\",{}] | InternalError",
        "[4,\"ours\",\"NotSupported\"] | NotSupported",
        "[4,\"ours\",\"NotSupported\",null,\"x\"] | NotSupported",
        "[4,\"ours\",\"NotSupported\",{\"a\":[]}] | NotSupported",
        "[4,\"ours\",\"NotSupported\",\"d\",[{}],1] | NotSupported"
      })
  void shouldReadCallErrorsHoweverTheyAreSpelled(String text, ErrorCode code) {
    Inbound.Received received = (Inbound.Received) tolerant(OcppVersion.V2_0_1, text);

    assertThat(((Frame.CallError) received.frame()).code()).isEqualTo(code);
    assertThat(((Frame.CallError) received.frame()).detailsJson()).isEqualTo("{}");
    assertThat(received.deviations()).isNotEmpty();
  }

  @Test
  void shouldCutDescriptionsAndNeverWriteBrokenDetails() {
    FrameCodec codec = TestActions.codec(OcppVersion.V2_0_1);
    String plugs = "\uD83D\uDD0C".repeat(200);

    assertThat(codec.encode(new Frame.CallError("1", ErrorCode.GenericError, plugs, "{]")))
        .isEqualTo("[4,\"1\",\"GenericError\",\"" + "\uD83D\uDD0C".repeat(127) + "\",{}]");
    assertThat(codec.encode(new Frame.CallError("1", ErrorCode.GenericError, "", "{} ,1")))
        .isEqualTo("[4,\"1\",\"GenericError\",\"\",{}]");
    Inbound.Received received =
        (Inbound.Received)
            strict(
                OcppVersion.V2_0_1, "[4,\"ours\",\"GenericError\",\"" + "x".repeat(300) + "\",{}]");
    assertThat(((Frame.CallError) received.frame()).description()).hasSize(255);
  }

  @Test
  void shouldEscapeWhatItEchoes() {
    String action = "\\\"],\\u0000<" + "x".repeat(1000);

    String answer =
        verdict(
            OcppVersion.V2_1,
            strict(OcppVersion.V2_1, "[2,\"\\u0007\\\"\",\"" + action + "\",{}]"));

    assertThat(answer)
        .startsWith("[4,\"\\u0007\\\"\",\"NotImplemented\",\"unknown action \\\"],\\u0000<xx")
        .hasSizeLessThan(300);
  }

  @Test
  void shouldWriteTheErrorCodesOfEachVersion() {
    assertThat(ErrorCode.FormatViolation.wire(OcppVersion.V1_6)).isEqualTo("FormationViolation");
    assertThat(ErrorCode.OccurrenceConstraintViolation.wire(OcppVersion.V1_6))
        .isEqualTo("OccurenceConstraintViolation");
    List<String> v16 =
        List.of(
            "NotImplemented NotSupported InternalError ProtocolError SecurityError FormationViolation PropertyConstraintViolation OccurenceConstraintViolation TypeConstraintViolation GenericError"
                .split(" "));
    for (ErrorCode code : ErrorCode.values()) {
      assertThat(v16).contains(code.wire(OcppVersion.V1_6));
      assertThat(code.wire(OcppVersion.V2_0_1)).isEqualTo(code.name());
      assertThat(ErrorCode.parse(code.wire(OcppVersion.V2_1))).contains(code);
    }
  }

  @Test
  void shouldKnowVersionsByTheirSubprotocol() {
    for (OcppVersion version : OcppVersion.values()) {
      assertThat(OcppVersion.ofSubprotocol(version.subprotocol())).contains(version);
    }
    assertThat(OcppVersion.ofSubprotocol("ocpp1.5")).isEmpty();
  }

  @Test
  void shouldRefuseTwoActionsOfOneName() {
    assertThatIllegalArgumentException().isThrownBy(() -> ActionTable.of(ASK, ASK));
  }
}
