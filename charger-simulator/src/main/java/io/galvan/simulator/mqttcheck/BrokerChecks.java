package io.galvan.simulator.mqttcheck;

import io.galvan.simulator.mqttcheck.MqttCheck.Entry;
import io.netty.handler.codec.mqtt.MqttMessageType;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;

/** What a broker must do between stations and a central system that reads them all. */
final class BrokerChecks {
  static final int AHEAD = 150;
  static final int LARGE_BYTES = 1 << 20;
  private static final int IN_ORDER = 500;
  private static final int SHARED = 40;
  private static final int BACKLOG = 2_000;
  private static final Duration A_WHILE = Duration.ofMillis(200);

  /** A server closes a station that is silent for one and a half of its keep-alive. */
  static final Duration SILENCE = Duration.ofSeconds(3);

  private static final byte[] ONLINE = "online".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = {};

  /** The characters of identifierString in OCPP 2.x, and those that topics give a meaning to. */
  private static final List<String> ODD_NAMES =
      List.of("*", "-", "_", "=", ":", "+", "|", "@", ".", "/", "#", "%", " ", "é", "\"", "&", "$");

  static final List<Entry> TABLE =
      List.of(
          new Entry("qos-1", "a station's message is acknowledged and read", BrokerChecks::qos1),
          new Entry("order", IN_ORDER + " messages arrive in order", BrokerChecks::order),
          new Entry("ahead", AHEAD + " messages before the first PUBACK", BrokerChecks::ahead),
          new Entry("large", "a message of 1 MB", BrokerChecks::large),
          new Entry("retained", "a status is kept for who comes later", BrokerChecks::retained),
          new Entry("last-will", "a broken connection tells the last will", BrokerChecks::will),
          new Entry("keep-alive", "a silent station's last will is told", BrokerChecks::silence),
          new Entry("goodbye", "DISCONNECT drops the last will", BrokerChecks::goodbye),
          new Entry("shared", "two readers share a subscription", BrokerChecks::shared),
          new Entry(
              "session",
              "a station's messages wait for it",
              bench -> session(bench, bench::station)),
          new Entry("again", "what was not acknowledged comes again", BrokerChecks::again),
          new Entry("backlog", BACKLOG + " messages wait for a reader", BrokerChecks::backlog),
          new Entry("takeover", "a second connection takes over", BrokerChecks::takeover),
          new Entry("names", "client ids with odd characters", BrokerChecks::names));

  private BrokerChecks() {}

  private static String qos1(Bench bench) throws CheckFailed, InterruptedException {
    Client reader = bench.reader("reader", bench.everyStations("up"));
    Client station = bench.connect(bench.station());
    station.publish(bench.topic("up"), "[2,\"1\",\"Heartbeat\",{}]");
    Packet read = reader.message(bench.topic("up"));
    if (read.qos() != 1) {
      throw new CheckFailed("it came with QoS " + read.qos());
    }
    station.subscribe(bench.topic("down"));
    reader.publish(bench.topic("down"), "[3,\"1\",{}]");
    station.message(bench.topic("down"));
    return "up and down";
  }

  private static String order(Bench bench) throws CheckFailed, InterruptedException {
    return inOrder(bench, IN_ORDER);
  }

  private static String ahead(Bench bench) throws CheckFailed, InterruptedException {
    return inOrder(bench, AHEAD);
  }

  private static String inOrder(Bench bench, int messages)
      throws CheckFailed, InterruptedException {
    Client reader = bench.reader("reader", bench.everyStations("up"));
    Client station = bench.connect(bench.station());
    station.publishAhead(bench.topic("up"), messages);
    reader.messagesInOrder(bench.topic("up"), messages);
    return messages + " of " + messages;
  }

  private static String large(Bench bench) throws CheckFailed, InterruptedException {
    Client reader = bench.reader("reader", bench.everyStations("up"));
    byte[] payload = new byte[LARGE_BYTES];
    Arrays.fill(payload, (byte) 'x');
    bench.connect(bench.station()).publish(bench.topic("up"), payload, false);
    int came = reader.message(bench.topic("up")).payload().length;
    if (came != LARGE_BYTES) {
      throw new CheckFailed(came + " bytes arrived of " + LARGE_BYTES);
    }
    return LARGE_BYTES + " bytes";
  }

  private static String retained(Bench bench) throws CheckFailed, InterruptedException {
    Client station = bench.connect(bench.station());
    station.publish(bench.topic("status"), ONLINE, true);
    try {
      Client late = bench.reader("late", bench.everyStations("status"));
      Packet kept = late.message(bench.topic("status"));
      if (!kept.retained()) {
        throw new CheckFailed("it came, but not as a retained message");
      }
      return "online";
    } finally {
      station.publish(bench.topic("status"), NOTHING, true);
    }
  }

  private static String will(Bench bench) throws CheckFailed, InterruptedException {
    Client reader = bench.reader("reader", bench.everyStations("status"));
    Client station = bench.connect(bench.station().will(bench.topic("status")));
    station.publish(bench.topic("status"), ONLINE, true);
    reader.message(bench.topic("status"));
    station.wire().cut();
    return told(bench, reader, bench.patience());
  }

  private static String silence(Bench bench) throws CheckFailed, InterruptedException {
    Client reader = bench.reader("reader", bench.everyStations("status"));
    bench.connect(bench.station().keepAlive(1).will(bench.topic("status")));
    return told(bench, reader, bench.patience().plus(SILENCE));
  }

  /** The last will comes to who reads now, and to who comes later. */
  private static String told(Bench bench, Client reader, Duration longest)
      throws CheckFailed, InterruptedException {
    try {
      Packet told = reader.wire().take(each -> each.topic().equals(bench.topic("status")), longest);
      String said = told == null ? "nothing" : told.text();
      if (!said.equals("offline")) {
        throw new CheckFailed("no last will came, but " + said);
      }
      Client late = bench.reader("late", bench.everyStations("status"));
      late.message(bench.topic("status"));
      return "offline, retained";
    } finally {
      reader.publish(bench.topic("status"), NOTHING, true);
    }
  }

  private static String goodbye(Bench bench) throws CheckFailed, InterruptedException {
    Client reader = bench.reader("reader", bench.everyStations("status"));
    Client station = bench.connect(bench.station().will(bench.topic("status")));
    station.wire().disconnect();
    // What is published after it comes after it.
    bench.connect(bench.station()).publish(bench.topic("status"), ONLINE, false);
    String said = reader.message(bench.topic("status")).text();
    if (said.equals("offline")) {
      reader.publish(bench.topic("status"), NOTHING, true);
      throw new CheckFailed("the last will was told after a goodbye");
    }
    return "no last will";
  }

  private static String shared(Bench bench) throws CheckFailed, InterruptedException {
    String filter = "$share/" + bench.stationId() + "/" + bench.everyStations("up");
    Client one = bench.reader("one", filter);
    Client other = bench.reader("other", filter);
    bench.connect(bench.station()).publishAhead(bench.topic("up"), SHARED);
    Set<String> numbers = new TreeSet<>();
    int ofOne = 0;
    while (numbers.size() < SHARED) {
      Packet next = one.wire().take(BrokerChecks::isMessage, Duration.ZERO);
      if (next != null) {
        ofOne++;
      } else {
        next = other.wire().take(BrokerChecks::isMessage, Duration.ofMillis(50));
      }
      if (next == null) {
        next = one.wire().take(BrokerChecks::isMessage, bench.patience());
        ofOne += next == null ? 0 : 1;
      }
      if (next == null) {
        throw new CheckFailed(
            numbers.isEmpty()
                ? "the subscription of " + filter + " was accepted, but nothing arrives"
                : numbers.size() + " of " + SHARED + " messages arrived");
      }
      if (!numbers.add(next.text())) {
        throw new CheckFailed("a message came to both");
      }
    }
    if (one.wire().take(BrokerChecks::isMessage, A_WHILE) != null
        || other.wire().take(BrokerChecks::isMessage, A_WHILE) != null) {
      throw new CheckFailed("a message came to both");
    }
    return ofOne + " to one, " + (SHARED - ofOne) + " to the other";
  }

  private static boolean isMessage(Packet packet) {
    return packet.is(MqttMessageType.PUBLISH);
  }

  static String session(Bench bench, Supplier<Login> login)
      throws CheckFailed, InterruptedException {
    Client station = bench.connect(login.get().keepingSession());
    try {
      station.subscribe(bench.topic("down"));
      station.wire().disconnect();
      bench.connect(bench.reader("reader")).publish(bench.topic("down"), "0");
      Client again = bench.connect(login.get().keepingSession());
      if (!again.connAck().sessionPresent()) {
        throw new CheckFailed("the next connection finds no session");
      }
      again.message(bench.topic("down"));
      return "the subscription and a message";
    } finally {
      bench.forget(bench.station());
    }
  }

  private static String again(Bench bench) throws CheckFailed, InterruptedException {
    Client reader = bench.connect(bench.reader("reader").keepingSession());
    try {
      reader.subscribe(bench.everyStations("up"));
      reader.wire().holdAcknowledgements();
      bench.connect(bench.station()).publish(bench.topic("up"), "0");
      reader.message(bench.topic("up"));
      reader.wire().cut();
      Client next = bench.connect(bench.reader("reader").keepingSession());
      Packet repeated = next.message(bench.topic("up"));
      return repeated.repeated() ? "with the mark DUP" : "without the mark DUP";
    } finally {
      bench.forget(bench.reader("reader"));
    }
  }

  private static String backlog(Bench bench) throws CheckFailed, InterruptedException {
    Client reader = bench.connect(bench.reader("reader").keepingSession());
    try {
      reader.subscribe(bench.everyStations("up"));
      reader.wire().disconnect();
      bench.connect(bench.station()).publishAhead(bench.topic("up"), BACKLOG);
      Client next = bench.connect(bench.reader("reader").keepingSession());
      next.messagesInOrder(bench.topic("up"), BACKLOG);
      return BACKLOG + " of " + BACKLOG;
    } finally {
      bench.forget(bench.reader("reader"));
    }
  }

  static String takeover(Bench bench) throws CheckFailed, InterruptedException {
    Client first = bench.connect(bench.station());
    Client second = bench.connect(bench.station());
    if (!first.wire().awaitClose(bench.patience())) {
      throw new CheckFailed("the first connection stays open");
    }
    second.subscribe(bench.topic("down"));
    return "the first connection was closed";
  }

  private static String names(Bench bench) throws CheckFailed, InterruptedException {
    Client reader = bench.reader("reader", bench.everyStations("up"));
    StringBuilder refused = new StringBuilder();
    for (String odd : ODD_NAMES) {
      String id = bench.stationId() + odd + "1";
      try {
        Client station = bench.connect(bench.station(id));
        station.publish(bench.topic(id, "up"), id);
        reader.message(bench.topic(id, "up"));
      } catch (CheckFailed failed) {
        refused.append(refused.isEmpty() ? "" : " ").append(odd.equals(" ") ? "space" : odd);
      }
    }
    if (!refused.isEmpty()) {
      throw new CheckFailed("no message of an identity with one of: " + refused);
    }
    return String.join(" ", ODD_NAMES).replace("   ", " space ");
  }
}
