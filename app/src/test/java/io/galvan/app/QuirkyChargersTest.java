package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.testing.RawStation;
import io.galvan.platform.json.Mapper;
import io.galvan.simulator.quirk.Quirk;
import io.galvan.simulator.station.SimulatedStation;
import io.galvan.simulator.station.StationBuilder;
import io.galvan.simulator.station.WireFrame;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/** Chargers with every known quirk charge side by side with a clean one. */
class QuirkyChargersTest {
  private static final double SPEED = 15;
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final int SAMPLES = 3;

  /** Passwords of the chargers that show them in another spelling or under another name. */
  private static final Map<Quirk, String> PASSWORDS =
      Map.of(
          Quirk.PASSWORD_AS_HEX, "pass:word:äöü-16",
          Quirk.PASSWORD_AS_BYTES, "00ff10203040506070809a0b0c0d0e0f",
          Quirk.FOREIGN_USER, "0123456789abcdef");

  /** What is written down of a quirk that needs a repair. */
  private static final Map<Quirk, String> KINDS =
      new EnumMap<>(
          Map.ofEntries(
              Map.entry(Quirk.NO_SUBPROTOCOL, "NoSubprotocol"),
              Map.entry(Quirk.TRAILING_SLASH, "PathForm"),
              Map.entry(Quirk.QUERY_STRING, "PathForm"),
              Map.entry(Quirk.DOUBLE_SLASH, "PathForm"),
              Map.entry(Quirk.PASTED_URL, "PastedUrl"),
              Map.entry(Quirk.LETTER_CASE, "IdentityLetterCase"),
              Map.entry(Quirk.FOREIGN_USER, "ForeignUserName"),
              Map.entry(Quirk.MAX_TRANSACTION_ID, "ImpossibleTransactionId"),
              Map.entry(Quirk.MINUS_1_TRANSACTION_ID, "ImpossibleTransactionId"),
              Map.entry(Quirk.MINUS_16_TRANSACTION_ID, "ImpossibleTransactionId"),
              Map.entry(Quirk.ZERO_TRANSACTION_ID, "ImpossibleTransactionId"),
              Map.entry(Quirk.TAG_WITH_SERIAL, "IdTokenWithAdditions"),
              Map.entry(Quirk.TAG_WITH_SEMICOLON, "IdTokenWithAdditions"),
              Map.entry(Quirk.VID_TAG, "IdTokenWithAdditions"),
              Map.entry(Quirk.OVERLONG_TAG, "StringTooLong"),
              Map.entry(Quirk.MILLIAMPERES, "UnknownEnumValue"),
              Map.entry(Quirk.TIME_WITHOUT_ZONE, "TimeWithoutZone"),
              Map.entry(Quirk.SHORT_ZONE, "ShortZone"),
              Map.entry(Quirk.OBJECT_FOR_ARRAY, "ObjectForArray"),
              Map.entry(Quirk.NULL_OPTIONALS, "NullOptionalField"),
              Map.entry(Quirk.EMPTY_STRINGS, "EmptyString"),
              Map.entry(Quirk.LONG_STRINGS, "StringTooLong"),
              Map.entry(Quirk.UNKNOWN_ENUMS, "UnknownEnumValue"),
              Map.entry(Quirk.EXTRA_FIELDS, "UnknownField"),
              Map.entry(Quirk.STRINGS_AS_NUMBERS, "StringAsNumber"),
              Map.entry(Quirk.NUMBERS_AS_STRINGS, "NumberAsString"),
              Map.entry(Quirk.REPEATED_MESSAGES, "RepeatedCall"),
              Map.entry(Quirk.MISSING_VALUE, "BrokenJson"),
              Map.entry(Quirk.TRUNCATED_JSON, "BrokenJson")));

  private final ListAppender<ILoggingEvent> log = new ListAppender<>();
  private final List<Guest> guests = new ArrayList<>();
  private RunningSystem system;

  /** One charger and what it said before its quirk changed it; the clean one has no quirk. */
  private final class Guest {
    final @Nullable Quirk quirk;
    final String id;
    final SimulatedStation station;
    final List<WireFrame> frames = new CopyOnWriteArrayList<>();

    Guest(@Nullable Quirk quirk) {
      this.quirk = quirk;
      this.id = quirk == null ? "CLEAN" : "Q-" + quirk.name().replace('_', '-');
      StationBuilder builder =
          SimulatedStation.builder(system.vertx)
              .id(id)
              .seed(id.hashCode())
              .speed(SPEED)
              .meterInterval(Duration.ofSeconds(15))
              .backOff(Duration.ofMillis(300), Duration.ofSeconds(2))
              .password(quirk == null ? null : PASSWORDS.get(quirk))
              .quirks(quirk == null ? List.of() : List.of(quirk))
              .webSocket(system.webSocketUrl());
      this.station = builder.build().onFrame(frames::add);
    }

    /** The payloads of its CALLs of an action, as it meant them. */
    List<JsonNode> said(String action) {
      return frames.stream()
          .filter(frame -> frame.sent() && frame.text().contains("\"" + action + "\""))
          .map(frame -> Mapper.read(frame.text(), JsonNode.class))
          .filter(frame -> frame.get(0).asInt() == 2)
          .map(frame -> frame.get(3))
          .toList();
    }

    /** Its tag gets no verdict to charge with. */
    boolean isTurnedAway() {
      return quirk == Quirk.OVERLONG_TAG;
    }

    void report(int round) {
      long stops = said("StopTransaction").size();
      assertThat(stops).as(id + " has stopped").isGreaterThanOrEqualTo(round);
    }
  }

  @BeforeEach
  void start() {
    log.start();
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).addAppender(log);
    system =
        RunningSystem.start(
            Map.of(
                "GALVAN_ID_TOKEN_PATTERN",
                "(?:VID:)?([^_;:]{1,20})(?:[_;].*)?",
                "GALVAN_PING_INTERVAL",
                "2",
                "GALVAN_HEARTBEAT_INTERVAL",
                "60",
                "GALVAN_CALL_TIMEOUT",
                "2"));
    system.register("CLEAN", "TAG");
    for (Quirk quirk : Quirk.values()) {
      Guest guest = new Guest(quirk);
      guests.add(guest);
      system
          .api
          .post("/chargers", Map.of("id", guest.id, "registration", "Accepted", "strict", false))
          .expect(201);
      if (PASSWORDS.containsKey(quirk)) {
        system
            .api
            .send(
                "PUT",
                "/chargers/" + guest.id + "/password",
                Map.of("password", PASSWORDS.get(quirk)))
            .expect(204);
      }
    }
    guests.add(new Guest(null));
    bootOnce("Q-NO-BOOT");
  }

  /** A charger that never boots again must have booted once. */
  private void bootOnce(String id) {
    RawStation station = await(RawStation.webSocket(system.vertx, system.ocppPort(), id, null));
    assertThat(
            station.ask(
                "[2,\"b\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]"))
        .contains("Accepted");
    station.close();
  }

  @AfterEach
  void stop() {
    ((Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME)).detachAppender(log);
    system.close();
  }

  @Test
  void shouldLoseNoEnergyDataAndLeaveTheCleanChargerAlone() {
    charge(Duration.ZERO);
  }

  @Test
  @Tag("slow")
  void shouldDoSoForALongTime() {
    charge(Duration.ofMinutes(Integer.getInteger("galvan.quirks.minutes", 10)));
  }

  @Test
  void shouldReadAConnectedChargerStrictlyOnceItsFlagIsSet() {
    String quirky =
        "[2,\"1\",\"StatusNotification\",{\"connectorId\":\"1\",\"errorCode\":\"NoError\",\"status\":\"Available\"}]";
    RawStation station =
        await(RawStation.webSocket(system.vertx, system.ocppPort(), "Q-NO-BOOT", null));
    assertThat(station.ask(quirky)).isEqualTo("[3,\"1\",{}]");
    edit("Q-NO-BOOT", true);
    await()
        .untilAsserted(
            () -> assertThat(station.ask(quirky)).startsWith("[4,\"1\",\"TypeConstraintViolation"));
    edit("Q-NO-BOOT", false);
    await().untilAsserted(() -> assertThat(station.ask(quirky)).isEqualTo("[3,\"1\",{}]"));
    await()
        .untilAsserted(
            () -> assertThat(deviations("Q-NO-BOOT")).contains("NumberAsString", "Refused"));
    JsonNode models =
        system.api.get("/deviations?groupBy=model&vendor=V&kind=NumberAsString").get("items");
    assertThat(models).hasSize(1);
    assertThat(models.get(0).get("chargers").asInt()).isEqualTo(1);
    assertThat(models.get(0).get("field").asText()).isEqualTo("$.connectorId");
  }

  private void edit(String id, boolean strict) {
    system
        .api
        .send("PUT", "/chargers/" + id, Map.of("registration", "Accepted", "strict", strict))
        .expect(200);
  }

  private void charge(Duration time) {
    guests.forEach(guest -> await(guest.station.start()));
    awaitAll(guest -> assertThat(guest.station.registration()).as(guest.id).isPresent());
    String connectedAt = charger("CLEAN").get("connectedAt").asText();
    long end = System.nanoTime() + time.toNanos();
    int rounds = 0;
    do {
      rounds++;
      chargeOnce(rounds);
      command(rounds);
    } while (System.nanoTime() < end);
    for (Guest guest : guests) {
      verify(guest, rounds);
    }
    JsonNode clean = charger("CLEAN");
    assertThat(clean.get("connectedAt").asText()).isEqualTo(connectedAt);
    assertThat(clean.get("online").asBoolean()).isTrue();
    Guest last = guests.get(guests.size() - 1);
    assertThat(last.frames)
        .filteredOn(frame -> !frame.sent() && frame.text().startsWith("[4,"))
        .isEmpty();
    assertThat(deviations("CLEAN")).isEmpty();
    assertThat(log.list)
        .filteredOn(event -> event.getLevel().isGreaterOrEqual(Level.ERROR))
        .isEmpty();
    guests.forEach(guest -> await(guest.station.stop()));
  }

  private void chargeOnce(int round) {
    guests.forEach(guest -> guest.station.plugIn(1));
    for (Guest guest : guests) {
      awaitConnected(guest);
      guest.station.presentTag(1, "TAG");
    }
    awaitAll(
        guest -> {
          if (!guest.isTurnedAway()) {
            assertThat(guest.station.transactionId(1)).as(guest.id + " charges").isPresent();
            assertThat(samples(guest)).as(guest.id + " meters").isGreaterThanOrEqualTo(SAMPLES);
          }
        });
    for (Guest guest : guests) {
      if (!guest.isTurnedAway()) {
        guest.station.presentTag(1, "TAG");
      }
    }
    awaitAll(guest -> guest.report(round));
    guests.forEach(guest -> guest.station.unplug(1));
  }

  private static long samples(Guest guest) {
    long id = guest.station.transactionId(1).orElse(-1);
    return guest.said("MeterValues").stream()
        .filter(payload -> payload.path("transactionId").asLong() == id)
        .count();
  }

  private static void awaitConnected(Guest guest) {
    await().atMost(PATIENCE).until(guest.station::connected);
  }

  private void awaitAll(java.util.function.Consumer<Guest> holds) {
    await().atMost(PATIENCE).untilAsserted(() -> guests.forEach(holds));
  }

  /** Commands that these chargers ignore, refuse or break at; they are only told of. */
  private void command(int round) {
    if (round > 1) {
      return;
    }
    answer(Quirk.SILENT_CONFIGURATION, "GetConfiguration", Map.of(), 504);
    answer(
        Quirk.FOUR_KEYS, "GetConfiguration", Map.of("key", List.of("a", "b", "c", "d", "e")), 200);
    answer(Quirk.NO_START, "RemoteStartTransaction", Map.of("idTag", "TAG"), 200);
    answer(
        Quirk.BOOT_LOOP,
        "ChangeConfiguration",
        Map.of("key", "MeterValuesSampledData", "value", "Energy.Active.Import.Register"),
        200);
    answer(
        Quirk.CRASH_ON_LONG_TAG,
        "RemoteStartTransaction",
        Map.of("idTag", "0123456789ABCDEF0123"),
        504);
  }

  private void answer(Quirk quirk, String action, Map<String, ?> body, int status) {
    Api.Answer answer = system.api.command("Q-" + quirk.name().replace('_', '-'), action, body);
    assertThat(answer.status()).as(quirk + " " + answer.text()).isEqualTo(status);
  }

  private JsonNode charger(String id) {
    return system.api.get("/chargers/" + id);
  }

  private Set<String> deviations(String chargerId) {
    Set<String> kinds = new TreeSet<>();
    system
        .api
        .get("/deviations?limit=500&chargerId=" + chargerId)
        .get("items")
        .forEach(item -> kinds.add(item.get("kind").asText()));
    return kinds;
  }

  private void verify(Guest guest, int rounds) {
    List<JsonNode> starts = guest.said("StartTransaction");
    List<JsonNode> stops = guest.said("StopTransaction");
    List<JsonNode> stored = new ArrayList<>();
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () -> {
              stored.clear();
              system
                  .api
                  .get("/transactions?limit=500&order=asc&sort=id&chargerId=" + guest.id)
                  .get("items")
                  .forEach(stored::add);
              assertThat(stored).as(guest.id).hasSize(rounds);
              assertThat(stored)
                  .as(guest.id)
                  .allSatisfy(
                      transaction ->
                          assertThat(transaction.get("state").asText()).isEqualTo("Ended"));
            });
    for (int i = 0; i < rounds; i++) {
      long energy =
          stops.get(i).get("meterStop").asLong() - starts.get(i).get("meterStart").asLong();
      long least = guest.quirk == Quirk.LOW_METER_STOP ? Math.max(0, energy - 40) : energy;
      assertThat(stored.get(i).get("energyWh").asLong())
          .as(guest.id + " energy")
          .isBetween(least, energy);
      assertThat(points(stored.get(i).get("id").asLong()))
          .as(guest.id + " samples")
          .isGreaterThanOrEqualTo(guest.isTurnedAway() ? 0 : SAMPLES);
    }
    Set<String> kinds = new TreeSet<>();
    await()
        .untilAsserted(
            () -> {
              kinds.addAll(deviations(guest.id));
              String kind = guest.quirk == null ? null : KINDS.get(guest.quirk);
              if (kind != null) {
                assertThat(kinds).as(guest.id).contains(kind);
              }
            });
    assertThat(kinds).as(guest.id + " loses no frame").doesNotContain("Refused", "Unusable");
  }

  /** How many values of the energy register there are, of a phase where there is no sum. */
  private int points(long transactionId) {
    int most = 0;
    for (JsonNode series :
        system.api.get("/transactions/" + transactionId + "/meter-values").get("series")) {
      if (series.get("measurand").asText().equals("Energy.Active.Import.Register")) {
        most = Math.max(most, series.get("points").size());
      }
    }
    return most;
  }
}
