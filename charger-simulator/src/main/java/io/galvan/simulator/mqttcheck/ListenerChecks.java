package io.galvan.simulator.mqttcheck;

import io.galvan.simulator.mqttcheck.MqttCheck.Entry;
import io.netty.handler.codec.mqtt.MqttMessageType;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** What a central system's own listener must do for a station; the station speaks OCPP 1.6. */
final class ListenerChecks {
  private static final byte[] ONLINE = "online".getBytes(StandardCharsets.UTF_8);
  private static final int CALLS_AT_A_TIME = 5;

  /** A CALL of 1 MB less what its frame needs. */
  private static final int LARGE_DATA = BrokerChecks.LARGE_BYTES - 200;

  static final List<Entry> TABLE =
      List.of(
          new Entry("boot", "a BootNotification is answered", ListenerChecks::boot),
          new Entry(
              "ahead",
              BrokerChecks.AHEAD + " CALLs before the first answer",
              ListenerChecks::ahead),
          new Entry("large", "a CALL of 1 MB", ListenerChecks::large),
          new Entry("status", "a retained status and a last will", ListenerChecks::status),
          new Entry("keep-alive", "a silent station is closed", ListenerChecks::silence),
          new Entry("foreign", "topics of others are refused", ListenerChecks::foreign),
          new Entry(
              "session",
              "the subscription is kept for the next connection",
              ListenerChecks::session),
          new Entry("takeover", "a second connection takes over", BrokerChecks::takeover),
          Version5Checks.CONN_ACK,
          Version5Checks.TAKEOVER,
          new Entry("v5-receive-maximum", "one message at a time", ListenerChecks::oneAtATime));

  private ListenerChecks() {}

  /** A station that is connected, has subscribed and was answered its boot. */
  private static Client booted(Bench bench, Login login) throws CheckFailed, InterruptedException {
    Client station = bench.connect(login);
    station.subscribe(bench.topic("down"));
    send(
        bench,
        station,
        "boot",
        "BootNotification",
        "{\"chargePointVendor\":\"Galvan\",\"chargePointModel\":\"check-mqtt\"}");
    answer(bench, station, "boot");
    return station;
  }

  private static void send(Bench bench, Client station, String id, String action, String payload) {
    String frame = "[2,\"" + id + "\",\"" + action + "\"," + payload + "]";
    station.publishAhead(bench.topic("up"), frame.getBytes(StandardCharsets.UTF_8), false);
  }

  /** Waits for the answer to a CALL: a result, or an error, which is an answer, too. */
  private static Packet answer(Bench bench, Client station, String id)
      throws CheckFailed, InterruptedException {
    return station
        .wire()
        .expect("the answer to " + id, packet -> answers(bench, packet) && id.equals(id(packet)));
  }

  private static boolean answers(Bench bench, Packet packet) {
    return packet.is(MqttMessageType.PUBLISH)
        && packet.topic().equals(bench.topic("down"))
        && !id(packet).isEmpty();
  }

  /** The message id of an answer; empty for what is none, such as a CALL of the central system. */
  private static String id(Packet packet) {
    try {
      JsonArray frame = new JsonArray(packet.text());
      boolean answer = frame.size() > 2 && frame.getInteger(0) != 2;
      return answer ? frame.getString(1) : "";
    } catch (DecodeException | ClassCastException none) {
      return "";
    }
  }

  private static String boot(Bench bench) throws CheckFailed, InterruptedException {
    booted(bench, bench.station());
    return "on " + bench.topic("down");
  }

  private static String ahead(Bench bench) throws CheckFailed, InterruptedException {
    Client station = booted(bench, bench.station());
    for (int i = 0; i < BrokerChecks.AHEAD; i++) {
      send(bench, station, "a" + i, "Heartbeat", "{}");
    }
    for (int i = 0; i < BrokerChecks.AHEAD; i++) {
      String wanted = "a" + i;
      Packet next =
          station
              .wire()
              .expect(
                  "answer " + (i + 1) + " of " + BrokerChecks.AHEAD,
                  packet -> answers(bench, packet));
      if (!id(next).equals(wanted)) {
        throw new CheckFailed("the answer to " + id(next) + " came before that to " + wanted);
      }
    }
    return BrokerChecks.AHEAD + " answers in order";
  }

  private static String large(Bench bench) throws CheckFailed, InterruptedException {
    Client station = booted(bench, bench.station());
    send(
        bench,
        station,
        "large",
        "DataTransfer",
        "{\"vendorId\":\"check-mqtt\",\"data\":\"" + "x".repeat(LARGE_DATA) + "\"}");
    answer(bench, station, "large");
    return "answered";
  }

  private static String status(Bench bench) throws CheckFailed, InterruptedException {
    Client station = bench.connect(bench.station().will(bench.topic("status")));
    station.publish(bench.topic("status"), ONLINE, true);
    return "acknowledged";
  }

  private static String silence(Bench bench) throws CheckFailed, InterruptedException {
    Client station = bench.connect(bench.station().keepAlive(1));
    if (!station.wire().awaitClose(bench.patience().plus(BrokerChecks.SILENCE))) {
      throw new CheckFailed("a station with a keep-alive of 1 s is still connected");
    }
    return "closed";
  }

  private static String foreign(Bench bench) throws CheckFailed, InterruptedException {
    String others = bench.topic(bench.stationId() + "-other", "down");
    Client station = bench.connect(bench.station());
    try {
      if (!station.trySubscribing(others).refused()) {
        throw new CheckFailed("it may subscribe to " + others);
      }
    } catch (CheckFailed failed) {
      if (!station.wire().closed()) {
        throw failed;
      }
      return "the connection is closed";
    }
    return "SUBACK 0x80";
  }

  private static String session(Bench bench) throws CheckFailed, InterruptedException {
    Client station = bench.connect(bench.station().keepingSession());
    try {
      station.subscribe(bench.topic("down"));
      station.wire().cut();
      Client again = bench.connect(bench.station().keepingSession());
      if (!again.connAck().sessionPresent()) {
        throw new CheckFailed("the next connection finds no session");
      }
      send(bench, again, "again", "Heartbeat", "{}");
      answer(bench, again, "again");
      return "answered without subscribing again";
    } finally {
      bench.forget(bench.station());
    }
  }

  private static String oneAtATime(Bench bench) throws CheckFailed, InterruptedException {
    Client station = booted(bench, bench.station().version5().receiveMaximum(1));
    station.wire().holdAcknowledgements();
    for (int i = 0; i < CALLS_AT_A_TIME; i++) {
      send(bench, station, "o" + i, "Heartbeat", "{}");
    }
    return Version5Checks.oneByOne(station, CALLS_AT_A_TIME);
  }
}
