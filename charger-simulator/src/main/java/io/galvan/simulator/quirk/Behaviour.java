package io.galvan.simulator.quirk;

import io.galvan.simulator.transport.ws.Approach;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What one quirk does to one station; everything it does not name stays as it is. */
interface Behaviour {
  /** How the connection is asked for. */
  default Approach approaches(Approach usual) {
    return usual;
  }

  /** A connection stands. */
  default void opened() {}

  /** Something goes to the central system. */
  default void sends(Message message, Line line) {}

  /** Something comes from the central system. */
  default void hears(Message message, Line line) {}

  /** The last touch to a text that goes out. */
  default String writes(String text) {
    return text;
  }

  /** How often each CALL is sent. */
  default int times() {
    return 1;
  }

  /** Whether a second connection is opened before the first one is closed. */
  default boolean doubles() {
    return false;
  }

  /** After which silence the connection is lost; null for never. */
  default @Nullable Duration patience() {
    return null;
  }

  /** Asks for the connection in another way. */
  static Behaviour approaching(UnaryOperator<Approach> change) {
    return new Behaviour() {
      @Override
      public Approach approaches(Approach usual) {
        return change.apply(usual);
      }
    };
  }

  /** Changes what is sent. */
  static Behaviour sending(BiConsumer<Message, Line> change) {
    return new Behaviour() {
      @Override
      public void sends(Message message, Line line) {
        change.accept(message, line);
      }
    };
  }

  /** Changes the CALLs of one action. */
  static Behaviour calling(String action, Consumer<JsonObject> change) {
    return sending(
        (message, line) -> {
          if (message.is(action)) {
            change.accept(message.payload());
          }
        });
  }

  /** Deals with what comes from the central system. */
  static Behaviour hearing(BiConsumer<Message, Line> change) {
    return new Behaviour() {
      @Override
      public void hears(Message message, Line line) {
        change.accept(message, line);
      }
    };
  }

  /** Changes the texts of frames. */
  static Behaviour writing(UnaryOperator<String> change) {
    return new Behaviour() {
      @Override
      public String writes(String text) {
        return change.apply(text);
      }
    };
  }
}
