package io.galvan.ocpp.rpc;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads one frame, and remembers how far it got so that a refusal can name what it refuses. */
final class FrameReader {
  static final int CALL = 2;
  static final int CALLRESULT = 3;
  static final int CALLERROR = 4;
  static final int CALLRESULTERROR = 5;
  static final int SEND = 6;

  private static final int UNKNOWN = -1;
  private static final int ID_LENGTH = 36;
  // Longer ids of tolerated chargers are still answered; beyond this they are no ids.
  private static final int LONGEST_ID = 255;
  private static final int ACTION_BOUND = 64;
  private static final String UNREADABLE_ID = "-1";

  private final OcppVersion version;
  private final FrameCodec codec;
  private final Reading mode;
  private final boolean tolerant;
  private final Function<String, @Nullable Action<?, ?>> pending;
  private final List<Deviation> deviations;
  private final InstantSource received;

  private int type = UNKNOWN;
  private @Nullable String messageId;
  private @Nullable String actionName;
  private boolean inPayload;
  private boolean brokenJson;

  FrameReader(
      FrameCodec codec,
      Reading mode,
      Function<String, @Nullable Action<?, ?>> pending,
      List<Deviation> deviations,
      InstantSource received) {
    this.codec = codec;
    this.version = codec.version();
    this.mode = mode;
    this.tolerant = mode == Reading.TOLERANT;
    this.pending = pending;
    this.deviations = deviations;
    this.received = received;
  }

  /** Whether the text could not be read to its end as JSON. */
  boolean foundBrokenJson() {
    return brokenJson;
  }

  Inbound read(String text) {
    try (JsonParser parser = Json.parser(text)) {
      return frame(parser);
    } catch (Violation violation) {
      brokenJson = violation.brokenJson();
      return refuse(violation.code(), violation.path() + ": " + violation.problem());
    } catch (IOException broken) {
      brokenJson = true;
      return refuse(
          inPayload ? ErrorCode.FormatViolation : ErrorCode.RpcFrameworkError, "broken JSON");
    } catch (RuntimeException unexpected) {
      // A record that refuses its own values, say: the sender must not be able to harm us by it.
      return refuse(ErrorCode.InternalError, unexpected.getClass().getSimpleName());
    }
  }

  private Inbound frame(JsonParser parser) throws IOException {
    if (parser.nextToken() != JsonToken.START_ARRAY) {
      return refuse(ErrorCode.RpcFrameworkError, "not a JSON array");
    }
    int found = messageType(parser);
    String problem = messageId(parser);
    if (found == UNKNOWN) {
      return refuse(ErrorCode.RpcFrameworkError, "no message type");
    }
    if (!known(found)) {
      return unknownType(found);
    }
    type = found;
    String id = messageId;
    if (problem != null || id == null) {
      return refuse(ErrorCode.RpcFrameworkError, problem == null ? "no message id" : problem);
    }
    return switch (type) {
      case CALL, SEND -> call(parser, id);
      case CALLRESULT -> result(parser, id);
      default -> error(parser, id);
    };
  }

  private int messageType(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_NUMBER_INT
        && parser.getNumberType() == JsonParser.NumberType.INT) {
      return Math.max(parser.getIntValue(), 0);
    }
    String text = token == JsonToken.VALUE_STRING ? parser.getText().strip() : "";
    if (tolerant && text.length() == 1 && Character.isDigit(text.charAt(0))) {
      deviate(0, DeviationKind.NumberAsString, parser.getText(), text);
      return text.charAt(0) - '0';
    }
    parser.skipChildren();
    return UNKNOWN;
  }

  /** Reads the message id; what is wrong with it, or null. */
  private @Nullable String messageId(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (tolerant && token != null && token.isNumeric()) {
      deviate(1, DeviationKind.StringAsNumber, parser.getText(), parser.getText());
    } else if (token != JsonToken.VALUE_STRING) {
      return "the message id is not a string";
    }
    String text = parser.getText();
    if (text.length() <= ID_LENGTH) {
      messageId = text;
      return null;
    }
    if (text.length() > LONGEST_ID || (!tolerant && version != OcppVersion.V1_6)) {
      return "the message id is longer than 36 characters";
    }
    messageId = text;
    if (!tolerant) {
      return "the message id is longer than 36 characters";
    }
    deviate(1, DeviationKind.FrameForm, text, text);
    return null;
  }

  private boolean known(int found) {
    return (found >= CALL && found <= CALLERROR)
        || (version == OcppVersion.V2_1 && (found == CALLRESULTERROR || found == SEND));
  }

  private Inbound unknownType(int found) {
    String reason = "unknown message type " + found;
    if (version != OcppVersion.V2_0_1) {
      return new Inbound.Unusable(reason, messageId);
    }
    String id = messageId == null ? UNREADABLE_ID : messageId;
    return new Inbound.Refused(
        Frame.CallError.of(id, ErrorCode.MessageTypeNotSupported, reason), reason, messageId, null);
  }

  private Inbound call(JsonParser parser, String id) throws IOException {
    if (parser.nextToken() != JsonToken.VALUE_STRING) {
      return refuse(ErrorCode.RpcFrameworkError, "the action is not a string");
    }
    String name = parser.getText();
    actionName = FrameCodec.cut(name, ACTION_BOUND);
    Optional<Action<?, ?>> found = codec.actions().find(name);
    if (found.isEmpty()) {
      return refuse(ErrorCode.NotImplemented, "unknown action " + actionName);
    }
    Action<?, ?> action = found.get();
    boolean answered = action.response() != NoResponse.class;
    if (!codec.takes(action) || answered != (type == CALL)) {
      return refuse(ErrorCode.NotSupported, name + " is not for this direction or message type");
    }
    Record payload = payload(parser, Shape.of(action.request(), version));
    return ended(
        parser,
        type == CALL ? new Frame.Call(id, action, payload) : new Frame.Send(id, action, payload));
  }

  private Inbound result(JsonParser parser, String id) throws IOException {
    Action<?, ?> action = pending.apply(id);
    if (action == null) {
      return new Inbound.Unusable("a CALLRESULT nobody waits for", id);
    }
    actionName = action.name();
    Record payload = payload(parser, Shape.of(action.response(), version));
    return ended(parser, new Frame.CallResult(id, payload));
  }

  private <T extends Record> T payload(JsonParser parser, Shape<T> shape) throws IOException {
    inPayload = true;
    JsonToken token = parser.nextToken();
    if (token != JsonToken.END_ARRAY) {
      return shape.read(parser, mode, deviations, received);
    }
    if (!tolerant) {
      throw new Violation(ErrorCode.RpcFrameworkError, "$", "no payload");
    }
    return shape.read("null", mode, deviations);
  }

  private Inbound error(JsonParser parser, String id) throws IOException {
    if (type == CALLERROR && pending.apply(id) == null) {
      return new Inbound.Unusable("a CALLERROR nobody waits for", id);
    }
    if (parser.nextToken() != JsonToken.VALUE_STRING) {
      return refuse(ErrorCode.RpcFrameworkError, "the error code is not a string");
    }
    String text = parser.getText();
    Optional<ErrorCode> known = ErrorCode.parse(text.strip());
    if (known.isEmpty() || !known.get().wire(version).equals(text)) {
      String read = known.orElse(ErrorCode.GenericError).wire(version);
      deviate(2, DeviationKind.UnknownEnumValue, text, read);
    }
    String description = description(parser);
    String details = details(parser);
    if (description == null || details == null) {
      return refuse(ErrorCode.RpcFrameworkError, "no description or details");
    }
    ErrorCode code = known.orElse(ErrorCode.GenericError);
    return ended(
        parser,
        type == CALLERROR
            ? new Frame.CallError(id, code, description, details)
            : new Frame.CallResultError(id, code, description, details));
  }

  private @Nullable String description(JsonParser parser) throws IOException {
    JsonToken token = parser.nextToken();
    if (token == JsonToken.VALUE_STRING) {
      String text = parser.getText();
      String cut = FrameCodec.cut(text, Frame.DESCRIPTION_BOUND);
      if (cut.length() < text.length()) {
        deviate(3, DeviationKind.StringTooLong, text, cut);
      }
      return cut;
    }
    if (!tolerant) {
      return null;
    }
    deviate(3, DeviationKind.FrameForm, String.valueOf(token), "");
    if (token != JsonToken.END_ARRAY) {
      parser.skipChildren();
    }
    return "";
  }

  private @Nullable String details(JsonParser parser) throws IOException {
    if (parser.currentToken() == JsonToken.END_ARRAY && parser.getParsingContext().inRoot()) {
      deviate(4, DeviationKind.FrameForm, "", "{}");
      return "{}";
    }
    JsonToken token = parser.nextToken();
    if (token == JsonToken.START_OBJECT) {
      return Json.textOf(parser);
    }
    if (!tolerant) {
      return null;
    }
    deviate(4, DeviationKind.FrameForm, String.valueOf(token), "{}");
    if (token != JsonToken.END_ARRAY) {
      parser.skipChildren();
    }
    return "{}";
  }

  /** The frame as received, once nothing but its end follows. */
  private Inbound ended(JsonParser parser, Frame frame) throws IOException {
    boolean closed =
        parser.currentToken() == JsonToken.END_ARRAY && parser.getParsingContext().inRoot();
    int surplus = 0;
    while (!closed && parser.nextToken() != JsonToken.END_ARRAY) {
      parser.skipChildren();
      surplus++;
    }
    if (surplus > 0) {
      if (!tolerant) {
        return refuse(ErrorCode.RpcFrameworkError, "more elements than the message type has");
      }
      deviate(4, DeviationKind.FrameForm, surplus + " surplus elements", "");
    }
    if (!nothingFollows(parser)) {
      if (!tolerant) {
        return refuse(ErrorCode.RpcFrameworkError, "text after the frame");
      }
      deviate(5, DeviationKind.BrokenJson, "text after the frame", "");
    }
    return new Inbound.Received(frame, deviations);
  }

  private static boolean nothingFollows(JsonParser parser) {
    try {
      return parser.nextToken() == null;
    } catch (IOException garbage) {
      return false;
    }
  }

  private void deviate(int element, DeviationKind kind, String raw, String repaired) {
    if (deviations.size() < Deviation.MOST) {
      deviations.add(Deviation.of("frame[" + element + "]", kind, raw, repaired));
    }
  }

  /** The answer, if the standard has one, for what has been read so far. */
  private Inbound refuse(ErrorCode code, String reason) {
    String id = messageId;
    String description = FrameCodec.cut(reason, Frame.DESCRIPTION_BOUND);
    if (type == CALLRESULT && version == OcppVersion.V2_1 && id != null) {
      return new Inbound.Refused(
          Frame.CallResultError.of(id, code, description), reason, id, actionName);
    }
    boolean maybeCall = type == CALL || (type == UNKNOWN && version != OcppVersion.V1_6);
    if (!maybeCall || (id == null && version == OcppVersion.V1_6)) {
      return new Inbound.Unusable(reason, id);
    }
    return new Inbound.Refused(
        Frame.CallError.of(id == null ? UNREADABLE_ID : id, code, description),
        reason,
        id,
        actionName);
  }
}
