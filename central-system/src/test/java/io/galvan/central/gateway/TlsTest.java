package io.galvan.central.gateway;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.central.testing.RawSocket;
import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.pki.Certificates;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.net.PemTrustOptions;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.awaitility.Awaitility;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is spoken over TLS: suites, the certificates shown, and those cut off. */
class TlsTest extends SecurityFixture {
  private SSLSocket handshake(int port, String protocol, @Nullable String suite, KeyManager... keys)
      throws Exception {
    KeyStore store = KeyStore.getInstance(KeyStore.getDefaultType());
    store.load(null, null);
    for (Certificates.Root root : roots()) {
      store.setCertificateEntry(root.algorithm().name(), parsed(root.certificate()));
    }
    TrustManagerFactory trust =
        TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
    trust.init(store);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.length == 0 ? null : keys, trust.getTrustManagers(), null);
    SSLSocket socket = (SSLSocket) context.getSocketFactory().createSocket("localhost", port);
    var parameters = socket.getSSLParameters();
    parameters.setEndpointIdentificationAlgorithm("HTTPS");
    socket.setSSLParameters(parameters);
    socket.setEnabledProtocols(new String[] {protocol});
    if (suite != null) {
      socket.setEnabledCipherSuites(new String[] {suite});
    }
    socket.startHandshake();
    return socket;
  }

  private static X509Certificate parsed(String pem) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
  }

  @ParameterizedTest
  @CsvSource({
    "ocppTls, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, EC",
    "ocppTls, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384, EC",
    "ocppTls, TLSv1.2, TLS_RSA_WITH_AES_128_GCM_SHA256, RSA",
    "ocppTls, TLSv1.2, TLS_RSA_WITH_AES_256_GCM_SHA384, RSA",
    "ocppTls, TLSv1.2, TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256, RSA",
    "ocppTls, TLSv1.3, TLS_AES_128_GCM_SHA256, EC",
    "ocppTls, TLSv1.3, TLS_AES_256_GCM_SHA384, EC",
    "mqttTls, TLSv1.2, TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256, EC",
    "mqttTls, TLSv1.2, TLS_RSA_WITH_AES_256_GCM_SHA384, RSA",
    "mqttTls, TLSv1.3, TLS_AES_128_GCM_SHA256, EC",
  })
  void shouldSpeakEverySuiteOfTheWhitepaperOnOnePort_TC_086(
      Ports.Name port, String protocol, String suite, String keys) throws Exception {
    try (SSLSocket socket = handshake(port(port), protocol, suite)) {
      assertThat(socket.getSession().getCipherSuite()).isEqualTo(suite);
      assertThat(socket.getSession().getProtocol()).isEqualTo(protocol);
      X509Certificate certificate = (X509Certificate) socket.getSession().getPeerCertificates()[0];
      assertThat(certificate.getPublicKey().getAlgorithm()).isEqualTo(keys);
      assertThat(certificate.getSubjectX500Principal().getName()).startsWith("CN=localhost,");
    }
  }

  @Test
  void shouldSpeakNoSuiteWithoutForwardSecrecyUnlessAskedTo() {
    Tls tls =
        await(
            Tls.load(
                vertx,
                bus,
                TestPlatform.settings(
                    "postgresql://nobody@127.0.0.1:1/none",
                    Map.of("GALVAN_TLS", "auto", "GALVAN_PUBLIC_HOST", "localhost"))));
    var options = new io.vertx.core.net.NetServerOptions();
    tls.configure(options);
    assertThat(options.getEnabledCipherSuites())
        .contains("TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256")
        .noneMatch(suite -> suite.startsWith("TLS_RSA_"));
  }

  @Test
  void shouldRefuseCipherBlockChainingSuites() {
    assertThatThrownBy(
            () ->
                handshake(
                    port(Ports.Name.ocppTls), "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void shouldCutOffAClientCertificateThatNobodyKnows() throws Exception {
    KeyMaterial stranger = KeyMaterial.certified("EC", "CN=CP-1", null);
    var keys = new InsistentKeys(stranger.keys().getPrivate(), parsed(stranger.certificate()));
    assertThatThrownBy(() -> handshake(port(Ports.Name.ocppTls), "TLSv1.2", null, keys))
        // Mostly by the alert certificate_unknown; the connection may break before it is read.
        .isInstanceOf(IOException.class);
    KeyMaterial known = KeyMaterial.certified("EC", "CN=CP-1", foreignRoot);
    handshake(
            port(Ports.Name.ocppTls),
            "TLSv1.2",
            null,
            new InsistentKeys(known.keys().getPrivate(), parsed(known.certificate())))
        .close();
  }

  @Test
  void shouldCloseTheConnectionOfARefusedUpgrade() throws Exception {
    String charger = charger(PASSWORD);
    try (RawSocket refused = RawSocket.on(handshake(port(Ports.Name.ocppTls), "TLSv1.3", null))) {
      refused.upgrade(charger);
      assertThat(refused.status()).isEqualTo(401);
      assertThat(refused.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void shouldRecordAHandshakeThatFailed() {
    shouldRefuseCipherBlockChainingSuites();
    Awaitility.await()
        .untilAsserted(
            () ->
                assertThat(
                        await(
                                bus.request(
                                    ConnectionAttempts.LIST,
                                    new ConnectionAttempts.AttemptQuery(
                                        null, Outcome.tls_failed, null, null, null, 10, null)))
                            .items())
                    .anySatisfy(
                        attempt -> {
                          assertThat(attempt.address()).isEqualTo("127.0.0.1");
                          assertThat(attempt.secure()).isTrue();
                        }));
  }

  @Test
  void shouldShowTheCertificatesOfTheFilesNamed(@TempDir Path files) throws IOException {
    KeyMaterial rsa = KeyMaterial.certified("RSA", "CN=localhost", foreignRoot);
    KeyMaterial ec = KeyMaterial.certified("EC", "CN=localhost", foreignRoot);
    for (var each : Map.of("rsa", rsa, "ec", ec).entrySet()) {
      Files.writeString(files.resolve(each.getKey() + ".pem"), each.getValue().certificate());
      Files.writeString(files.resolve(each.getKey() + ".key"), each.getValue().key().toString());
    }
    Tls tls =
        await(
            Tls.load(
                vertx,
                bus,
                TestPlatform.settings(
                    "postgresql://nobody@127.0.0.1:1/none",
                    Map.of(
                        "GALVAN_TLS_RSA_KEY_EXCHANGE",
                        "true",
                        "GALVAN_TLS_CERT",
                        files.resolve("rsa.pem") + "," + files.resolve("ec.pem"),
                        "GALVAN_TLS_KEY",
                        files.resolve("rsa.key") + ", " + files.resolve("ec.key")))));
    var options = new io.vertx.core.net.NetServerOptions();
    options.setHost("127.0.0.1");
    tls.configure(options);
    var server = await(vertx.createNetServer(options).connectHandler(socket -> {}).listen());
    for (var suite :
        Map.of(
                "TLS_RSA_WITH_AES_128_GCM_SHA256", rsa,
                "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256", ec)
            .entrySet()) {
      var client = new io.vertx.core.net.NetClientOptions();
      client
          .setSsl(true)
          .setTrustOptions(new PemTrustOptions().addCertValue(foreignRoot.certificateBuffer()))
          .setHostnameVerificationAlgorithm("HTTPS")
          .addEnabledCipherSuite(suite.getKey())
          .setEnabledSecureTransportProtocols(java.util.Set.of("TLSv1.2"));
      // Vert.x closes the connections of a client that nobody refers to any more.
      var tcp = vertx.createNetClient(client);
      var socket = await(tcp.connect(server.actualPort(), "localhost"));
      assertThat(socket.sslSession().getCipherSuite()).isEqualTo(suite.getKey());
      await(tcp.close());
    }
  }
}
