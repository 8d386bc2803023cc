package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the contract does not allow is 400 at every operation, before anything is looked up. */
class ApiStrictnessTest extends ApiFixture {
  private List<Operation> operations;

  @BeforeAll
  void load() {
    operations = await(Contract.load(vertx)).routes().operations();
  }

  private List<Operation> operations() {
    return operations;
  }

  /** Nothing that the path names exists. */
  private static String path(Operation operation) {
    return operation.getOpenAPIPath().replaceAll("\\{[^}]*}", "4711");
  }

  private int status(Operation operation, String query, Object body) {
    return ask(operation.getHttpMethod().name(), path(operation) + query, body, token)
        .response()
        .statusCode();
  }

  private static boolean hasBody(Operation operation) {
    return operation.getRequestBody() != null && operation.getRequestBody().isRequired();
  }

  @Test
  void shouldRequireTheBodyThatTheContractRequires() {
    List<String> taken = new ArrayList<>();
    for (Operation operation : operations()) {
      if (hasBody(operation) && status(operation, "", null) != 400) {
        taken.add(operation.getOperationId());
      }
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void shouldJudgeTheBodyBeforeItLooksWhatThereIs() {
    List<String> taken = new ArrayList<>();
    for (Operation operation : operations()) {
      boolean json =
          hasBody(operation)
              && operation.getRequestBody().getContent().containsKey("application/json");
      if (json && status(operation, "", Map.of("noSuchField", 1)) != 400) {
        taken.add(operation.getOperationId());
      }
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void shouldRefuseAQueryParameterThatDoesNotExist() {
    List<String> taken = new ArrayList<>();
    for (Operation operation : operations()) {
      Object body = hasBody(operation) ? Map.of() : null;
      if (status(operation, "?noSuchParameter=1", body) != 400) {
        taken.add(operation.getOperationId());
      }
    }
    assertThat(taken).isEmpty();
    assertThat(get("/chargers?noSuchParameter=1").field(400)).isEqualTo("noSuchParameter");
  }

  @Test
  void shouldRefuseAValueThatTheContractDoesNotKnow() {
    List<String> taken = new ArrayList<>();
    for (Operation operation : operations()) {
      for (Parameter parameter : operation.getParameters()) {
        JsonObject schema = parameter.getOpenAPIModel().getJsonObject("schema");
        boolean bounded =
            !schema.getJsonArray("enum", new JsonArray()).isEmpty()
                || !schema.getString("type").equals("string")
                || schema.containsKey("format");
        if (parameter.getIn() == Location.QUERY
            && bounded
            && status(operation, "?" + parameter.getName() + "=NoSuch", null) != 400) {
          taken.add(operation.getOperationId() + " " + parameter.getName());
        }
      }
    }
    assertThat(taken).isEmpty();
    assertThat(get("/chargers?status=NoSuch").field(400)).isEqualTo("status");
  }

  @ParameterizedTest
  @ValueSource(strings = {"x%00", "-1", "bnVsbA", "WyJhIiwiYiIsImMiXQ"})
  void shouldRefuseACursorThatNoPageEndedWith(String cursor) {
    List<String> taken = new ArrayList<>();
    for (Operation operation : operations()) {
      boolean paged =
          operation.getParameters().stream().anyMatch(one -> one.getName().equals("cursor"));
      // Lists of what a path names look that up first, when the cursor is one of another list.
      boolean other = cursor.startsWith("Wy") && operation.getOpenAPIPath().contains("{");
      String required =
          operation.getParameters().stream()
              .filter(one -> one.getIn() == Location.QUERY && one.isRequired())
              .map(one -> "&" + one.getName() + "=x")
              .reduce("", String::concat);
      if (paged && !other && status(operation, "?cursor=" + cursor + required, null) != 400) {
        taken.add(operation.getOperationId());
      }
    }
    assertThat(taken).isEmpty();
  }

  @Test
  void shouldKeepThePolicyBeforeAnEmptyBody() {
    charger("STRICT-1");
    ask("PUT", "/chargers/STRICT-1/policy", Map.of("heartbeatIntervalS", 77), token).json(200);
    ask("PUT", "/chargers/STRICT-1/policy", " ", token).problem(400);
    assertThat(get("/chargers/STRICT-1/policy").json(200).get("heartbeatIntervalS").asInt())
        .isEqualTo(77);
  }

  @Test
  void shouldAnswerForCustomerInformationThatNobodyTold() {
    charger("STRICT-2");
    get("/chargers/STRICT-2/customer-information/4711").problem(404);
    get("/chargers/NO-SUCH/customer-information/4711").problem(404);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/api/docs/..%2f..%2f",
        "/api/docs/..%2f..%2f..%2f",
        "/api/docs/%2e%2e%2f%2e%2e%2f",
        "/api/docs/..%5c..%5c",
        "/app/..%2f..%2f",
        "/_static/..%2f..%2fapp%2fapi.js"
      })
  void shouldServeNoFileOutsideOfItsFolder(String path) throws IOException, InterruptedException {
    HttpResponse<String> reply =
        http.send(
            HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + api.port() + path)).build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(reply.statusCode()).isEqualTo(404);
  }
}
