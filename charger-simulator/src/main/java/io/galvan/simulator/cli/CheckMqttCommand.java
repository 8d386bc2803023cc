package io.galvan.simulator.cli;

import io.galvan.simulator.mqttcheck.Finding;
import io.galvan.simulator.mqttcheck.Finding.Outcome;
import io.galvan.simulator.mqttcheck.MqttCheck;
import io.galvan.simulator.mqttcheck.MqttCheck.Kind;
import io.galvan.simulator.mqttcheck.MqttServerAddress;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.PrintWriter;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** What does not work for OCPP at an MQTT broker, or at a listener. */
@Command(
    name = "check-mqtt",
    description = {
      "Tries what OCPP over MQTT needs of a broker or listener.",
      "At a broker it plays a station and a central system, under topics of its own. At a central"
          + " system's own listener (--listener) it plays a station that is known there (--id)."
    },
    mixinStandardHelpOptions = true)
final class CheckMqttCommand implements Callable<Integer> {
  private static final int CLOSE_SECONDS = 10;

  @Spec private CommandSpec spec = CommandSpec.create();
  @Mixin private TlsOptions tls = new TlsOptions();

  @Parameters(
      paramLabel = "URL",
      description =
          "mqtt://host:1883 or mqtts://host:8883; the station's name and password may stand in it,"
              + " as mqtt://user:password@host.")
  private String url = "";

  @Option(
      names = "--listener",
      description = "It is a central system's own listener: nobody else reads what stations say.")
  private boolean listener;

  @Option(
      names = "--id",
      description = "The station's identity and client id; one of chance if not given.")
  private @Nullable String id;

  @Option(
      names = "--password",
      paramLabel = "TEXT",
      description =
          "The station's password, its identity being the user's name; or in the environment, as"
              + " GALVAN_MQTT_PASSWORD.",
      defaultValue = "${env:GALVAN_MQTT_PASSWORD}")
  private @Nullable String password;

  @Option(
      names = "--reader",
      paramLabel = "USER",
      description = "Who reads all stations at the broker; the station itself if not given.")
  private @Nullable String reader;

  @Option(
      names = "--reader-password",
      paramLabel = "TEXT",
      description = "The reader's password; or in the environment, as GALVAN_MQTT_READER_PASSWORD.",
      defaultValue = "${env:GALVAN_MQTT_READER_PASSWORD}")
  private @Nullable String readerPassword;

  @Option(
      names = "--topics",
      paramLabel = "LEVEL",
      description =
          "What topics begin with (default: galvan-check, so that no central system reads them; ocpp"
              + " at a listener).")
  private @Nullable String topics;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description = "Only these checks, by the names in the table.")
  private Set<String> only = Set.of();

  @Option(
      names = "--timeout",
      converter = Durations.class,
      description = "Longest wait for each answer (default: ${DEFAULT-VALUE}).",
      defaultValue = "5s")
  private Duration timeout = Duration.ZERO;

  @Option(names = "--json", description = "Writes one JSON object instead of a table.")
  private boolean json;

  @Override
  public Integer call() throws Exception {
    Vertx vertx = Vertx.vertx();
    try {
      return check(vertx);
    } finally {
      vertx.close().await(CLOSE_SECONDS, TimeUnit.SECONDS);
    }
  }

  private int check(Vertx vertx) throws InterruptedException {
    Kind kind = listener ? Kind.LISTENER : Kind.BROKER;
    checkNames(MqttCheck.names(kind));
    String station = id == null ? "check-" + Integer.toHexString(new SecureRandom().nextInt()) : id;
    MqttServerAddress server = MqttServerAddress.of(vertx, url, tls.files());
    MqttServerAddress asStation = password == null ? server : server.as(station, password);
    MqttServerAddress asReader = reader == null ? asStation : server.as(reader, readerPassword);
    String level = topics == null ? (listener ? "ocpp" : "galvan-check") : topics;
    MqttCheck check = new MqttCheck(kind, asStation, asReader, level, station, timeout);
    PrintWriter out = spec.commandLine().getOut();
    List<Finding> findings =
        check.run(
            only,
            finding -> {
              if (!json) {
                out.println(line(finding));
                out.flush();
              }
            });
    List<String> failing =
        findings.stream()
            .filter(each -> each.outcome() == Outcome.FAILS)
            .map(Finding::name)
            .toList();
    out.println(
        json ? json(server, findings, failing).encode() : summary(findings.size(), failing));
    out.flush();
    return failing.isEmpty() ? Exit.AS_EXPECTED : Exit.DIFFERENT;
  }

  private void checkNames(List<String> names) {
    for (String name : only) {
      if (!names.contains(name)) {
        throw new IllegalArgumentException(
            "there is no check "
                + name
                + "; there are "
                + String.join(", ", names)
                + Suggestion.of(name, names));
      }
    }
  }

  private static String line(Finding finding) {
    String mark =
        switch (finding.outcome()) {
          case WORKS -> "works";
          case FAILS -> "FAILS";
          case SKIPPED -> "-";
        };
    return String.format(
        "%-6s %-18s  %-46s  %s", mark, finding.name(), finding.question(), finding.detail());
  }

  private static String summary(int checks, List<String> failing) {
    return failing.isEmpty()
        ? "all " + checks + " checks work"
        : failing.size() + " of " + checks + " do not work: " + String.join(", ", failing);
  }

  private static JsonObject json(
      MqttServerAddress server, List<Finding> findings, List<String> failing) {
    JsonArray checks = new JsonArray();
    findings.forEach(each -> checks.add(each.json()));
    return new JsonObject()
        .put("server", server.toString())
        .put("works", failing.isEmpty())
        .put("failing", new JsonArray(failing))
        .put("checks", checks);
  }
}
