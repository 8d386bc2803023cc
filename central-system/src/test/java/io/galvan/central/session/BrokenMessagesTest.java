package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.testing.RawStation;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.transaction.Transactions;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.platform.json.Mapper;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Messages of OCPP 1.6 with a part that cannot be read, over any transport. */
@OverEveryTransport
class BrokenMessagesTest extends SessionFixture {
  private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

  BrokenMessagesTest(Transport transport) {
    super(transport);
  }

  private List<String> kinds() {
    return services.heard(MessageLogs.LogBatch.class).stream()
        .flatMap(batch -> batch.entries().stream())
        .filter(entry -> entry.deviations() != null)
        .flatMap(entry -> Arrays.stream(Mapper.read(entry.deviations(), Deviation[].class)))
        .map(Deviation::kind)
        .toList();
  }

  @Test
  void shouldReadFramesWhoseBytesAreNoJson() {
    RawStation station = station("CP-1");
    String status =
        "[2,\"%s\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\",\"status\":\"Available\",\"info\":\"%s\"}]";
    List<String> infos = List.of("a\tb", "a\nb", "a\u0001b", "a\\xb", "a\\'b", "a\u0000b");
    for (int i = 0; i < infos.size(); i++) {
      assertThat(station.ask(status.formatted(i, infos.get(i)))).isEqualTo("[3,\"" + i + "\",{}]");
    }
    assertThat(station.ask("\uFEFF" + status.formatted("bom", "x"))).isEqualTo("[3,\"bom\",{}]");
    assertThat(station.ask(status.formatted("comma", "x").replace("}]", ",}]")))
        .isEqualTo("[3,\"comma\",{}]");
    assertThat(station.ask(status.formatted("quote", "x").replace('"', '\'')))
        .isEqualTo("[3,\"quote\",{}]");
    assertThat(services.heard(Chargers.ConnectorStatus.class))
        .extracting(Chargers.ConnectorStatus::info)
        .startsWith("a\tb", "a\nb", "a\u0001b", "a\\xb", "a'b", "ab")
        .hasSize(9);
    await()
        .untilAsserted(
            () -> assertThat(kinds()).filteredOn(kind -> kind.equals("BrokenJson")).hasSize(9));
  }

  @Test
  void shouldEndATransactionByAStopOfWhichNothingElseCanBeRead() {
    RawStation station = station("CP-1");
    assertThat(
            station.ask(
                "[2,\"1\",\"StopTransaction\",{\"transactionId\":5,\"meterStop\":\"?\",\"timestamp\":\"now\",\"transactionData\":[7],\"reason\":7}]"))
        .isEqualTo("[3,\"1\",{}]");
    assertThat(station.ask("[2,\"2\",\"StopTransaction\",{\"transactionId\":6}]"))
        .isEqualTo("[3,\"2\",{}]");
    assertThat(services.heard(Transactions.Stop.class))
        .containsExactly(
            new Transactions.Stop("CP-1", 5, null, NOON, "Other", null, List.of()),
            // The service knows what a stop without a reason means: Local, or Remote after ours.
            new Transactions.Stop("CP-1", 6, null, NOON, "", null, List.of()));
  }

  @Test
  void shouldStartATransactionOfATokenThatCannotBeRead() {
    RawStation station = station("CP-1");
    assertThat(
            station.ask(
                "[2,\"1\",\"StartTransaction\",{\"connectorId\":1,\"idTag\":null,\"meterStart\":\"\"}]"))
        .startsWith("[3,\"1\"");
    assertThat(services.heard(Transactions.Start.class))
        .containsExactly(new Transactions.Start("CP-1", 1, "", null, NOON, null));
  }
}
