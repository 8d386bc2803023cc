package io.galvan.simulator.quirk;

import static io.galvan.simulator.quirk.Behaviour.calling;
import static io.galvan.simulator.quirk.Behaviour.hearing;
import static io.galvan.simulator.quirk.Behaviour.sending;

import io.vertx.core.json.JsonObject;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/** What stations make of transactions and tags. */
final class TransactionQuirks {
  private static final long NOBODYS_TRANSACTION = 2_000_000_000L;
  private static final long WH_BELOW = 40;
  private static final int TAG_BUFFER = 16;
  private static final Set<String> WITH_TAG =
      Set.of("Authorize", "StartTransaction", "StopTransaction");

  private TransactionQuirks() {}

  static Behaviour meteredAs(long transactionId) {
    return calling(
        "MeterValues",
        payload -> {
          if (payload.containsKey("transactionId")) {
            payload.put("transactionId", transactionId);
          }
        });
  }

  static Behaviour withoutTransactionId() {
    return calling("MeterValues", payload -> payload.remove("transactionId"));
  }

  /** The last sample comes again when the transaction has ended. */
  static Behaviour lateSample() {
    return new Behaviour() {
      private @Nullable JsonObject sample;

      @Override
      public void sends(Message message, Line line) {
        JsonObject last = sample;
        if (message.isTheStations("MeterValues")) {
          sample = message.payload().copy();
        } else if (message.isTheStations("StopTransaction") && last != null) {
          JsonObject again = last.copy();
          again
              .getJsonArray("meterValue")
              .getJsonObject(0)
              .put("timestamp", message.payload().getString("timestamp"));
          line.call("MeterValues", again);
        }
      }
    };
  }

  /** Says yes to a remote start, and does nothing. */
  static Behaviour noStart() {
    return hearing(
        (message, line) -> {
          if (message.is("RemoteStartTransaction")) {
            message.withhold();
            line.answer(message.id(), new JsonObject().put("status", "Accepted"));
          }
        });
  }

  static Behaviour unknownStop() {
    return sending(
        (message, line) -> {
          if (message.isTheStations("StopTransaction")) {
            JsonObject other = message.payload().copy().put("transactionId", NOBODYS_TRANSACTION);
            other.remove("transactionData");
            line.call("StopTransaction", other);
          }
        });
  }

  /** The register counts from 0 in each session. */
  static Behaviour meterReset() {
    return new MessageQuirks.Answers("StartTransaction") {
      private final Map<Integer, Long> atStart = new HashMap<>();
      private final Map<Long, Long> ofTransaction = new HashMap<>();

      @Override
      void answered(JsonObject request, JsonObject answer) {
        Long start = atStart.get(request.getInteger("connectorId"));
        Long id = answer.getLong("transactionId");
        if (start != null && id != null) {
          ofTransaction.put(id, start);
        }
      }

      @Override
      public void sends(Message message, Line line) {
        JsonObject payload = message.payload();
        if (message.isTheStations("StartTransaction")) {
          atStart.put(payload.getInteger("connectorId"), payload.getLong("meterStart"));
          payload.put("meterStart", 0);
        } else if (message.isTheStations("MeterValues")) {
          Long start = atStart.get(payload.getInteger("connectorId"));
          if (start != null) {
            MeterQuirks.register(payload, value -> value - start);
          }
        } else if (message.isTheStations("StopTransaction")) {
          Long start = ofTransaction.remove(payload.getLong("transactionId"));
          if (start != null) {
            payload.put("meterStop", payload.getLong("meterStop") - start);
          }
        }
        super.sends(message, line);
      }
    };
  }

  /** The register at the end lies below the last sample. */
  static Behaviour lowMeterStop() {
    return calling(
        "StopTransaction",
        payload -> payload.put("meterStop", Math.max(0, payload.getLong("meterStop") - WH_BELOW)));
  }

  static Behaviour tags(UnaryOperator<String> change) {
    return sending(
        (message, line) -> {
          if (message.isCall()
              && WITH_TAG.contains(message.action())
              && message.payload().getValue("idTag") instanceof String tag) {
            message.payload().put("idTag", change.apply(tag));
          }
        });
  }

  static Behaviour overlongTags() {
    return sending(
        (message, line) -> {
          if (message.is("StartTransaction")) {
            message.payload().put("idTag", message.payload().getString("idTag") + "0".repeat(25));
          }
        });
  }

  /** A tag of more characters than it has room for makes it crash. */
  static Behaviour crashOnLongTag() {
    return hearing(
        (message, line) -> {
          if (message.is("RemoteStartTransaction")
              && message.payload().getString("idTag", "").length() > TAG_BUFFER) {
            message.withhold();
            line.drop();
          }
        });
  }
}
