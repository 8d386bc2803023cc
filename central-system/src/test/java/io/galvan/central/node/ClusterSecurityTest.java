package io.galvan.central.node;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import io.galvan.platform.testing.FreePort;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

/** A node and a stranger who joined its membership, but does not know its secret. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "others have one loopback address only")
class ClusterSecurityTest {
  record Question(String text) {}

  private static final BusAddress<Question, Done> ASK =
      new BusAddress<>("test.cluster.ask", Question.class, Done.class);
  private static final String HOST = "127.0.0.1";

  /** An address that a socket at every address of the machine would listen at, too. */
  private static final String ELSEWHERE = "127.0.0.2";

  private static final int TIMEOUT_MS = 3_000;
  private static final AtomicInteger ASKED = new AtomicInteger();

  private static Cluster member;
  private static Vertx node;
  private static Vertx stranger;

  @BeforeAll
  static void start() {
    int port = FreePort.next();
    int other = FreePort.next();
    List<String> members = List.of(HOST + ":" + port, HOST + ":" + other);
    member = Cluster.of("one", HOST, port, members, ClusterKeys.of("s".repeat(32), "place"));
    Cluster intruder =
        Cluster.of("two", HOST, other, members, ClusterKeys.of("t".repeat(32), "place"));
    Future<Vertx> one = build(member);
    Future<Vertx> two = build(intruder);
    node = await(one);
    stranger = await(two);
    assertThat(member.size()).isEqualTo(2);
    Bus.of(node)
        .serve(
            ASK,
            question -> {
              ASKED.incrementAndGet();
              return Future.succeededFuture(Done.DONE);
            });
  }

  private static Future<Vertx> build(Cluster cluster) {
    return Vertx.builder()
        .with(new VertxOptions().setEventBusOptions(cluster.eventBus()))
        .withClusterManager(cluster.manager())
        .buildClustered();
  }

  @AfterAll
  static void stop() {
    if (node != null) {
      await(node.close());
    }
    if (stranger != null) {
      await(stranger.close());
    }
  }

  private static InetSocketAddress at(String host, int port) {
    return new InetSocketAddress(host, port);
  }

  private static int membershipPort() {
    return member
        .manager()
        .getHazelcastInstance()
        .getCluster()
        .getLocalMember()
        .getAddress()
        .getPort();
  }

  private static int eventBusPort() {
    return member.manager().getNodeInfo().port();
  }

  @Test
  void shouldAnswerNobodyWhoDoesNotKnowTheSecret() {
    assertThat(await(Bus.of(node).request(ASK, new Question("own")))).isEqualTo(Done.DONE);
    int before = ASKED.get();
    assertThatThrownBy(
            () ->
                await(
                    Bus.of(stranger)
                        .requestAt(
                            new BusAddress<>("test.cluster", Question.class, Done.class),
                            "ask",
                            new Question("let me in"),
                            TIMEOUT_MS)))
        .isInstanceOf(RuntimeException.class);
    assertThat(ASKED).hasValue(before);
  }

  @Test
  void shouldListenAtItsHostAlone() throws IOException {
    for (int port : List.of(membershipPort(), eventBusPort())) {
      try (Socket socket = new Socket()) {
        socket.connect(at(HOST, port), TIMEOUT_MS);
        assertThat(socket.isConnected()).isTrue();
      }
      try (Socket socket = new Socket()) {
        assertThatThrownBy(() -> socket.connect(at(ELSEWHERE, port), TIMEOUT_MS))
            .hasMessageContaining("refused");
      }
    }
  }

  @Test
  void shouldCloseConnectionsOfThoseWithoutACertificate() throws Exception {
    try (Socket socket = new Socket()) {
      socket.connect(at(HOST, eventBusPort()), TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      // A frame of the event bus, as it was taken from anybody before.
      socket.getOutputStream().write(new byte[] {0, 0, 0, 2, 1, 1});
      socket.getOutputStream().write("in the clear".getBytes(StandardCharsets.UTF_8));
      assertThat(answer(socket.getInputStream())).doesNotContain("pong");
      assertThat(socket.getInputStream().read()).isEqualTo(-1);
    }
    SSLContext trusting = SSLContext.getInstance("TLS");
    trusting.init(null, new TrustManager[] {new TrustsAll()}, new SecureRandom());
    try (SSLSocket socket = (SSLSocket) trusting.getSocketFactory().createSocket()) {
      socket.connect(at(HOST, eventBusPort()), TIMEOUT_MS);
      socket.setSoTimeout(TIMEOUT_MS);
      assertThatThrownBy(
              () -> {
                socket.startHandshake();
                socket.getInputStream().read();
              })
          .isInstanceOf(javax.net.ssl.SSLException.class);
    }
  }

  private static String answer(InputStream in) throws IOException {
    return new String(in.readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static final class TrustsAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String authType) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
