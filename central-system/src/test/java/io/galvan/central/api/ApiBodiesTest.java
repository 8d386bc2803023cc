package io.galvan.central.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.testing.RawSocket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose bodies are read, and how much of them, over raw sockets. */
class ApiBodiesTest extends ApiFixture {
  private static final int KB = 1 << 10;
  private static final int MB = 1 << 20;

  /** Sends a request without its body. */
  private RawSocket head(String path, @Nullable String bearer, String... headers)
      throws IOException {
    RawSocket socket = RawSocket.open("127.0.0.1", api.port());
    head(socket, path, bearer, headers);
    return socket;
  }

  private static void head(
      RawSocket socket, String path, @Nullable String bearer, String... headers)
      throws IOException {
    StringBuilder head =
        new StringBuilder("POST /api/v1" + path + " HTTP/1.1\r\nHost: localhost\r\n")
            .append("Content-Type: application/json\r\n");
    if (bearer != null) {
      head.append("Authorization: Bearer ").append(bearer).append("\r\n");
    }
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    socket.write(head.append("\r\n").toString().getBytes(StandardCharsets.US_ASCII));
  }

  private static String length(int bytes) {
    return "Content-Length: " + bytes;
  }

  private static byte[] blanks(int bytes) {
    return " ".repeat(bytes).getBytes(StandardCharsets.US_ASCII);
  }

  private String tokenOf(String email, String role) {
    String password = "a long enough one, 1";
    post("/users", Map.of("email", email, "name", "N", "role", role, "password", password))
        .json(201);
    return ask("POST", "/sessions", Map.of("email", email, "password", password), null)
        .json(200)
        .get("token")
        .asText();
  }

  @Test
  void shouldAnswerAStrangerBeforeTheBodyComes() throws IOException {
    try (RawSocket socket = head("/chargers", null, length(MB))) {
      assertThat(socket.status()).isEqualTo(401);
    }
    try (RawSocket socket = head("/chargers", "x.y.z", "Transfer-Encoding: chunked")) {
      assertThat(socket.status()).isEqualTo(401);
    }
    try (RawSocket socket = head("/chargers", tokenOf("looks@x.org", "Viewer"), length(MB))) {
      assertThat(socket.status()).isEqualTo(403);
    }
  }

  @Test
  void shouldLetAStrangerWhoSendsTheWholeBodyHearTheAnswer() throws IOException {
    try (RawSocket socket = head("/chargers", null, length(MB))) {
      socket.write(blanks(MB));
      head(socket, "/tokens", null, length(0));
      assertThat(socket.status()).isEqualTo(401);
      socket.body();
      assertThat(socket.status()).isEqualTo(401);
      assertThat(socket.body()).contains("\"instance\":\"/api/v1/tokens\"");
    }
  }

  @Test
  void shouldTakeSmallBodiesOnlyWhereNobodyIsSignedIn() throws IOException {
    for (String path : new String[] {"/sessions", "/sessions/refresh", "/users/sign-up"}) {
      try (RawSocket socket = head(path, null, length(16 * KB + 1))) {
        assertThat(socket.status()).as(path).isEqualTo(413);
      }
      try (RawSocket socket = head(path, null, "Transfer-Encoding: chunked")) {
        socket.write(("4001\r\n" + " ".repeat(0x4001) + "\r\n").getBytes());
        assertThat(socket.status()).as(path).isEqualTo(413);
        assertThat(socket.body()).contains("16 KB");
      }
      try (RawSocket socket = head(path, null, length(16 * KB))) {
        socket.write(blanks(16 * KB));
        assertThat(socket.status()).as(path).isEqualTo(400);
      }
    }
  }

  @Test
  void shouldTakeAMegabyteOfAUser() throws IOException {
    try (RawSocket socket = head("/chargers", token, length(MB))) {
      socket.write(blanks(MB));
      assertThat(socket.status()).isEqualTo(400);
    }
    try (RawSocket socket = head("/chargers", token, length(MB + 1))) {
      assertThat(socket.status()).isEqualTo(413);
      assertThat(socket.body()).contains("1 MB");
    }
  }

  @Test
  void shouldRefuseABodyWhoseSessionEndedWhileItCame() throws IOException {
    String leaving = tokenOf("leaves@x.org", "Operator");
    String body = "{\"id\":\"LATE-1\"}";
    try (RawSocket socket =
        head("/chargers", leaving, length(body.length()), "Expect: 100-continue")) {
      assertThat(socket.status()).isEqualTo(100);
      socket.write(body.substring(0, 5).getBytes());
      assertThat(ask("DELETE", "/sessions/current", null, leaving).response().statusCode())
          .isEqualTo(204);
      socket.write(body.substring(5).getBytes());
      assertThat(socket.status()).isEqualTo(401);
    }
    get("/chargers/LATE-1").problem(404);
  }
}
