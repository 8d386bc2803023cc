package io.galvan.auth.pki;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServer;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom a responder's URL may have us ask. */
class PublicHostsTest {
  private static final int MANY_BYTES = 4_000_000;

  private final Vertx vertx = Vertx.vertx();
  private final AtomicInteger asked = new AtomicInteger();
  private HttpServer server;

  @BeforeEach
  void open() {
    server =
        await(
            vertx
                .createHttpServer()
                .requestHandler(
                    request -> {
                      asked.incrementAndGet();
                      switch (request.path()) {
                        case "/moved" ->
                            request
                                .response()
                                .setStatusCode(302)
                                .putHeader("Location", "/there")
                                .end();
                        case "/long" -> request.response().end(Buffer.buffer(new byte[MANY_BYTES]));
                        case "/never" -> {
                          // nothing comes
                        }
                        default -> request.response().end(request.authority().host());
                      }
                    })
                .listen(0, "127.0.0.1"));
  }

  @AfterEach
  void close() {
    await(vertx.close());
  }

  private Buffer get(boolean privateToo, String host, String path) {
    BoundedHttp http = new BoundedHttp(vertx, 700, new PublicHosts(vertx, privateToo));
    return await(http.get("http://" + host + ":" + server.actualPort() + path, 1_000));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "127.8.9.10",
        "0.0.0.0",
        "10.1.2.3",
        "172.16.0.1",
        "172.31.255.255",
        "192.168.1.1",
        "169.254.169.254",
        "100.64.0.1",
        "192.0.0.8",
        "198.18.0.1",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fe80::1",
        "fc00::1",
        "fd12:3456::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:0a00:0001::1",
        "2001::1"
      })
  void shouldKnowWhatIsNotPublic(String address) throws UnknownHostException {
    assertThat(PublicHosts.isPublic(InetAddress.getByName(address))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.1.1.1", "172.32.0.1", "100.128.0.1", "192.0.78.1", "2606:4700::1111"})
  void shouldKnowWhatIsPublic(String address) throws UnknownHostException {
    assertThat(PublicHosts.isPublic(InetAddress.getByName(address))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"127.0.0.1", "localhost", "[::1]", "2130706433", "0x7f.1"})
  void shouldNotAskWhoIsNotPublicHoweverItIsWritten(String host) {
    assertThatThrownBy(() -> get(false, host, "/")).hasMessageNotContaining("HTTP status");
    assertThat(asked).hasValue(0);
  }

  @Test
  void shouldAskThemByTheirNameWhenTheSettingAllowsIt() {
    assertThat(get(true, "localhost", "/")).hasToString("localhost");
  }

  @Test
  void shouldFollowNoRedirection() {
    assertThatThrownBy(() -> get(true, "127.0.0.1", "/moved")).hasMessageContaining("302");
    assertThat(asked).hasValue(1);
  }

  @Test
  void shouldBoundAnAnswerInSizeAndTime() {
    assertThatThrownBy(() -> get(true, "127.0.0.1", "/long")).hasMessageContaining("too long");
    assertThatThrownBy(() -> get(true, "127.0.0.1", "/never")).hasMessageContaining("no answer");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"file:///etc/passwd", "ftp://1.1.1.1/", "gopher://1.1.1.1/", "//x/", "http:///x"})
  void shouldAskOverHttpOnly(String url) {
    BoundedHttp http = new BoundedHttp(vertx, 700, new PublicHosts(vertx, true));
    assertThatThrownBy(() -> await(http.get(url, 1_000))).hasMessageContaining("not one of HTTP");
  }
}
