package io.galvan.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
  private static final JsonObject SETTINGS =
      new JsonObject()
          .put("quick", false)
          .put("runs", 3)
          .put("warmUpS", 20)
          .put("againS", 4)
          .put("measuredS", 10);

  @TempDir Path folder;
  private Results results;

  @BeforeEach
  void noResults() {
    results = new Results(folder.resolve("results"));
  }

  private String written() throws IOException {
    Path page = folder.resolve("docs/benchmarks.md");
    new Page(results, page, folder.resolve("docs/images/benchmarks")).write();
    return Files.readString(page);
  }

  private static JsonObject session(double perSecond, double p99Ms) {
    return Row.run(
            new JsonObject()
                .put("stations", 100)
                .put("perSecond", perSecond)
                .put("p99Ms", p99Ms)
                .put("cpuSPer1000", 0.036)
                .put("databaseBytesPerCall", 400)
                .put("commitsPerCall", 0.05))
        .put(
            "seconds",
            new JsonArray()
                .add(new JsonObject().put("at", 1).put("calls", 26_000))
                .add(new JsonObject().put("at", 2).put("calls", 27_000)))
        .put(
            "books",
            new JsonObject()
                .put("transactions", new JsonObject().put("answered", 7).put("stored", 7))
                .put("messagesDropped", 0));
  }

  @Test
  void shouldHoldMediansAgainstTargets() throws IOException {
    results.keep(
        "session-100",
        SETTINGS,
        List.of(session(24_000, 30), session(27_000, 25), session(26_000, 5)));
    String page = written();
    assertThat(page)
        .contains("| session mix, 100 connections | ≥ 25,000 calls/s | 26,000 calls/s | yes |")
        .contains("| its p99 | ≤ 20 ms | 25 ms | **no** |")
        .contains("| MeterValues with 6 measurands | ≥ 20,000 calls/s | not run |  |")
        .contains("| session-100 | 3 | 7 / 7 |")
        .contains("Runs 3, warm-up 20 s");
    assertThat(folder.resolve("docs/images/benchmarks/throughput.svg"))
        .content()
        .contains("polyline");
  }

  @Test
  void shouldHoldARowAgainstAnother() throws IOException {
    results.keep("session-100", SETTINGS, List.of(session(20_000, 1)));
    results.keep("mqtt-100", SETTINGS, List.of(session(13_000, 1)));
    assertThat(written()).contains("| MQTT, of the figure over WebSocket | ≥ 60 % | 65 % | yes |");
  }

  @Test
  void shouldSayInWhichRowsTheMessageLogCouldNotFollow() throws IOException {
    JsonObject run = session(20_000, 1);
    run.getJsonObject("books")
        .put("messages", new JsonObject().put("answered", 200).put("stored", 110));
    results.keep("session-10000", SETTINGS, List.of(run));
    results.keep("session-100", SETTINGS, List.of(session(20_000, 1)));
    assertThat(written())
        .contains("In `session-10000` the message log could not follow: 45% of its entries")
        .doesNotContain("In `session-100` ");
  }

  @Test
  void shouldWriteThePageWithoutAnyResult() throws IOException {
    assertThat(written()).contains("not run", "were not measured", "Not run.");
  }

  @Test
  void shouldWorkOutAMillionStations() throws IOException {
    results.keep("session-1000", SETTINGS, List.of(session(25_000, 1)));
    results.keep("idle", SETTINGS, List.of(Row.run(new JsonObject().put("residentKb", 10.0))));
    results.keep(
        "storm", SETTINGS, List.of(Row.run(new JsonObject().put("connectsPerSecond", 5_000))));
    // 538 calls a day each: 6,227/s, 18,681/s at the peak, at 0.036 s a 1,000 and 60% use 1.12
    // cores.
    assertThat(written())
        .contains("538 calls a day", "6,227 calls/s", "18,681")
        .contains("| 0.036 s CPU a 1,000 calls, cores used to 60% | 2 |")
        .contains("| 400 bytes a call, message log and indexes counted in | 216 GB a day |");
  }

  @Test
  void shouldTakeTheMedian() {
    assertThat(Results.median(new double[] {9, 1, 5})).isEqualTo(5);
    assertThat(Results.median(new double[] {4, 1})).isEqualTo(2.5);
  }

  @Test
  void shouldFailWhenAnAnswerIsNotInTheDatabase() {
    JsonObject books =
        new JsonObject()
            .put("transactions", new JsonObject().put("answered", 7).put("stored", 6))
            .put("messagesDropped", 3);
    assertThatThrownBy(() -> Books.check(books)).hasMessageContaining("transactions");
    books.put("transactions", new JsonObject().put("answered", 7).put("stored", 7));
    books.put("messages", new JsonObject().put("answered", 10).put("stored", 7));
    assertThatCode(() -> Books.check(books)).doesNotThrowAnyException();
    books.put("messages", new JsonObject().put("answered", 10).put("stored", 6));
    assertThatThrownBy(() -> Books.check(books)).hasMessageContaining("messages");
  }

  @Test
  void shouldBringAStatementOnOneLine() {
    assertThat(StatementSampler.brief("select 1 -- why\n  from\n t")).isEqualTo("select 1 from t");
  }

  @Test
  void shouldMeasureEveryTargetByARowThatThereIs() {
    List<String> rows = Rows.all().stream().map(Row::id).toList();
    assertThat(Target.all()).allMatch(target -> rows.contains(target.row()));
    assertThat(rows).doesNotHaveDuplicates();
  }
}
