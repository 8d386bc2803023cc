package io.galvan.simulator.quirk;

import static io.galvan.simulator.quirk.Behaviour.approaching;

import io.galvan.simulator.transport.ws.Approach;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** How stations connect and boot. */
final class ConnectionQuirks {
  private static final HexFormat HEX = HexFormat.of();

  private ConnectionQuirks() {}

  static Behaviour percentEncoded() {
    return approaching(
        usual -> {
          StringBuilder encoded = new StringBuilder();
          for (byte octet : usual.identity().getBytes(StandardCharsets.US_ASCII)) {
            // What is encoded already stays so.
            encoded.append(
                usual.identity().indexOf('%') >= 0
                    ? String.valueOf((char) octet)
                    : "%" + HEX.toHexDigits(octet));
          }
          return usual.at(usual.endpoint() + "/" + encoded);
        });
  }

  static Behaviour pastedUrl() {
    return approaching(
        usual ->
            usual.at(usual.endpoint() + "/ws://central.example/" + usual.identity() + "/SN-1"));
  }

  static Behaviour otherCase() {
    return approaching(
        usual -> {
          String lower = usual.identity().toLowerCase(Locale.ROOT);
          String identity = lower.equals(usual.identity()) ? lower.toUpperCase(Locale.ROOT) : lower;
          return usual.at(usual.endpoint() + "/" + identity);
        });
  }

  static Behaviour offering(String... subprotocols) {
    return approaching(usual -> usual.offering(List.of(subprotocols)));
  }

  /** Stations know their key as text, as bytes, or as the hexadecimal text of these. */
  static Behaviour passwordAsHex() {
    return approaching(
        usual ->
            usual.password() == null
                ? usual
                : usual.with(HEX.formatHex(usual.password()).getBytes(StandardCharsets.US_ASCII)));
  }

  static Behaviour passwordAsBytes() {
    return approaching(ConnectionQuirks::bytesOfHex);
  }

  private static Approach bytesOfHex(Approach usual) {
    byte[] password = usual.password();
    try {
      return password == null
          ? usual
          : usual.with(HEX.parseHex(new String(password, StandardCharsets.US_ASCII)));
    } catch (IllegalArgumentException noHex) {
      return usual;
    }
  }

  static Behaviour secondSocket() {
    return new Behaviour() {
      @Override
      public boolean doubles() {
        return true;
      }
    };
  }

  static Behaviour droppedAfter(Duration silence) {
    return new Behaviour() {
      @Override
      public @Nullable Duration patience() {
        return silence;
      }
    };
  }

  /** Boots only when it is asked to, and believes to be accepted. */
  static Behaviour noBoot() {
    return new Behaviour() {
      private boolean asked;

      @Override
      public void hears(Message message, Line line) {
        asked |=
            (message.is("TriggerMessage") || message.is("ExtendedTriggerMessage"))
                && "BootNotification".equals(message.payload().getString("requestedMessage"));
      }

      @Override
      public void sends(Message message, Line line) {
        if (!message.isTheStations("BootNotification")) {
          return;
        }
        if (asked) {
          asked = false;
          return;
        }
        message.withhold();
        line.pretend(
            message.id(),
            new JsonObject()
                .put("status", "Accepted")
                .put("currentTime", line.now().toString())
                .put("interval", 300));
      }
    };
  }

  static Behaviour early() {
    return Behaviour.sending(
        (message, line) -> {
          if (message.isTheStations("BootNotification")) {
            line.call("Heartbeat", new JsonObject());
            line.call("StatusNotification", status(0));
          }
        });
  }

  private static JsonObject status(int connectorId) {
    return new JsonObject()
        .put("connectorId", connectorId)
        .put("errorCode", "NoError")
        .put("status", "Available");
  }

  /** Boots again whenever its measurands are set. */
  static Behaviour bootLoop() {
    return Behaviour.hearing(
        (message, line) -> {
          if (message.is("ChangeConfiguration")
              && message.payload().getString("key", "").endsWith("Data")) {
            line.call(
                "BootNotification",
                new JsonObject()
                    .put("chargePointVendor", "Galvan")
                    .put("chargePointModel", "Loop"));
          }
        });
  }
}
