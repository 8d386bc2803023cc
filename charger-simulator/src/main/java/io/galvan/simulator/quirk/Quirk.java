package io.galvan.simulator.quirk;

import static io.galvan.simulator.quirk.Behaviour.approaching;

import io.galvan.simulator.transport.Transport;
import io.galvan.simulator.transport.ws.Approach;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Everything that real chargers are known to do other than the standard says. The name on the
 * command line is the constant's in small letters with hyphens. Several quirks at once act in the
 * order in which they stand here: those of meaning before those of form.
 */
public enum Quirk {
  // Connection.
  NO_SUBPROTOCOL("connects without offering a subprotocol", ConnectionQuirks::offering),
  PROBING_VERSIONS(
      "offers subprotocols of older versions too, as after a version switch",
      () -> ConnectionQuirks.offering("ocpp1.2", "ocpp1.5", "ocpp1.6")),
  TRAILING_SLASH("ends the path with a slash", at(usual -> usual.path() + "/")),
  QUERY_STRING("adds a query to the path", at(usual -> usual.path() + "?vendor=x&token=y")),
  DOUBLE_SLASH("doubles the slashes of the path", at(usual -> usual.path().replace("/", "//"))),
  PERCENT_ENCODING("encodes every character of its identity", ConnectionQuirks::percentEncoded),
  PASTED_URL(
      "has a whole server URL and its serial number in the path", ConnectionQuirks::pastedUrl),
  LETTER_CASE("spells its identity in other letter case", ConnectionQuirks::otherCase),
  SECOND_SOCKET(
      "opens a new connection before the old one is closed", ConnectionQuirks::secondSocket),
  NO_PONG("never answers a ping", () -> approaching(Approach::mute)),
  DROPPED_AFTER_60_S(
      "is cut off 60 seconds after its last frame",
      () -> ConnectionQuirks.droppedAfter(Duration.ofSeconds(60))),
  FOREIGN_USER(
      "logs in with a user name that is not its identity",
      () -> approaching(usual -> usual.as("installer"))),
  PASSWORD_AS_HEX("shows its password as hexadecimal text", ConnectionQuirks::passwordAsHex),
  PASSWORD_AS_BYTES(
      "shows the bytes its hexadecimal password stands for", ConnectionQuirks::passwordAsBytes),

  // Boot.
  NO_BOOT("sends no BootNotification unless it is asked to", ConnectionQuirks::noBoot),
  EARLY_MESSAGES(
      "sends Heartbeat and StatusNotification before its boot is answered",
      ConnectionQuirks::early),
  BOOT_LOOP("boots again whenever its measurands are set", ConnectionQuirks::bootLoop),

  // Transactions.
  METER_RESET("counts its register from 0 in each session", TransactionQuirks::meterReset),
  LOW_METER_STOP("stops with a register below its last sample", TransactionQuirks::lowMeterStop),
  LATE_METER_VALUES("meters on after StopTransaction", TransactionQuirks::lateSample),
  NO_TRANSACTION_ID("names no transaction in MeterValues", TransactionQuirks::withoutTransactionId),
  MAX_TRANSACTION_ID(
      "names transaction 9223372036854775807 in MeterValues",
      () -> TransactionQuirks.meteredAs(Long.MAX_VALUE)),
  MINUS_1_TRANSACTION_ID(
      "names transaction -1 in MeterValues", () -> TransactionQuirks.meteredAs(-1)),
  MINUS_16_TRANSACTION_ID(
      "names transaction -16 in MeterValues", () -> TransactionQuirks.meteredAs(-16)),
  ZERO_TRANSACTION_ID("names transaction 0 in MeterValues", () -> TransactionQuirks.meteredAs(0)),
  NO_START("accepts a remote start and starts nothing", TransactionQuirks::noStart),
  UNKNOWN_STOP("stops a transaction nobody knows, too", TransactionQuirks::unknownStop),
  TAG_WITH_SERIAL(
      "adds a serial number to tags", () -> TransactionQuirks.tags(tag -> tag + "_0815")),
  TAG_WITH_SEMICOLON("adds a second tag to tags", () -> TransactionQuirks.tags(tag -> tag + ";b")),
  VID_TAG("puts VID: before tags", () -> TransactionQuirks.tags(tag -> "VID:" + tag)),
  OVERLONG_TAG("starts with a tag of more than 20 characters", TransactionQuirks::overlongTags),
  CRASH_ON_LONG_TAG(
      "crashes at a remote start with a tag of more than 16 characters",
      TransactionQuirks::crashOnLongTag),

  // Meters.
  CONNECTOR_0("meters on connector 0", MeterQuirks::onConnector0),
  KILOWATTS("meters in kW and kWh", MeterQuirks::kilowatts),
  MILLIAMPERES("meters currents in mA, which is no unit", MeterQuirks::milliamperes),
  PADDED_VALUES("pads its values with spaces and zeros", MeterQuirks::padded),
  PER_PHASE_ONLY("meters each phase and never their sum", MeterQuirks::perPhase),
  PHASE_N_ALONE("meters a current on phase N alone", MeterQuirks::neutralAlone),
  CURRENT_TO_NEUTRAL("meters currents on L1-N", MeterQuirks::currentToNeutral),

  // Status and times.
  FINISHING_WITH_ERROR(
      "is Finishing with an error code",
      () -> MeterQuirks.status("Finishing", "errorCode", "OtherError")),
  AVAILABLE_WHILE_PLUGGED(
      "is Available while a vehicle is plugged in",
      () -> MeterQuirks.status("Preparing", "status", "Available")),
  TIME_OF_1970(
      "tells its status of 1970",
      () ->
          Behaviour.calling(
              "StatusNotification", payload -> payload.put("timestamp", "1970-01-01T00:00:12Z"))),
  LOCAL_TIME_AS_UTC(
      "writes its local time with a Z",
      () -> MessageQuirks.times(time -> MessageQuirks.later(time, Duration.ofHours(2)))),
  TIME_WITHOUT_ZONE(
      "writes times without a zone",
      () -> MessageQuirks.times(time -> time.substring(0, time.length() - 1))),
  SHORT_ZONE(
      "writes times with the zone +02",
      () ->
          MessageQuirks.times(
              time -> MessageQuirks.later(time, Duration.ofHours(2)).replaceAll("Z$", "") + "+02")),

  // Commands.
  SILENT_CONFIGURATION(
      "never answers GetConfiguration without keys", CommandQuirks::silentConfiguration),
  FOUR_KEYS("refuses GetConfiguration of more than 4 keys", CommandQuirks::fourKeys),
  STACK_LEVEL_0_ONLY(
      "knows only stack level 0",
      () -> CommandQuirks.onlyProfiles(profile -> profile.getInteger("stackLevel") == 0)),
  RELATIVE_PROFILES_ONLY("knows only Relative profiles", only("Relative")),
  ABSOLUTE_PROFILES_ONLY("knows only Absolute profiles", only("Absolute")),
  NO_DECIMALS("breaks at decimals in charging profiles", CommandQuirks::noDecimals),
  AMPERE_STEPS("charges with certain currents only", CommandQuirks::ampereSteps),
  CURRENT_MULTIPLIER("tells its schedule in tenths of an ampere", CommandQuirks::currentMultiplier),
  DEAF_UNTIL_RECONNECT("hears three commands a connection", CommandQuirks::deaf),

  // JSON and frames.
  OBJECT_FOR_ARRAY("sends an object where an array is due", MessageQuirks::objectForArray),
  NULL_OPTIONALS("sends null for what it leaves out", MessageQuirks::nullOptionals),
  EMPTY_STRINGS("sends empty strings for what it leaves out", MessageQuirks::emptyOptionals),
  LONG_STRINGS("sends texts over their limit", MessageQuirks::longStrings),
  UNKNOWN_ENUMS("is Occupied, and stops for reasons of its own", MessageQuirks::unknownEnums),
  EXTRA_FIELDS("sends fields the standard does not have", MessageQuirks::extraFields),
  HUGE_FRAMES("sends StopTransactions of almost 1 MB", MessageQuirks::hugeFrames),
  STRINGS_AS_NUMBERS("sends numbers for strings", MessageQuirks::stringsAsNumbers),
  NUMBERS_AS_STRINGS("sends strings for numbers", MessageQuirks::numbersAsStrings),
  REPEATED_MESSAGES("sends every CALL twice", MessageQuirks::twice),
  IDS_FROM_1("counts message ids from 1 in each connection", () -> MessageQuirks.ids(false)),
  ONE_MESSAGE_ID("uses one message id for all it sends", () -> MessageQuirks.ids(true)),
  NULL_PAYLOAD("sends null for an empty payload", MessageQuirks::nullPayload),
  MISSING_VALUE("leaves out the value of transactionId", MessageQuirks::missingValue),
  TRUNCATED_JSON("leaves out the last brackets of a frame", MessageQuirks::truncated);

  private final String sentence;
  private final Supplier<Behaviour> behaviours;

  Quirk(String sentence, Supplier<Behaviour> behaviours) {
    this.sentence = sentence;
    this.behaviours = behaviours;
  }

  private static Supplier<Behaviour> at(java.util.function.Function<Approach, String> path) {
    return () -> approaching(usual -> usual.at(path.apply(usual)));
  }

  private static Supplier<Behaviour> only(String kind) {
    return () ->
        CommandQuirks.onlyProfiles(
            (JsonObject profile) -> kind.equals(profile.getString("chargingProfileKind")));
  }

  /** The name on the command line. */
  public String kebab() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** What a charger with it does, said of it. */
  public String sentence() {
    return sentence;
  }

  Behaviour behaviour() {
    return behaviours.get();
  }

  /** The quirk of a name on the command line. */
  public static Optional<Quirk> named(String kebab) {
    return Arrays.stream(values()).filter(quirk -> quirk.kebab().equals(kebab)).findFirst();
  }

  /** How a station with these quirks asks for its WebSocket. */
  public static Approach approach(Collection<Quirk> quirks, Approach usual) {
    Approach approach = usual;
    for (Quirk quirk : inOrder(quirks)) {
      approach = quirk.behaviour().approaches(approach);
    }
    return approach;
  }

  /**
   * A way to the central system with these quirks.
   *
   * @param ways makes the real way, anew for each connection
   * @param clock the station's
   */
  public static Transport transport(
      Collection<Quirk> quirks, Supplier<Transport> ways, Supplier<Instant> clock, Timers timers) {
    List<Behaviour> made = new ArrayList<>();
    inOrder(quirks).forEach(quirk -> made.add(quirk.behaviour()));
    return new QuirkyTransport(List.copyOf(made), ways, clock, timers);
  }

  private static Set<Quirk> inOrder(Collection<Quirk> quirks) {
    return quirks.isEmpty() ? Set.of() : EnumSet.copyOf(quirks);
  }
}
