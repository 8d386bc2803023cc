package io.galvan.charger.messagelog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.messagelog.Deviations;
import io.galvan.contract.messagelog.Deviations.Deviation;
import io.galvan.contract.messagelog.Deviations.DeviationPage;
import io.galvan.contract.messagelog.Deviations.DeviationQuery;
import io.galvan.contract.messagelog.Deviations.Grouping;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.messagelog.MessageLogs.Caller;
import io.galvan.contract.messagelog.MessageLogs.LogBatch;
import io.galvan.contract.messagelog.MessageLogs.LogEntry;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DeviationTest extends ChargerFixture {
  private static LogEntry entry(
      String id, Instant at, @Nullable String action, io.galvan.ocpp.rpc.Deviation... seen) {
    return new LogEntry(
        id, at, Caller.Charger, "m", action, "[2]", "[3]", null, 1L, Mapper.write(seen), null);
  }

  private static io.galvan.ocpp.rpc.Deviation seen(
      String path, String kind, String raw, String repaired) {
    return new io.galvan.ocpp.rpc.Deviation(path, kind, raw, repaired);
  }

  private void log(LogEntry... entries) {
    ask(MessageLogs.WRITE, new LogBatch(List.of(entries)));
  }

  private static DeviationQuery of(String chargerId, int limit, @Nullable String cursor) {
    return new DeviationQuery(
        chargerId, null, null, null, null, null, Grouping.charger, limit, cursor);
  }

  private List<Deviation> deviations(String chargerId) {
    return ask(Deviations.LIST, of(chargerId, 100, null)).items();
  }

  private String booted(String vendor) {
    String id = charger();
    ask(Chargers.BOOT, booting(id, vendor));
    return id;
  }

  @Test
  void shouldCountEachWayOnceWithItsFirstAndNewestTimeAndItsNewestText() {
    String id = booted("ACME");
    Instant at = clock.instant();
    log(
        entry(
            id,
            at.minusSeconds(20),
            "MeterValues",
            seen("$.meterValue[0].sampledValue[3].unit", "EnumLetterCase", "KWH", "kWh"),
            seen("$.meterValue[1].sampledValue[0].unit", "EnumLetterCase", "kwh", "kWh")));
    log(
        entry(
            id,
            at,
            "MeterValues",
            seen("$.meterValue[0].sampledValue[0].unit", "EnumLetterCase", "Kwh", "kWh")),
        entry(
            id,
            at.minusSeconds(30),
            "MeterValues",
            seen("$.meterValue[9].sampledValue[0].unit", "EnumLetterCase", "old", "kWh")),
        entry(id, at.minusSeconds(60), null, seen("path", "PathForm", "/ocpp/x/", "x")));
    assertThat(deviations(id))
        .containsExactly(
            new Deviation(
                id,
                1,
                "ACME",
                "M1",
                "1.0",
                "MeterValues",
                "EnumLetterCase",
                "$.meterValue[].sampledValue[].unit",
                4,
                at.minusSeconds(30),
                at,
                "Kwh",
                "kWh"),
            new Deviation(
                id,
                1,
                "ACME",
                "M1",
                "1.0",
                null,
                "PathForm",
                "path",
                1,
                at.minusSeconds(60),
                at.minusSeconds(60),
                "/ocpp/x/",
                "x"));
  }

  @Test
  void shouldGroupByModelAndFilter() {
    String one = booted("Group");
    String two = booted("Group");
    Instant at = clock.instant();
    log(
        entry(one, at, "Heartbeat", seen("$", "NullPayload", "null", "{}")),
        entry(one, at, "Heartbeat", seen("$", "NullPayload", "null", "{}")),
        entry(two, at.plusSeconds(1), "Heartbeat", seen("$", "NullPayload", "[]", "{}")),
        entry(two, at, "Authorize", seen("$.idTag", "Refused", "[2]", "$.idTag: required")));
    assertThat(
            ask(
                    Deviations.LIST,
                    new DeviationQuery(
                        null, "Group", "M1", "1.0", null, null, Grouping.model, 10, null))
                .items())
        .containsExactly(
            new Deviation(
                null,
                2,
                "Group",
                "M1",
                "1.0",
                "Heartbeat",
                "NullPayload",
                "$",
                3,
                at,
                at.plusSeconds(1),
                "[]",
                "{}"),
            new Deviation(
                null,
                1,
                "Group",
                "M1",
                "1.0",
                "Authorize",
                "Refused",
                "$.idTag",
                1,
                at,
                at,
                "[2]",
                "$.idTag: required"));
    assertThat(
            ask(
                    Deviations.LIST,
                    new DeviationQuery(
                        null,
                        "Group",
                        null,
                        null,
                        "Authorize",
                        "Refused",
                        Grouping.charger,
                        10,
                        null))
                .items())
        .singleElement()
        .satisfies(found -> assertThat(found.chargerId()).isEqualTo(two));
    assertThat(
            ask(
                    Deviations.LIST,
                    new DeviationQuery(
                        null, "Group", null, "2.0", null, null, Grouping.charger, 10, null))
                .items())
        .isEmpty();
  }

  @Test
  void shouldForgetTheOldestBeyondTheBoundOfOneCharger() {
    String id = charger();
    String other = charger();
    Instant at = clock.instant();
    log(entry(other, at.minusSeconds(9_999), "A", seen("$.x", "UnknownField", "1", "")));
    log(
        IntStream.range(0, DeviationStore.MOST_OF_A_CHARGER + 50)
            .mapToObj(
                i ->
                    entry(
                        id,
                        at.minusSeconds(2_000 - i),
                        "A",
                        seen("$.x" + i, "UnknownField", "1", "")))
            .toArray(LogEntry[]::new));
    assertThat(count("select count(*) from deviation where charger_id = $1", id))
        .isEqualTo(DeviationStore.MOST_OF_A_CHARGER);
    assertThat(
            count("select count(*) from deviation where charger_id = $1 and field = '$.x49'", id))
        .isZero();
    assertThat(
            count("select count(*) from deviation where charger_id = $1 and field = '$.x50'", id))
        .isEqualTo(1);
    assertThat(deviations(other)).hasSize(1);
  }

  @Test
  void shouldPageWithoutGapOrDouble() {
    String id = charger();
    Instant at = clock.instant();
    for (int i = 0; i < 25; i++) {
      log(entry(id, at.minusSeconds(i / 5), "A", seen("$.x" + i, "UnknownField", "1", "")));
    }
    List<String> fields = new ArrayList<>();
    String cursor = null;
    do {
      DeviationPage page = ask(Deviations.LIST, of(id, 4, cursor));
      page.items().forEach(item -> fields.add(item.field()));
      cursor = page.next();
    } while (cursor != null);
    assertThat(fields).hasSize(25).doesNotHaveDuplicates();
    assertThatThrownBy(() -> ask(Deviations.LIST, of(id, 4, "bad")))
        .isInstanceOfSatisfying(
            GalvanException.class, e -> assertThat(e.field()).isEqualTo("cursor"));
  }

  @Test
  void shouldKeepTheLogWhereNothingCanBeCounted() {
    String id = charger();
    String stranger = newId();
    LogEntry noJson =
        new LogEntry(
            id,
            clock.instant(),
            Caller.Charger,
            "m",
            "A",
            "[2]",
            null,
            null,
            null,
            "not json",
            null);
    log(noJson, entry(stranger, clock.instant(), "A", seen("$.x\u0000", "K\u0000", "\u0000", "")));
    log(entry(id, clock.instant(), "A\u0000", seen("$.x\u0000", "K\u0000", "\u0000", "\u0000")));
    assertThat(deviations(id))
        .singleElement()
        .satisfies(found -> assertThat(found.field()).isEqualTo("$.x"));
    assertThat(deviations(stranger)).isEmpty();
    assertThat(count("select count(*) from message_log where charger_id in ($1, $2)", id, stranger))
        .isEqualTo(3);
    ask(Chargers.DELETE, new ChargerKey(id));
    assertThat(count("select count(*) from deviation where charger_id = $1", id)).isZero();
  }
}
