package io.galvan.ocpp.rpc;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.Shape;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Reads and writes the frames of one version. Without state: one serves all connections. */
public final class FrameCodec {
  /** Of a repair, so many characters before it are quoted. */
  private static final int QUOTED_BEFORE = 60;

  private final OcppVersion version;
  private final ActionTable actions;
  private final Direction received;

  /** The codec of a central system: it takes the calls of chargers. */
  public FrameCodec(OcppVersion version, ActionTable actions) {
    this(version, actions, Direction.FROM_CHARGER);
  }

  /** A codec that takes the calls that come from one side. */
  public FrameCodec(OcppVersion version, ActionTable actions, Direction received) {
    this.version = version;
    this.actions = actions;
    this.received = received;
  }

  /** The version whose frames these are. */
  public OcppVersion version() {
    return version;
  }

  /** The actions that are known. */
  public ActionTable actions() {
    return actions;
  }

  /**
   * The verdict on a text. Never throws, whatever the text.
   *
   * @param pending the action of our own outstanding CALL with that message id; null when none is
   */
  public Inbound decode(
      String text, Reading mode, Function<String, @Nullable Action<?, ?>> pending) {
    return decode(text, mode, pending, InstantSource.system());
  }

  /**
   * The same.
   *
   * @param received tells the time of receipt, which may stand for a time that cannot be read
   */
  public Inbound decode(
      String text,
      Reading mode,
      Function<String, @Nullable Action<?, ?>> pending,
      InstantSource received) {
    List<Deviation> deviations = new ArrayList<>(0);
    FrameReader reader = new FrameReader(this, mode, pending, deviations, received);
    Inbound verdict = reader.read(text);
    if (mode == Reading.STRICT || !reader.foundBrokenJson()) {
      return verdict;
    }
    String mended = BrokenJson.mend(text);
    if (mended == null) {
      return verdict;
    }
    List<Deviation> more = new ArrayList<>();
    more.add(broken(text, mended));
    FrameReader again = new FrameReader(this, mode, pending, more, received);
    Inbound second = again.read(mended);
    return again.foundBrokenJson() ? verdict : second;
  }

  /** Quotes the place of the first repair. */
  private static Deviation broken(String text, String mended) {
    int same = 0;
    while (same < Math.min(text.length(), mended.length())
        && text.charAt(same) == mended.charAt(same)) {
      same++;
    }
    int from = Math.max(0, same - QUOTED_BEFORE);
    return Deviation.of(
        "frame", DeviationKind.BrokenJson, text.substring(from), mended.substring(from));
  }

  /**
   * The text of a frame.
   *
   * @throws IllegalArgumentException for a frame that the version does not have
   * @throws io.galvan.ocpp.shape.Violation for a payload that lacks a required field
   */
  public String encode(Frame frame) {
    StringWriter out = new StringWriter(256);
    try (JsonGenerator generator = Json.generator(out)) {
      generator.writeStartArray();
      generator.writeNumber(messageType(frame));
      generator.writeString(frame.messageId());
      if (frame instanceof Frame.Call call) {
        generator.writeString(call.action().name());
        payload(generator, call.payload());
      } else if (frame instanceof Frame.CallResult result) {
        payload(generator, result.payload());
      } else if (frame instanceof Frame.CallError error) {
        error(generator, error.code(), error.description(), error.detailsJson());
      } else if (frame instanceof Frame.CallResultError error) {
        error(generator, error.code(), error.description(), error.detailsJson());
      } else if (frame instanceof Frame.Send send) {
        generator.writeString(send.action().name());
        payload(generator, send.payload());
      }
      generator.writeEndArray();
    } catch (IOException onStrings) {
      throw new UncheckedIOException(onStrings);
    }
    return out.toString();
  }

  private int messageType(Frame frame) {
    if (frame instanceof Frame.Call) {
      return FrameReader.CALL;
    } else if (frame instanceof Frame.CallResult) {
      return FrameReader.CALLRESULT;
    } else if (frame instanceof Frame.CallError) {
      return FrameReader.CALLERROR;
    }
    if (version != OcppVersion.V2_1) {
      throw new IllegalArgumentException(
          frame.getClass().getSimpleName() + " in " + version.subprotocol());
    }
    return frame instanceof Frame.Send ? FrameReader.SEND : FrameReader.CALLRESULTERROR;
  }

  private void payload(JsonGenerator generator, Record payload) throws IOException {
    write(generator, Shape.of(payload.getClass(), version), payload);
  }

  private static <T extends Record> void write(
      JsonGenerator generator, Shape<T> shape, Record payload) throws IOException {
    shape.write(generator, shape.type().cast(payload));
  }

  private void error(JsonGenerator generator, ErrorCode code, String description, String details)
      throws IOException {
    generator.writeString(code.wire(version));
    generator.writeString(cut(description, Frame.DESCRIPTION_BOUND));
    generator.writeRawValue(object(details));
  }

  /** The details again as compact JSON; an empty object when they are no JSON object. */
  private static String object(String details) {
    try (JsonParser parser = Json.parser(details)) {
      if (parser.nextToken() == JsonToken.START_OBJECT) {
        String text = Json.textOf(parser);
        if (parser.nextToken() == null) {
          return text;
        }
      }
    } catch (IOException broken) {
      return "{}";
    }
    return "{}";
  }

  /** A text cut to a length, never within a character of two units. */
  static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    return text.substring(0, Character.isHighSurrogate(text.charAt(most - 1)) ? most - 1 : most);
  }

  boolean takes(Action<?, ?> action) {
    return action.direction().allows(received);
  }
}
