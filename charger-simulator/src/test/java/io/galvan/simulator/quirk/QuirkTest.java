package io.galvan.simulator.quirk;

import static io.galvan.simulator.Wait.get;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.simulator.transport.Transport;
import io.galvan.simulator.transport.ws.Approach;
import io.vertx.core.Future;
import io.vertx.core.Handler;
import io.vertx.core.json.JsonArray;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** What each quirk makes of the frames and the connection of a station. */
class QuirkTest {
  private static final String START =
      "[2,'s','StartTransaction',{'connectorId':1,'idTag':'TAG','meterStart':5000,'timestamp':'2026-03-01T12:00:00Z'}]";
  private static final String METER =
      "[2,'m','MeterValues',{'connectorId':1,'transactionId':7,'meterValue':[{'timestamp':'2026-03-01T12:01:00Z','sampledValue':[{'value':'6000','measurand':'Energy.Active.Import.Register','unit':'Wh'}]}]}]";
  private static final String STOP =
      "[2,'e','StopTransaction',{'meterStop':6100,'timestamp':'2026-03-01T12:02:00Z','transactionId':7,'reason':'Local'}]";
  private static final String STATUS =
      "[2,'n','StatusNotification',{'connectorId':1,'errorCode':'NoError','status':'Preparing','timestamp':'2026-03-01T12:00:00Z'}]";
  private static final String BOOT =
      "[2,'b','BootNotification',{'chargePointVendor':'V','chargePointModel':'M'}]";

  private final List<String> sent = new ArrayList<>();
  private final List<String> heard = new ArrayList<>();
  private final List<Runnable> later = new ArrayList<>();
  private int connections;
  private int closes;
  private Handler<String> fromCentral;
  private Handler<String> lastWireIsClosed;

  /** A wire that ends in this test. */
  private final class Wire implements Transport {
    @Override
    public Future<Void> connect(Handler<String> onText, Handler<String> onClose) {
      connections++;
      fromCentral = onText;
      lastWireIsClosed = onClose;
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> send(String text) {
      sent.add(text.replace('"', '\''));
      return Future.succeededFuture();
    }

    @Override
    public Future<Void> close() {
      closes++;
      return Future.succeededFuture();
    }
  }

  private Transport play(Quirk... quirks) {
    Transport transport =
        Quirk.transport(
            Arrays.asList(quirks),
            Wire::new,
            () -> Instant.parse("2026-03-01T12:00:00Z"),
            (delay, task) -> {
              later.add(task);
              return () -> later.remove(task);
            });
    get(transport.connect(text -> heard.add(text.replace('"', '\'')), reason -> {}));
    return transport;
  }

  private static String json(String text) {
    return text.replace('\'', '"');
  }

  private void send(Transport transport, String... frames) {
    for (String frame : frames) {
      transport.send(json(frame));
    }
  }

  private void tell(String frame) {
    fromCentral.handle(json(frame));
  }

  /** The part of each that a quirk changes; ~ separates the frames that go out. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "MISSING_VALUE | meter | 'transactionId':,'meterValue'",
        "OBJECT_FOR_ARRAY | meter | 'meterValue':{'timestamp'",
        "NULL_PAYLOAD | heartbeat | [2,'h','Heartbeat',null]",
        "NULL_OPTIONALS | start | 'reservationId':null",
        "EMPTY_STRINGS | start | 'reservationId':''",
        "LONG_STRINGS | status | 'info':'xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "UNKNOWN_ENUMS | status | 'status':'Occupied'",
        "UNKNOWN_ENUMS | stop | 'reason':'Stopped by the user of the app'",
        "EXTRA_FIELDS | heartbeat | {'vendorExtension':{'uptime':4711",
        "STRINGS_AS_NUMBERS | meter | {'value':6000,",
        "NUMBERS_AS_STRINGS | meter | 'transactionId':'7'",
        "NUMBERS_AS_STRINGS | start | 'meterStart':'5000'",
        "IDS_FROM_1 | meter | [2,'1',",
        "ONE_MESSAGE_ID | meter | [2,'1',",
        "MAX_TRANSACTION_ID | meter | 'transactionId':9223372036854775807",
        "MINUS_1_TRANSACTION_ID | meter | 'transactionId':-1,",
        "MINUS_16_TRANSACTION_ID | meter | 'transactionId':-16,",
        "ZERO_TRANSACTION_ID | meter | 'transactionId':0,",
        "NO_TRANSACTION_ID | meter | {'connectorId':1,'meterValue'",
        "LOW_METER_STOP | stop | 'meterStop':6060",
        "TAG_WITH_SERIAL | start | 'idTag':'TAG_0815'",
        "TAG_WITH_SEMICOLON | start | 'idTag':'TAG;b'",
        "VID_TAG | start | 'idTag':'VID:TAG'",
        "OVERLONG_TAG | start | 'idTag':'TAG0000000000000000000000000'",
        "CONNECTOR_0 | meter | 'connectorId':0",
        "KILOWATTS | meter | 'value':'6','measurand':'Energy.Active.Import.Register','unit':'kWh'",
        "PADDED_VALUES | meter | 'value':'  006000 '",
        "PER_PHASE_ONLY | meter | 'value':'2000','measurand':'Energy.Active.Import.Register','unit':'Wh','phase':'L3'",
        "MILLIAMPERES | current | 'value':'16500.0','measurand':'Current.Import','phase':'L1','unit':'mA'",
        "PHASE_N_ALONE | current | 'phase':'N'",
        "CURRENT_TO_NEUTRAL | current | 'phase':'L1-N'",
        "FINISHING_WITH_ERROR | finishing | 'errorCode':'OtherError'",
        "AVAILABLE_WHILE_PLUGGED | status | 'status':'Available'",
        "TIME_OF_1970 | status | 'timestamp':'1970-01-01T00:00:12Z'",
        "LOCAL_TIME_AS_UTC | meter | 'timestamp':'2026-03-01T14:01:00Z'",
        "TIME_WITHOUT_ZONE | meter | 'timestamp':'2026-03-01T12:01:00'",
        "SHORT_ZONE | meter | 'timestamp':'2026-03-01T14:01:00+02'",
      })
  void shouldChangeWhatIsSent(Quirk quirk, String which, String part) {
    String frame =
        switch (which) {
          case "start" -> START;
          case "meter" -> METER;
          case "stop" -> STOP;
          case "status" -> STATUS;
          case "finishing" -> STATUS.replace("Preparing", "Finishing");
          case "current" ->
              METER.replace(
                  "'6000','measurand':'Energy.Active.Import.Register','unit':'Wh'",
                  "'16.5','measurand':'Current.Import','phase':'L1','unit':'A'");
          default -> "[2,'h','Heartbeat',{}]";
        };
    assertThat(frame).doesNotContain(part);
    send(play(quirk), frame);
    assertThat(sent).singleElement().asString().contains(part);
  }

  @Test
  void shouldLeaveOutTheLastBracketsButNoValue() {
    send(play(Quirk.TRUNCATED_JSON), METER, STOP.replace(",'reason':'Local'", ""));
    assertThat(sent.get(0)).endsWith("'unit':'Wh'}]}]");
    assertThat(sent.get(1)).endsWith("'transactionId':7}");
  }

  @Test
  void shouldSendAlmostAMegabyte() {
    send(play(Quirk.HUGE_FRAMES), STOP);
    assertThat(sent.get(0).length()).isBetween(700_000, 1 << 20);
  }

  @Test
  void shouldSendEveryCallTwiceAndTakeOneAnswer() {
    send(play(Quirk.REPEATED_MESSAGES), METER, "[3,'c',{}]");
    assertThat(sent).containsExactly(METER, METER, "[3,'c',{}]");
    tell("[3,'m',{}]");
    tell("[3,'m',{}]");
    assertThat(heard).containsExactly("[3,'m',{}]");
  }

  @Test
  void shouldGiveTheStationTheAnswersOfItsOwnIds() {
    Transport transport = play(Quirk.ONE_MESSAGE_ID);
    send(transport, METER);
    tell("[3,'1',{}]");
    send(transport, STOP);
    tell("[3,'1',{}]");
    assertThat(heard).containsExactly("[3,'m',{}]", "[3,'e',{}]");
  }

  @Test
  void shouldCountTheRegisterFrom0InEachSession() {
    Transport transport = play(Quirk.METER_RESET);
    send(transport, START);
    tell("[3,'s',{'idTagInfo':{'status':'Accepted'},'transactionId':7}]");
    send(transport, METER, STOP);
    assertThat(sent.get(0)).contains("'meterStart':0");
    assertThat(sent.get(1)).contains("'value':'1000'");
    assertThat(sent.get(2)).contains("'meterStop':1100");
  }

  @Test
  void shouldMeterOnAndStopAStrangersTransactionAfterTheStop() {
    send(play(Quirk.LATE_METER_VALUES, Quirk.UNKNOWN_STOP), METER, STOP);
    assertThat(sent).hasSize(4);
    assertThat(sent.get(2)).startsWith("[2,'quirk-1','MeterValues'").contains("12:02:00Z");
    assertThat(sent.get(3)).startsWith("[2,'quirk-2','StopTransaction'").contains("2000000000");
    tell("[3,'quirk-1',{}]");
    assertThat(heard).isEmpty();
  }

  @Test
  void shouldBelieveToBeAcceptedWithoutABootUntilItIsAskedToBoot() {
    Transport transport = play(Quirk.NO_BOOT);
    send(transport, BOOT);
    List.copyOf(later).forEach(Runnable::run);
    assertThat(sent).isEmpty();
    assertThat(heard).singleElement().asString().contains("'status':'Accepted'");
    tell("[2,'t','TriggerMessage',{'requestedMessage':'BootNotification'}]");
    send(transport, BOOT);
    assertThat(sent).containsExactly(BOOT);
  }

  @Test
  void shouldSpeakBeforeItsBootIsAnsweredAndBootAgainWhenItsMeasurandsAreSet() {
    send(play(Quirk.EARLY_MESSAGES, Quirk.BOOT_LOOP), BOOT);
    assertThat(sent).hasSize(3);
    assertThat(sent.get(1)).contains("Heartbeat");
    assertThat(sent.get(2)).contains("StatusNotification");
    tell("[2,'c','ChangeConfiguration',{'key':'MeterValuesSampledData','value':'SoC'}]");
    assertThat(sent.get(3)).contains("BootNotification");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      nullValues = "-",
      value = {
        "NO_START | RemoteStartTransaction',{'idTag':'T'} | [3,'c',{'status':'Accepted'}]",
        "SILENT_CONFIGURATION | GetConfiguration',{} | -",
        "FOUR_KEYS | GetConfiguration',{'key':['a','b','c','d','e']} | [4,'c','OccurenceConstraintViolation','a quirk',{}]",
        "STACK_LEVEL_0_ONLY | SetChargingProfile',{'csChargingProfiles':{'stackLevel':1}} | [3,'c',{'status':'Rejected'}]",
        "RELATIVE_PROFILES_ONLY | SetChargingProfile',{'csChargingProfiles':{'chargingProfileKind':'Absolute'}} | [3,'c',{'status':'Rejected'}]",
        "ABSOLUTE_PROFILES_ONLY | SetChargingProfile',{'csChargingProfiles':{'chargingProfileKind':'Relative'}} | [3,'c',{'status':'Rejected'}]",
        "NO_DECIMALS | SetChargingProfile',{'csChargingProfiles':{'chargingSchedule':{'chargingSchedulePeriod':[{'limit':6.5}]}}} | [4,'c','FormationViolation','a quirk',{}]",
      })
  void shouldAnswerCommandsInTheStationsPlace(Quirk quirk, String command, String answer) {
    play(quirk);
    tell("[2,'c','" + command + "]");
    assertThat(heard).isEmpty();
    assertThat(sent).isEqualTo(answer == null ? List.of() : List.of(answer));
  }

  @Test
  void shouldCrashOnlyAtALongTag() {
    play(Quirk.CRASH_ON_LONG_TAG);
    tell("[2,'c','RemoteStartTransaction',{'idTag':'0123456789ABCDEF'}]");
    assertThat(closes).isZero();
    tell("[2,'c','RemoteStartTransaction',{'idTag':'0123456789ABCDEF0'}]");
    assertThat(closes).isEqualTo(1);
    assertThat(heard).hasSize(1);
  }

  @Test
  void shouldKnowOnlyCertainCurrentsAndTellThemInTenths() {
    Transport transport = play(Quirk.AMPERE_STEPS, Quirk.CURRENT_MULTIPLIER);
    tell(
        "[2,'c','SetChargingProfile',{'csChargingProfiles':{'chargingSchedule':{'chargingRateUnit':'A','chargingSchedulePeriod':[{'startPeriod':0,'limit':14.5}]}}}]");
    assertThat(heard.get(0)).contains("'limit':13");
    tell("[2,'d','GetCompositeSchedule',{'connectorId':1,'duration':60}]");
    send(
        transport,
        "[3,'d',{'status':'Accepted','chargingSchedule':{'chargingRateUnit':'A','chargingSchedulePeriod':[{'startPeriod':0,'limit':13}]}}]");
    assertThat(sent.get(0)).contains("'limit':130");
  }

  @Test
  void shouldHearNothingMoreUntilItConnectsAgain() {
    Transport transport = play(Quirk.DEAF_UNTIL_RECONNECT);
    for (int i = 0; i < 5; i++) {
      tell("[2,'" + i + "','ClearCache',{}]");
    }
    assertThat(heard).hasSize(3);
    get(transport.connect(text -> heard.add(text), reason -> {}));
    tell("[2,'9','ClearCache',{}]");
    assertThat(heard).hasSize(4);
  }

  @Test
  void shouldOpenASecondConnectionBeforeTheFirstIsClosed() {
    play(Quirk.SECOND_SOCKET);
    assertThat(connections).isEqualTo(2);
    assertThat(closes).isZero();
  }

  @Test
  void shouldNotLeaveItsFirstConnectionBehindWhenTheSecondIsClosed() {
    play(Quirk.SECOND_SOCKET);
    lastWireIsClosed.handle("occupied");
    assertThat(closes).isEqualTo(1);
  }

  @Test
  void shouldBeCutOffASilenceAfterItsLastFrame() {
    Transport transport = play(Quirk.DROPPED_AFTER_60_S);
    send(transport, METER, STOP);
    assertThat(later).hasSize(1);
    later.get(0).run();
    assertThat(closes).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "NO_SUBPROTOCOL, '/ocpp/CP-1 []'",
    "PROBING_VERSIONS, '/ocpp/CP-1 [ocpp1.2, ocpp1.5, ocpp1.6]'",
    "TRAILING_SLASH, '/ocpp/CP-1/ [ocpp1.6]'",
    "QUERY_STRING, '/ocpp/CP-1?vendor=x&token=y [ocpp1.6]'",
    "DOUBLE_SLASH, '//ocpp//CP-1 [ocpp1.6]'",
    "PERCENT_ENCODING, '/ocpp/%43%50%2d%31 [ocpp1.6]'",
    "PASTED_URL, '/ocpp/ws://central.example/CP-1/SN-1 [ocpp1.6]'",
    "LETTER_CASE, '/ocpp/cp-1 [ocpp1.6]'",
  })
  void shouldAskForItsConnectionInItsOwnWay(Quirk quirk, String asked) {
    assertThat(Quirk.approach(List.of(quirk), usual("key")).toString())
        .isEqualTo("Approach[" + asked + "]");
  }

  private static Approach usual(String password) {
    byte[] bytes = password.getBytes(StandardCharsets.UTF_8);
    return new Approach("/ocpp/CP-1", "/ocpp", "CP-1", bytes, List.of("ocpp1.6"), true);
  }

  @Test
  void shouldSpellItsPasswordAndItsNameInItsOwnWay() {
    assertThat(Quirk.approach(List.of(Quirk.PASSWORD_AS_HEX), usual("AZ")).password())
        .asString(StandardCharsets.US_ASCII)
        .isEqualTo("415a");
    assertThat(Quirk.approach(List.of(Quirk.PASSWORD_AS_BYTES), usual("00ff")).password())
        .containsExactly(0, 255);
    assertThat(Quirk.approach(List.of(Quirk.FOREIGN_USER), usual("x")).user())
        .isEqualTo("installer");
    assertThat(Quirk.approach(List.of(Quirk.NO_PONG), usual("x")).answersPings()).isFalse();
  }

  @ParameterizedTest
  @EnumSource(Quirk.class)
  void shouldLeaveFramesAndConnectionUsableAlone(Quirk quirk) {
    Transport transport = play(quirk);
    send(transport, "no json", START, METER, STOP, STATUS, BOOT, "[2,'h','Heartbeat',{}]");
    assertThat(sent).contains("no json").hasSizeGreaterThanOrEqualTo(6);
    assertThat(Quirk.named(quirk.kebab())).contains(quirk);
    Approach approach = Quirk.approach(List.of(quirk), usual("secret"));
    assertThat(Objects.toString(approach)).doesNotContain("secret");
  }

  @Test
  void shouldPlayAllAtOnce() {
    Transport transport = play(Quirk.values());
    send(transport, BOOT, START, METER, STOP, STATUS, "[2,'h','Heartbeat',{}]");
    assertThat(sent).hasSizeGreaterThanOrEqualTo(10);
    tell("[3,'1',{}]");
    assertThat(new JsonArray(json(heard.get(0))).getInteger(0)).isEqualTo(3);
  }

  @Test
  void shouldStandInTheReferenceEachWithItsSentence() throws Exception {
    String reference = Files.readString(Path.of("../docs/reference/quirks.md"));
    for (Quirk quirk : Quirk.values()) {
      assertThat(reference).contains("| `" + quirk.kebab() + "` | " + quirk.sentence() + " |");
    }
  }
}
