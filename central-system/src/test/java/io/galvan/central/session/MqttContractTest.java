package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawMqtt;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The examples of docs/reference/mqtt.md, byte for byte. */
class MqttContractTest {
  private static final Path CONTRACT = Path.of("..", "docs", "reference", "mqtt.md");
  private static final Pattern BLOCK = Pattern.compile("```mqtt\n([^`]{1,20000})```");
  private static final int HEX_BEGIN = 2;
  private static final int HEX_END = 49;

  /**
   * One packet.
   *
   * @param sent by the station
   */
  private record Packet(boolean sent, String what, byte[] bytes) {
    String hex() {
      return what + " " + HexFormat.of().formatHex(bytes);
    }
  }

  /** The packets of an example, by its place in the document. */
  private static List<Packet> example(int place) throws IOException {
    String block =
        BLOCK
            .matcher(Files.readString(CONTRACT))
            .results()
            .skip(place)
            .map((MatchResult found) -> found.group(1))
            .findFirst()
            .orElseThrow();
    List<Packet> packets = new ArrayList<>();
    String what = "";
    StringBuilder hex = new StringBuilder();
    for (String line : (block + "END").lines().toList()) {
      if (line.startsWith("  ")) {
        hex.append(line, HEX_BEGIN, Math.min(HEX_END, line.length()));
        continue;
      }
      if (!what.isEmpty()) {
        byte[] bytes = HexFormat.of().parseHex(hex.toString().replace(" ", ""));
        packets.add(new Packet(what.startsWith("→"), what, bytes));
      }
      what = line;
      hex.setLength(0);
    }
    return packets;
  }

  /** Sends what the station sends; what it is sent may come in any order in between. */
  private static void play(List<Packet> packets, RawMqtt station) throws IOException {
    int at = 0;
    while (at < packets.size()) {
      while (at < packets.size() && packets.get(at).sent()) {
        station.write(packets.get(at++).bytes());
      }
      List<String> expected = new ArrayList<>();
      List<String> received = new ArrayList<>();
      while (at < packets.size() && !packets.get(at).sent()) {
        expected.add(HexFormat.of().formatHex(packets.get(at++).bytes()));
        RawMqtt.Packet packet = station.receive();
        received.add(
            HexFormat.of()
                .formatHex(RawMqtt.packet(packet.type() | packet.flags(), packet.body())));
      }
      assertThat(received).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Nested
  class AtTheListener extends SessionFixture {
    AtTheListener() {
      super(Transport.MQTT);
    }

    @Test
    void shouldBeTrueOfMqtt311() throws Exception {
      List<Packet> packets = example(0);
      assertThat(packets).hasSize(13);
      try (RawMqtt station = RawMqtt.open(ports.get(Ports.Name.mqtt), 4)) {
        play(packets, station);
        assertThat(station.awaitEnd()).isTrue();
      }
    }

    @Test
    void shouldBeTrueOfMqtt5() throws Exception {
      List<Packet> packets = example(1);
      assertThat(packets).hasSize(9).extracting(Packet::hex).doesNotHaveDuplicates();
      try (RawMqtt station = RawMqtt.open(ports.get(Ports.Name.mqtt), 5)) {
        play(packets, station);
      }
    }
  }

  @Nested
  class AtABroker extends SessionFixture {
    AtABroker() {
      super(Transport.Broker);
    }

    @Test
    void shouldBeTrueOfMqtt311() throws Exception {
      // Another one's session tells that Galvan has subscribed.
      station("CP-2");
      try (RawMqtt station = RawMqtt.open(((BrokerUnderTest) line).mosquitto.port(), 4)) {
        play(example(0), station);
        assertThat(station.awaitEnd()).isTrue();
      }
    }
  }
}
