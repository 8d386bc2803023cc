package io.galvan.central.files;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.http.AddressLimits.Kind;
import io.galvan.central.http.ConnectionLimiter;
import io.galvan.central.testing.RawSocket;
import io.galvan.contract.diagnostics.Uploads;
import io.galvan.contract.diagnostics.Uploads.Welcome;
import io.galvan.contract.diagnostics.Uploads.WelcomeOutcome;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Database;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Files that stations of one address send, at a port that bounds handshakes under way. */
class TransfersAtTheStationPortTest {
  private static final int HANDSHAKES = 2;
  private static final String SECRET = "s".repeat(43);

  private final Vertx vertx = Vertx.vertx();
  private final List<RawSocket> sockets = new ArrayList<>();

  @AfterEach
  void stop() throws IOException {
    for (RawSocket socket : sockets) {
      socket.close();
    }
    await(vertx.close());
  }

  private int listen() {
    String none = "postgresql://nobody@127.0.0.1:1/none";
    Platform platform =
        new Platform(
            TestPlatform.settings(
                none, Map.of("GALVAN_HANDSHAKES_PER_ADDRESS", Integer.toString(HANDSHAKES))),
            TestPlatform.clock(),
            new Database(none, 1),
            new SimpleMeterRegistry());
    FileRoutes files = new FileRoutes(vertx, platform);
    return await(
            ConnectionLimiter.listen(
                vertx,
                platform,
                Kind.stations,
                new HttpServerOptions().setHost("127.0.0.1").setPort(0),
                channel -> {},
                request -> {
                  if (!files.serve(request)) {
                    request.response().setStatusCode(404).end();
                  }
                }))
        .actualPort();
  }

  private RawSocket send(int port, String text) throws IOException {
    RawSocket socket = RawSocket.open("127.0.0.1", port);
    sockets.add(socket);
    socket.write(text.getBytes(StandardCharsets.US_ASCII));
    return socket;
  }

  @Test
  void shouldNotCountTransfersWhoseSecretIsRightAsHandshakes() throws IOException {
    AtomicInteger begun = new AtomicInteger();
    Bus.of(vertx)
        .serve(
            Uploads.ADMIT,
            arrival -> {
              begun.incrementAndGet();
              return Future.succeededFuture(new Welcome(WelcomeOutcome.Open));
            });
    int port = listen();
    for (int i = 1; i <= HANDSHAKES + 1; i++) {
      int expected = i;
      send(
          port,
          "PUT /uploads/"
              + i
              + "-"
              + SECRET
              + "/log.txt HTTP/1.1\r\nHost: x\r\nContent-Length: 1000\r\n\r\nhalf of it");
      await().until(() -> begun.get() == expected);
    }
    assertThat(send(port, "GET /other HTTP/1.1\r\nHost: x\r\n\r\n").status()).isEqualTo(404);
  }
}
