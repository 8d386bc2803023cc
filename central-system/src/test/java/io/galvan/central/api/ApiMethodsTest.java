package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.http.HttpMethod;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Methods beside those of the contract: HEAD, and those that are not there. */
class ApiMethodsTest extends ApiFixture {
  private Answer head(String path, String bearer) {
    return ask("HEAD", path, null, bearer);
  }

  @Test
  void shouldAnswerHeadAsGetWithoutTheBody() throws IOException {
    Answer there = head("/chargers?limit=1", token);
    assertThat(there.response().statusCode()).isEqualTo(200);
    assertThat(there.response().body()).isEmpty();
    assertThat(there.response().headers().firstValue("Content-Type")).contains("application/json");
    assertThat(head("/chargers/NO-SUCH", token).response().statusCode()).isEqualTo(404);
    assertThat(head("/chargers", "wrong").response().statusCode()).isEqualTo(401);
    assertThat(head("/chargers?nonsense=1", token).response().statusCode()).isEqualTo(400);
    // No body on the wire either: the next answer begins right behind the head of this one.
    try (Socket socket = new Socket("127.0.0.1", api.port())) {
      String request =
          "HEAD /api/v1/chargers HTTP/1.1\r\nHost: h\r\nAuthorization: Bearer " + token;
      socket
          .getOutputStream()
          .write(
              (request + "\r\n\r\n" + request + "\r\nConnection: close\r\n\r\n")
                  .getBytes(StandardCharsets.US_ASCII));
      try (InputStream answers = socket.getInputStream()) {
        String all = new String(answers.readAllBytes(), StandardCharsets.UTF_8);
        assertThat(all).doesNotContain("items").containsOnlyOnce("\r\n\r\nHTTP/1.1 200 OK");
      }
    }
  }

  @Test
  void shouldKnowHeadWhereverThereIsGetButAtTheStream() {
    OpenAPIContract contract = await(Contract.load(vertx)).routes();
    List<String> unknown = new ArrayList<>();
    for (Operation operation : contract.operations()) {
      String path = operation.getOpenAPIPath().replaceAll("\\{[^}]*}", "1");
      if (operation.getHttpMethod() == HttpMethod.GET
          && head(path, "wrong").response().statusCode() != 401) {
        unknown.add(operation.getOperationId());
      }
    }
    assertThat(unknown).containsExactly("streamEvents");
  }

  @Test
  void shouldNameTheMethodsThatThereAre() {
    assertThat(allowed("PATCH", "/chargers")).isEqualTo("GET, HEAD, POST");
    assertThat(allowed("PUT", "/users/abc")).isEqualTo("DELETE, GET, HEAD, PATCH");
    assertThat(allowed("GET", "/sessions")).isEqualTo("POST");
    assertThat(allowed("HEAD", "/events")).isEqualTo("GET");
    assertThat(allowed("OPTIONS", "/api-keys/1/rotate")).isEqualTo("POST");
    ask("PATCH", "/no-such-path", Map.of(), token).problem(404);
  }

  private String allowed(String method, String path) {
    Answer refused = ask(method, path, null, token);
    assertThat(refused.response().statusCode()).isEqualTo(405);
    return refused.response().headers().firstValue("Allow").orElse("");
  }

  @Test
  void shouldSumUpTransactionsByTheirDays() {
    assertThat(
            get("/transactions/summary?by=month&zone=Europe%2FBerlin&from=2026-01-01T00:00:00Z"
                    + "&to=2026-06-01T00:00:00Z")
                .json(200)
                .get("total")
                .get("count")
                .asInt())
        .isZero();
    assertThat(get("/transactions/summary?zone=Nowhere").field(400)).isEqualTo("zone");
    assertThat(get("/transactions?sort=updatedAt&updatedSince=2026-01-01T00:00:00Z").json(200))
        .isNotNull();
  }
}
