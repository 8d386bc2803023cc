package io.galvan.central.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Streams of events that were cut off and go on. */
class ApiEventsResumeTest extends ApiFixture {
  private static String text(List<String> lines) {
    return String.join("\n", lines);
  }

  private List<String> stream(String path, String lastEventId) {
    List<String> lines = new CopyOnWriteArrayList<>();
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + "/api/v1" + path))
            .header("Authorization", "Bearer " + token);
    if (!lastEventId.isEmpty()) {
      request.header("Last-Event-ID", lastEventId);
    }
    http.sendAsync(request.build(), HttpResponse.BodyHandlers.ofLines())
        .thenAcceptAsync(response -> response.body().forEach(lines::add));
    await().until(() -> lines.contains(": welcome"));
    return lines;
  }

  @Test
  void shouldGoOnWhereAStreamWasCutOff() {
    List<String> first = stream("/events", "");
    charger("CP-R1");
    await().untilAsserted(() -> assertThat(text(first)).contains("CP-R1"));
    String last =
        first.stream().filter(line -> line.startsWith("id: ")).reduce((a, b) -> b).orElseThrow();
    charger("CP-R2");
    await().untilAsserted(() -> assertThat(text(first)).contains("CP-R2"));
    List<String> second = stream("/events", last.substring(4));
    await().untilAsserted(() -> assertThat(text(second)).contains("CP-R2"));
    charger("CP-R3");
    await().untilAsserted(() -> assertThat(text(second)).contains("CP-R3"));
    assertThat(text(second)).doesNotContain("CP-R1", "reset");
    List<String> one = stream("/events?chargerId=CP-R1", "auth:0,charger:0,transaction:0");
    await().untilAsserted(() -> assertThat(text(one)).contains("CP-R1"));
    assertThat(text(one)).doesNotContain("CP-R2");
  }

  @Test
  void shouldSayWhenItCannotGoOn() {
    for (String last : List.of("e-CP-A", "auth:10", "auth:1,charger:x,transaction:1")) {
      List<String> lines = stream("/events", last);
      await().untilAsserted(() -> assertThat(lines).contains("event: reset"));
      charger("CP-X" + last.length());
      await().untilAsserted(() -> assertThat(text(lines)).contains("CP-X" + last.length()));
    }
  }

  @Test
  void shouldListNoParkedEventsAndNoDeadLettersOfAHealthySystem() {
    assertThat(get("/parked-events").json(200).get("items")).isEmpty();
    assertThat(get("/dead-letters").json(200).get("items")).isEmpty();
    post("/parked-events/charger-1/repeat", null).json(404);
    post("/parked-events/nonsense/repeat", null).json(404);
    get("/dead-letters/1").json(404);
  }
}
