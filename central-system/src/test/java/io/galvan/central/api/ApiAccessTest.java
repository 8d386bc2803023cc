package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.contract.messagelog.DeadLetters;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.openapi.contract.OpenAPIContract;
import io.vertx.openapi.contract.Operation;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** Who may do what by REST, and the tokens of those who charge. */
class ApiAccessTest extends ApiFixture {
  private static final Set<String> PUBLIC =
      Set.of("signIn", "signUp", "confirmSignUp", "refreshSession", "createOauthToken");

  @Test
  void shouldAskForATokenAtEveryOperationButThePublicOnes() {
    OpenAPIContract contract = await(Contract.load(vertx)).routes();
    assertThat(contract.operations()).hasSizeGreaterThan(50);
    for (Operation operation : contract.operations()) {
      String path = operation.getOpenAPIPath().replaceAll("\\{[^}]*}", "1");
      Answer answer =
          ask(
              operation.getHttpMethod().name(),
              path,
              operation.getHttpMethod().name().equals("GET") ? null : Map.of(),
              null);
      if (PUBLIC.contains(operation.getOperationId())) {
        assertThat(answer.response().statusCode()).as(operation.getOperationId()).isEqualTo(400);
      } else {
        answer.problem(401);
        assertThat(answer.response().headers().firstValue("WWW-Authenticate"))
            .as(operation.getOperationId())
            .contains("Bearer");
        ask(operation.getHttpMethod().name(), path, null, "forged.token.here").problem(401);
      }
    }
  }

  @Test
  void shouldLetEachRoleDoWhatItMayAndNoMore() {
    post(
            "/users",
            Map.of(
                "email", "viewer@test", "name", "V", "role", "Viewer", "password", "long enough 1"))
        .json(201);
    post(
            "/users",
            Map.of(
                "email",
                "operator@test",
                "name",
                "O",
                "role",
                "Operator",
                "password",
                "long enough 2"))
        .json(201);
    ask(
            "POST",
            "/users",
            Map.of(
                "email", "driver@test", "name", "D", "role", "Driver", "password", "long enough 3"),
            token)
        .json(201);
    String viewer = signIn("viewer@test", "long enough 1");
    String operator = signIn("operator@test", "long enough 2");
    String driver = signIn("driver@test", "long enough 3");
    ask("GET", "/chargers", null, viewer).json(200);
    ask("POST", "/tokens", Map.of("idToken", "X", "blocked", false), viewer).problem(403);
    ask("POST", "/tokens", Map.of("idToken", "X", "blocked", false), operator).json(201);
    // The sessions, which this fixture does not have, repeat dead letters.
    Bus.of(vertx)
        .serve(
            DeadLetters.REPEAT,
            key -> Future.failedFuture(GalvanException.notFound("the dead letter")));
    for (String repeat : List.of("/dead-letters/1/repeat", "/parked-events/charger-1/repeat")) {
      ask("POST", repeat, null, viewer).problem(403);
      // Allowed, but there is none.
      ask("POST", repeat, null, operator).problem(404);
    }
    ask("DELETE", "/dead-letters/1", null, operator).problem(403);
    ask("DELETE", "/dead-letters/1", null, token).problem(404);
    ask("GET", "/users", null, operator).problem(403);
    ask("GET", "/chargers", null, driver).problem(403);
    assertThat(ask("GET", "/users/me", null, driver).json(200).get("role").asText())
        .isEqualTo("Driver");
    await()
        .untilAsserted(
            () ->
                assertThat(get("/mails?recipient=driver@test").json(200).get("items")).hasSize(1));
  }

  @Test
  void shouldSignUpWhoeverReadsTheMailOfTheirAddress() {
    Map<String, ?> asked =
        Map.of("email", "new@example.org", "name", "New", "password", "long enough 4");
    assertThat(ask("POST", "/users/sign-up", asked, null).response().statusCode()).isEqualTo(202);
    ask("POST", "/sessions", Map.of("email", "new@example.org", "password", "long enough 4"), null)
        .problem(401);
    String mail =
        get("/mails?recipient=new@example.org").json(200).get("items").get(0).get("text").asText();
    Matcher code = Pattern.compile("[A-Za-z0-9_-]{32}").matcher(mail);
    assertThat(code.find()).isTrue();
    ask(
            "POST",
            "/users/sign-up/confirm",
            Map.of("code", code.group(), "password", "long enough 5"),
            null)
        .problem(401);
    assertThat(
            ask(
                    "POST",
                    "/users/sign-up/confirm",
                    Map.of("code", code.group(), "password", "long enough 4"),
                    null)
                .json(201)
                .get("role")
                .asText())
        .isEqualTo("Driver");
    signIn("new@example.org", "long enough 4");
    assertThat(ask("POST", "/users/sign-up", asked, null).response().statusCode()).isEqualTo(202);
    assertThat(
            get("/mails?recipient=new@example.org")
                .json(200)
                .get("items")
                .findValuesAsText("subject"))
        .contains("You have a Galvan account");
  }

  @Test
  void shouldTellHowLongALockedAddressWaits() {
    post(
            "/users",
            Map.of("email", "l@test", "name", "L", "role", "Viewer", "password", "long enough 6"))
        .json(201);
    Map<String, ?> wrong = Map.of("email", "l@test", "password", "wrong");
    for (int i = 0; i < 10; i++) {
      ask("POST", "/sessions", wrong, null).problem(401);
    }
    Answer locked = ask("POST", "/sessions", wrong, null);
    locked.problem(429);
    assertThat(
            Integer.parseInt(locked.response().headers().firstValue("Retry-After").orElseThrow()))
        .isBetween(400, 601);
  }

  private String signIn(String email, String password) {
    return ask("POST", "/sessions", Map.of("email", email, "password", password), null)
        .json(200)
        .get("token")
        .asText();
  }

  @Test
  void shouldRefuseAWrongPassword() {
    ask("POST", "/sessions", Map.of("email", admin.get().email(), "password", "wrong"), null)
        .problem(401);
  }

  @Test
  void shouldKeepTokens() {
    post(
            "/tokens",
            Map.of(
                "idToken",
                "A/B 1",
                "blocked",
                false,
                "expiresAt",
                "2030-01-01T00:00:00+02:00",
                "maxActiveTransactions",
                2))
        .json(201);
    assertThat(get("/tokens/A%2FB%201").json(200).get("expiresAt").asText())
        .isEqualTo("2029-12-31T22:00:00Z");
    assertThat(
            ask("PUT", "/tokens/A%2FB%201", Map.of("blocked", true), token)
                .json(200)
                .get("status")
                .asText())
        .isEqualTo("Blocked");
    assertThat(get("/tokens?status=Blocked").json(200).get("items").findValuesAsText("idToken"))
        .contains("A/B 1");
    assertThat(ask("DELETE", "/tokens/A%2FB%201", null, token).response().statusCode())
        .isEqualTo(204);
    get("/tokens/A%2FB%201").problem(404);
  }
}
