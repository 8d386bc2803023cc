package io.galvan.simulator.scenario;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.simulator.behaviour.Battery;
import io.galvan.simulator.scenario.Step.Action;
import io.galvan.simulator.scenario.Wire.Kind;
import io.galvan.simulator.scenario.Wire.Reply;
import io.galvan.simulator.scenario.Wire.Seen;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.verify.CentralApi;
import io.galvan.simulator.yaml.Fields;
import io.galvan.simulator.yaml.Place;
import io.vertx.core.Future;
import io.vertx.core.json.JsonObject;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What a step may say: the table first, then one method a verb. */
final class Verbs {
  /** Reads the fields of one verb. */
  @FunctionalInterface
  interface Parser {
    Action parse(Place place, JsonNode fields);
  }

  static final Map<String, Parser> TABLE = new LinkedHashMap<>();

  static {
    TABLE.put("connect", Verbs::connect);
    TABLE.put("boot", Verbs::boot);
    TABLE.put("disconnect", simple(ChargingStation::goOffline));
    TABLE.put("drop", simple(ChargingStation::dropConnection));
    TABLE.put("reboot", simple(ChargingStation::reboot));
    TABLE.put("offline", Verbs::offline);
    TABLE.put("plug", Verbs::plug);
    TABLE.put("unplug", atConnector(ChargingStation::unplug));
    TABLE.put("tag", Verbs::tag);
    TABLE.put("start", Verbs::start);
    TABLE.put("stop", Verbs::stop);
    TABLE.put("meter", Verbs::meter);
    TABLE.put("power", Verbs::power);
    TABLE.put("suspend", Verbs::suspend);
    TABLE.put("fault", atConnector(ChargingStation::fault));
    TABLE.put("clear-fault", atConnector(ChargingStation::clearFault));
    TABLE.put("send", Verbs::send);
    TABLE.put("call", Verbs::call);
    TABLE.put("sends", message(Kind.SENDS));
    TABLE.put("answered", message(Kind.ANSWERED));
    TABLE.put("receives", message(Kind.RECEIVES));
    TABLE.put("answers", message(Kind.ANSWERS));
    TABLE.put("sends-no", Verbs::sendsNo);
    TABLE.put("answer", Verbs::answer);
    TABLE.put("api", Verbs::api);
    TABLE.put("assert", Verbs::assertion);
    TABLE.put("set", Verbs::set);
    TABLE.put("draw", Draw::parse);
    TABLE.put("pause", Verbs::pause);
  }

  private Verbs() {}

  // The connection.

  private static Action connect(Place place, JsonNode tree) {
    Fields.of(place, tree);
    return stage -> {
      ChargingStation station = stage.station();
      stage.wire().open();
      stage.await("the station goes online", station.goOnline());
      stage.until("a connection", station::connected, () -> "none");
    };
  }

  private static Action boot(Place place, JsonNode tree) {
    Fields fields = Fields.ofValue(place, tree, "status", "status");
    String wanted = fields.text("status", "Accepted");
    return stage ->
        stage.until(
            "BootNotification answered " + wanted,
            () -> registration(stage.station()).equals(wanted),
            () -> registration(stage.station()));
  }

  private static String registration(ChargingStation station) {
    return station.registration().map(Enum::name).orElse("no answer");
  }

  private static Action offline(Place place, JsonNode tree) {
    Duration time = Fields.ofValue(place, tree, "for", "for").duration("for", Duration.ZERO);
    return stage -> {
      ChargingStation station = stage.station();
      stage.await("the station goes offline", station.goOffline());
      stage.pause(time);
      stage.await("the station goes online", station.goOnline());
      stage.until("a connection", station::connected, () -> "none");
    };
  }

  private static Parser simple(Function<ChargingStation, Future<Void>> act) {
    return (place, tree) -> {
      Fields.of(place, tree);
      return stage -> stage.await("it is done", act.apply(stage.station()));
    };
  }

  // The driver.

  /** Does something at a connector. */
  private interface AtConnector {
    Future<Void> act(ChargingStation station, int connector);
  }

  private static Parser atConnector(AtConnector verb) {
    return (place, tree) -> {
      int connector = Fields.ofValue(place, tree, "connector", "connector").integer("connector", 1);
      return stage -> stage.await("it is done", verb.act(stage.station(), connector));
    };
  }

  private static Action plug(Place place, JsonNode tree) {
    Fields fields =
        Fields.ofValue(place, tree, "connector", "connector", "capacity-kwh", "soc-percent");
    int connector = fields.integer("connector", 1);
    JsonNode kilowattHours =
        fields.numberOrVariable("capacity-kwh", ChargingStation.TYPICAL_CAPACITY_WH / 1_000);
    JsonNode soc = fields.numberOrVariable("soc-percent", ChargingStation.TYPICAL_SOC_PERCENT);
    return stage ->
        stage.await(
            "a vehicle is plugged in",
            stage
                .station()
                .plugIn(
                    connector,
                    new Battery(1_000 * stage.number(kilowattHours), stage.number(soc))));
  }

  private static Action tag(Place place, JsonNode tree) {
    Fields fields = Fields.ofValue(place, tree, "tag", "connector", "tag", "expect");
    int connector = fields.integer("connector", 1);
    String tag = fields.text("tag");
    String expected = fields.text("expect", "Accepted");
    return stage -> present(stage, connector, stage.text(tag), expected);
  }

  private static void present(Stage stage, int connector, String tag, String expected)
      throws Mismatch, InterruptedException {
    Enum<?> word =
        stage.await(
            "the tag is answered",
            stage.station().presentTag(connector, tag).<Enum<?>>map(answer -> answer));
    if (!expected.equals("*") && !word.name().equals(expected)) {
      throw new Mismatch("tag " + tag + " " + expected, word.name());
    }
  }

  private static Action start(Place place, JsonNode tree) {
    Fields fields = Fields.ofValue(place, tree, "tag", "connector", "tag", "save");
    int connector = fields.integer("connector", 1);
    String tag = fields.text("tag");
    String save = fields.optional("save");
    return stage -> {
      ChargingStation station = stage.station();
      stage.await("a vehicle is plugged in", station.plugIn(connector));
      present(stage, connector, stage.text(tag), "Accepted");
      stage.until(
          "a transaction with an id",
          () -> station.transaction(connector).isPresent(),
          () -> station.charging(connector) ? "one without an id" : "none");
      if (save != null) {
        stage.set(save, Stage.tree(station.transaction(connector).orElse("")));
      }
    };
  }

  private static Action stop(Place place, JsonNode tree) {
    Fields fields = Fields.ofValue(place, tree, "tag", "connector", "tag");
    int connector = fields.integer("connector", 1);
    String tag = fields.text("tag");
    return stage -> {
      ChargingStation station = stage.station();
      present(stage, connector, stage.text(tag), "Accepted");
      stage.until(
          "the transaction's end, told",
          () -> !station.charging(connector) && station.queued() == 0,
          () -> station.queued() + " messages waiting");
      stage.await("the cable is pulled", station.unplug(connector));
    };
  }

  private static Action meter(Place place, JsonNode tree) {
    Fields fields = Fields.ofValue(place, tree, "wh", "connector", "wh");
    int connector = fields.integer("connector", 1);
    JsonNode more = fields.numberOrVariable("wh", 1);
    return stage -> {
      long wh = Math.round(stage.number(more));
      long from = stage.station().registerWh(connector);
      stage.until(
          wh + " Wh more on the meter",
          () -> stage.station().registerWh(connector) - from >= wh,
          () -> stage.station().registerWh(connector) - from + " Wh");
    };
  }

  private static Action power(Place place, JsonNode tree) {
    Fields fields = Fields.ofValue(place, tree, "kw", "connector", "kw");
    int connector = fields.integer("connector", 1);
    JsonNode kilowatt = fields.numberOrVariable("kw", 0);
    return stage ->
        stage.await(
            "the vehicle's power is set",
            stage.station().limitPower(connector, 1_000 * stage.number(kilowatt)));
  }

  private static Action suspend(Place place, JsonNode tree) {
    Fields fields = Fields.ofValue(place, tree, "connector", "connector", "suspended");
    int connector = fields.integer("connector", 1);
    boolean suspended = fields.flag("suspended", true);
    return stage ->
        stage.await(
            "the vehicle pauses or goes on",
            stage.station().suspendByVehicle(connector, suspended));
  }

  // The wire.

  private static Action send(Place place, JsonNode tree) {
    if (!tree.isTextual() && !tree.isArray()) {
      throw new ScenarioException(place + ": sends a text or a frame as a list, not " + tree);
    }
    return stage -> {
      JsonNode filled = stage.fill(tree);
      String text = filled.isTextual() ? filled.asText() : filled.toString();
      stage.await("the text is sent", stage.station().send(text));
    };
  }

  private static Action call(Place place, JsonNode tree) {
    Fields fields =
        Fields.ofValue(
            place, tree, "action", "action", "payload", "expect", "expect-error", "save");
    String action = fields.text("action");
    JsonNode payload =
        fields.has("payload") ? fields.tree("payload") : Json.MAPPER.createObjectNode();
    String error = fields.optional("expect-error");
    Map<String, String> save = fields.texts("save");
    return stage -> {
      String id = stage.wire().nextId();
      String text = Wire.call(id, action, stage.fill(payload));
      stage.await("the call is sent", stage.station().send(text));
      Seen answer = ownAnswer(stage, id, action);
      if (error != null) {
        if (!error.equals(answer.error()) && !(error.equals("*") && answer.error() != null)) {
          throw new Mismatch("the error " + error, answer.toString());
        }
        return;
      }
      if (answer.error() != null) {
        throw new Mismatch("an answer to " + action, answer.toString());
      }
      if (fields.has("expect")) {
        stage.expect("an answer with", fields.tree("expect"), answer.payload());
      }
      stage.save(save, answer.payload());
    };
  }

  private static Seen ownAnswer(Stage stage, String id, String action)
      throws Mismatch, InterruptedException {
    Seen answer =
        stage
            .wire()
            .take(each -> each.kind() == Kind.ANSWERED && each.id().equals(id), stage.timeout());
    if (answer == null) {
      throw new Mismatch("an answer to " + action, "none");
    }
    return answer;
  }

  private static Parser message(Kind kind) {
    return (place, tree) -> {
      Fields fields = Fields.ofValue(place, tree, "action", "action", "where", "error", "save");
      String action = fields.text("action");
      String error = fields.optional("error");
      Map<String, String> save = fields.texts("save");
      return stage ->
          stage.save(save, stage.message(kind, action, fields.tree("where"), error).payload());
    };
  }

  private static Action sendsNo(Place place, JsonNode tree) {
    Fields fields = Fields.ofValue(place, tree, "action", "action", "where");
    String action = fields.text("action");
    return stage -> stage.noMessage(Kind.SENDS, action, fields.tree("where"));
  }

  private static Action answer(Place place, JsonNode tree) {
    Fields fields = Fields.of(place, tree, "action", "with", "error", "silence");
    String action = fields.text("action");
    String error = fields.optional("error");
    boolean silent = fields.flag("silence", false);
    int ways = (fields.has("with") ? 1 : 0) + (error != null ? 1 : 0) + (silent ? 1 : 0);
    if (ways != 1) {
      throw new ScenarioException(place + ": an answer is 'with', 'error' or 'silence: true'");
    }
    return stage -> {
      @Nullable JsonNode result = fields.has("with") ? stage.fill(fields.tree("with")) : null;
      stage.wire().reply(new Reply(action, result, error));
    };
  }

  // The central system from its other side.

  private static Action api(Place place, JsonNode tree) {
    Fields fields = Fields.of(place, tree, "method", "path", "body", "status", "expect", "save");
    String method = fields.text("method", fields.has("body") ? "POST" : "GET");
    String path = fields.text("path");
    int status = fields.integer("status", 200);
    Map<String, String> save = fields.texts("save");
    return stage -> {
      @Nullable JsonObject body =
          fields.has("body") ? new JsonObject(stage.fill(fields.tree("body")).toString()) : null;
      CentralApi.Answer answer = stage.api().send(method, stage.text(path), body);
      if (answer.status() != status) {
        throw new Mismatch(
            method + " " + stage.text(path) + " answers " + status,
            answer.status() + " " + answer.text());
      }
      JsonNode json = Json.parse(answer.text());
      if (fields.has("expect")) {
        stage.expect("an answer with", fields.tree("expect"), json);
      }
      stage.save(save, json);
    };
  }

  // What must hold.

  private static Action assertion(Place place, JsonNode tree) {
    Fields fields =
        Fields.of(
            place,
            tree,
            "connector",
            "connected",
            "registration",
            "state",
            "charging",
            "watt",
            "queued",
            "transaction",
            "configuration",
            "that",
            "equals");
    int connector = fields.integer("connector", 1);
    return stage -> {
      JsonNode wanted = stage.fill(expected(fields));
      stage.until(
          "that " + wanted,
          () -> Matching.matches(wanted, state(stage, fields, connector)),
          () -> String.join("; ", Matching.differences(wanted, state(stage, fields, connector))));
    };
  }

  private static JsonNode expected(Fields fields) {
    var expected = Json.MAPPER.createObjectNode();
    for (String name :
        new String[] {
          "connected",
          "registration",
          "state",
          "charging",
          "watt",
          "queued",
          "transaction",
          "configuration"
        }) {
      if (fields.has(name)) {
        expected.set(name, fields.tree(name));
      }
    }
    if (fields.has("that")) {
      expected.set("that", fields.tree("equals"));
    }
    return expected;
  }

  private static JsonNode state(Stage stage, Fields fields, int connector) {
    ChargingStation station = stage.station();
    var state = Json.MAPPER.createObjectNode();
    state.put("connected", station.connected());
    state.put("registration", registration(station));
    state.put("state", station.state(connector).name());
    state.put("charging", station.charging(connector));
    state.put("watt", Math.round(station.watt(connector)));
    state.put("queued", station.queued());
    station.transaction(connector).ifPresent(id -> state.put("transaction", id));
    var configuration = state.putObject("configuration");
    fields
        .tree("configuration")
        .fieldNames()
        .forEachRemaining(
            key -> station.configuration(key).ifPresent(value -> configuration.put(key, value)));
    if (fields.has("that")) {
      state.set("that", stage.fill(fields.tree("that")));
    }
    return state;
  }

  private static Action set(Place place, JsonNode tree) {
    if (!tree.isObject()) {
      throw new ScenarioException(place + ": sets names to values, not " + tree);
    }
    return stage ->
        tree.properties().forEach(each -> stage.set(each.getKey(), stage.fill(each.getValue())));
  }

  private static Action pause(Place place, JsonNode tree) {
    Duration time = Fields.ofValue(place, tree, "for", "for").duration("for", Duration.ZERO);
    return stage -> stage.pause(time);
  }
}
