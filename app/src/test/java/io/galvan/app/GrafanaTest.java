package io.galvan.app;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawStation;
import io.galvan.platform.json.Mapper;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Every query of the Grafana dashboard and of the alerts asks for metrics and labels that a running
 * system has.
 */
class GrafanaTest {
  private static final Path GRAFANA = Path.of("..", "grafana");
  private static final Pattern METRIC =
      Pattern.compile("\\b([a-z]+_[a-z0-9_]+)\\b(?=[\\s{\\[)]|$)");
  private static final Pattern LABELS = Pattern.compile("\\b(?:by|without) *\\(([^)]*)\\)");
  private static final Pattern MATCHERS = Pattern.compile("([a-z0-9_]+)\\{([^}]*)}");

  /** What Prometheus itself adds. */
  private static final Set<String> OF_PROMETHEUS = Set.of("instance", "job", "up");

  private static List<String> queries() throws IOException {
    JsonNode dashboard =
        Mapper.JSON.readTree(Files.readString(GRAFANA.resolve("dashboards/galvan.json")));
    List<String> queries = new java.util.ArrayList<>(dashboard.findValuesAsText("expr"));
    Files.readAllLines(GRAFANA.resolve("prometheus/alerts.yml")).stream()
        .map(String::strip)
        .filter(line -> line.startsWith("expr:"))
        .map(line -> line.substring(5).strip())
        .forEach(queries::add);
    return queries;
  }

  /** The labels of each metric that the system exports. */
  private static Map<String, Set<String>> exported(RunningSystem system) throws Exception {
    String text =
        HttpClient.newHttpClient()
            .send(
                HttpRequest.newBuilder(
                        URI.create(
                            "http://127.0.0.1:"
                                + system.node.ports().get(Ports.Name.ops)
                                + "/metrics"))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body();
    Map<String, Set<String>> metrics = new HashMap<>();
    Matcher line = Pattern.compile("(?m)^([a-z0-9_]+)(?:\\{([^}]*)})? ").matcher(text);
    while (line.find()) {
      Set<String> labels = metrics.computeIfAbsent(line.group(1), name -> new HashSet<>());
      if (line.group(2) != null) {
        Matcher label = Pattern.compile("([a-z0-9_]+)=\"").matcher(line.group(2));
        while (label.find()) {
          labels.add(label.group(1));
        }
      }
    }
    return metrics;
  }

  @Test
  void shouldAskOnlyForMetricsAndLabelsThatTheSystemExports() throws Exception {
    try (RunningSystem system = RunningSystem.start(Map.of())) {
      system.register("CP-1", "TAG-1");
      RawStation station =
          await(RawStation.webSocket(system.vertx, system.ocppPort(), "CP-1", null));
      station.ask(
          "[2,\"1\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}]");
      CompletableFuture<?> command =
          CompletableFuture.runAsync(
              () -> system.api.command("CP-1", "ClearCache", Map.of()).expect(200));
      station.send("[3,\"" + station.receive().split("\"")[1] + "\",{\"status\":\"Accepted\"}]");
      command.get(10, TimeUnit.SECONDS);
      System.gc();
      await()
          .untilAsserted(
              () -> {
                Map<String, Set<String>> metrics = exported(system);
                Set<String> missing = new TreeSet<>();
                for (String query : queries()) {
                  missing.addAll(missing(query, metrics));
                }
                assertThat(missing).isEmpty();
              });
      assertThat(queries()).hasSizeGreaterThan(20);
    }
  }

  private static Set<String> missing(String query, Map<String, Set<String>> metrics) {
    Set<String> missing = new TreeSet<>();
    String withoutStrings = query.replaceAll("\"[^\"]*\"", "\"\"");
    Set<String> labels = new HashSet<>();
    Matcher metric = METRIC.matcher(LABELS.matcher(withoutStrings).replaceAll(" "));
    while (metric.find()) {
      String name = metric.group(1);
      if (Set.of("histogram_quantile", "max_over_time").contains(name)) {
        continue;
      }
      if (metrics.containsKey(name)) {
        labels.addAll(metrics.get(name));
      } else if (!OF_PROMETHEUS.contains(name)) {
        missing.add("metric " + name + " in " + query);
      }
    }
    Matcher grouped = LABELS.matcher(withoutStrings);
    while (grouped.find()) {
      for (String label : grouped.group(1).split(",")) {
        if (!labels.contains(label.strip()) && !OF_PROMETHEUS.contains(label.strip())) {
          missing.add("label " + label.strip() + " in " + query);
        }
      }
    }
    Matcher matchers = MATCHERS.matcher(withoutStrings);
    while (matchers.find()) {
      for (String matcher : matchers.group(2).split(",")) {
        String label = matcher.replaceAll("[=!~].*", "").strip();
        if (!metrics.getOrDefault(matchers.group(1), Set.of()).contains(label)
            && !OF_PROMETHEUS.contains(label)) {
          missing.add("label " + label + " in " + query);
        }
      }
    }
    return missing;
  }
}
