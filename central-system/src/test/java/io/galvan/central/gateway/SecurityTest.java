package io.galvan.central.gateway;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.central.command.StoredCommands;
import io.galvan.central.node.Node;
import io.galvan.central.testing.RawStation;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Certificates;
import io.galvan.platform.contract.Certificates.SigningKey;
import io.galvan.platform.contract.Certificates.SigningQuery;
import io.galvan.platform.contract.Certificates.SigningRequest;
import io.galvan.platform.contract.Certificates.SigningState;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Commands.Command;
import io.galvan.platform.contract.Commands.CommandState;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.netty.handler.codec.mqtt.MqttConnectReturnCode;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.UpgradeRejectedException;
import io.vertx.core.http.WebSocketClientOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import io.vertx.mqtt.MqttClientOptions;
import io.vertx.mqtt.MqttConnectionException;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.KeyStore;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Clock;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The security profiles of 1.6 over real sockets, with all services behind them. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SecurityTest {
  private static final String PASSWORD = "a plain password";
  private static final String FOREIGN_NAME = "CN=SERIAL-F";

  @TempDir static Path folder;

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx);
  private final KeyMaterial foreignRoot = KeyMaterial.certified("EC", "CN=Foreign Root", null);
  private Node node;
  private StoredCommands commands;
  private int chargers;

  @BeforeAll
  void start() throws IOException {
    Path further = folder.resolve("further.pem");
    Files.writeString(further, foreignRoot.certificate());
    Platform base =
        TestPlatform.create(
            TestPlatform.clock(),
            Map.of(
                "GALVAN_TLS", "auto",
                "GALVAN_PUBLIC_HOST", "localhost",
                "GALVAN_TLS_CLIENT_CA", further.toString(),
                "GALVAN_OCPP_TLS_PORT", "0",
                "GALVAN_MQTT_TLS_PORT", "0"));
    PrometheusMeterRegistry metrics = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    Platform platform = new Platform(base.settings(), Clock.systemUTC(), base.database(), metrics);
    node = await(Node.start(vertx, platform, metrics, null, admin -> {}));
    commands = new StoredCommands(bus, platform.settings().callTimeout());
  }

  @AfterAll
  void stop() {
    await(node.stop());
    await(vertx.close());
  }

  private int port(Ports.Name name) {
    return node.ports().get(name);
  }

  /** A registered station; with a password unless that is null. */
  private String charger(@Nullable String password) {
    String id = "CP-" + ++chargers;
    await(
        bus.request(
            Chargers.CREATE,
            new Chargers.NewCharger(
                id, null, null, Chargers.Registration.Accepted, false, OcppVersion.V1_6)));
    if (password != null) {
      await(bus.request(Auth.SET_CREDENTIALS, new Auth.NewCredentials(id, password)));
    }
    return id;
  }

  private Chargers.Charger get(String id) {
    return await(bus.request(Chargers.GET, new Chargers.ChargerKey(id)));
  }

  private List<Certificates.Root> roots() {
    return await(bus.request(Certificates.AUTHORITY, new Certificates.AuthorityQuery())).roots();
  }

  private PemTrustOptions trust() {
    PemTrustOptions trust = new PemTrustOptions();
    roots().forEach(root -> trust.addCertValue(Buffer.buffer(root.certificate())));
    return trust;
  }

  /** A station's client certificate with its key. */
  private record Client(String certificate, KeyMaterial material) {
    PemKeyCertOptions options() {
      return new PemKeyCertOptions()
          .addCertValue(Buffer.buffer(certificate))
          .addKeyValue(material.key());
    }
  }

  private Future<RawStation> plain(String id, @Nullable String login) {
    return RawStation.webSocket(
        vertx, port(Ports.Name.ocpp), "/ocpp/" + id, login, List.of("ocpp1.6"));
  }

  private Future<RawStation> secure(String id, @Nullable String login, @Nullable Client client) {
    WebSocketClientOptions options =
        new WebSocketClientOptions().setSsl(true).setTrustOptions(trust()).setVerifyHost(false);
    if (client != null) {
      options.setKeyCertOptions(client.options());
    }
    return RawStation.webSocket(
        vertx, options, port(Ports.Name.ocppTls), "/ocpp/" + id, login, List.of("ocpp1.6"));
  }

  private Future<RawStation> secureMqtt(
      String id, @Nullable String password, @Nullable Client client) {
    MqttClientOptions options = new MqttClientOptions();
    options.setSsl(true).setTrustOptions(trust()).setHostnameVerificationAlgorithm("");
    if (client != null) {
      options.setKeyCertOptions(client.options());
    }
    return RawStation.mqtt(vertx, options, port(Ports.Name.mqttTls), id, password);
  }

  private RawStation booted(Future<RawStation> connecting) {
    RawStation station = await(connecting);
    assertThat(
            station.ask(
                "[2,\"b\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\",\"chargePointSerialNumber\":\"SERIAL-7\"}]"))
        .contains("\"status\":\"Accepted\"");
    return station;
  }

  private static Throwable failure(Future<?> future) {
    try {
      future.toCompletionStage().toCompletableFuture().get(20, TimeUnit.SECONDS);
      throw new AssertionError("the connection was accepted");
    } catch (ExecutionException e) {
      return e.getCause();
    } catch (InterruptedException | TimeoutException e) {
      throw new IllegalStateException(e);
    }
  }

  private static int refusal(Future<RawStation> connection) {
    return ((UpgradeRejectedException) failure(connection)).getStatus();
  }

  private static MqttConnectReturnCode mqttRefusal(Future<RawStation> connection) {
    return ((MqttConnectionException) failure(connection)).code();
  }

  /** Sends a command; the station answers it with this payload. */
  private Command command(
      RawStation station, String id, String action, Map<String, ?> payload, String answer) {
    Future<Command> sent =
        commands
            .execute(new CommandRequest(id, action, Mapper.write(payload), "test", null))
            .map(outcome -> outcome.command());
    answer(station, action, answer);
    return await(sent);
  }

  /** Waits for a CALL and answers it; gives its payload. */
  private static JsonNode answer(RawStation station, String action, String answer) {
    try {
      JsonNode call = Mapper.JSON.readTree(station.receive());
      assertThat(call.get(2).asText()).isEqualTo(action);
      station.send("[3,\"" + call.get(1).asText() + "\"," + answer + "]");
      return call.get(3);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  private static X509Certificate parsed(String pem) throws CertificateException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new ByteArrayInputStream(pem.getBytes(StandardCharsets.UTF_8)));
  }

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
  void shouldRefuseCipherBlockChainingSuites() {
    assertThatThrownBy(
            () ->
                handshake(
                    port(Ports.Name.ocppTls), "TLSv1.2", "TLS_ECDHE_RSA_WITH_AES_128_CBC_SHA"))
        .isInstanceOf(SSLHandshakeException.class);
  }

  @Test
  void shouldTakeThePasswordAsTextOrAsHexAndNothingElse_TC_085() {
    String id = charger(PASSWORD);
    assertThat(refusal(plain(id, null))).isEqualTo(401);
    assertThat(refusal(plain(id, id + ":another password"))).isEqualTo(401);
    booted(plain(id, id + ":" + PASSWORD)).close();
    String hex = HexFormat.of().formatHex("twenty bytes of key!".getBytes(StandardCharsets.UTF_8));
    assertThat(hex).hasSize(40);
    String other = charger(hex);
    assertThat(refusal(plain(other, null))).isEqualTo(401);
    booted(plain(other, other + ":" + hex)).close();
    booted(plain(other, other + ":twenty bytes of key!")).close();
  }

  @Test
  void shouldLetInOnlyTheNewPasswordOnceTheStationTookIt_TC_073() {
    String id = charger(PASSWORD);
    RawStation station = booted(plain(id, id + ":" + PASSWORD));
    String key = "000102030405060708090a0b0c0d0e0f";
    Command command =
        command(
            station,
            id,
            "ChangeConfiguration",
            Map.of("key", "AuthorizationKey", "value", key),
            "{\"status\":\"Accepted\"}");
    assertThat(command.state()).isEqualTo(CommandState.Accepted);
    assertThat(command.request()).doesNotContain(key);
    station.close();
    assertThat(refusal(plain(id, id + ":" + PASSWORD))).isEqualTo(401);
    booted(plain(id, id + ":" + key)).close();
  }

  @Test
  void shouldKeepTheOldPasswordWhenTheStationRefusesTheNewOne() {
    String id = charger(PASSWORD);
    RawStation station = booted(plain(id, id + ":" + PASSWORD));
    command(
        station,
        id,
        "ChangeConfiguration",
        Map.of("key", "AuthorizationKey", "value", "000102030405060708090a0b0c0d0e0f"),
        "{\"status\":\"Rejected\"}");
    station.close();
    booted(plain(id, id + ":" + PASSWORD)).close();
  }

  @Test
  void shouldRefuseTheOldProfileOnceTheStationCameWithTheHigherOne_TC_083() {
    String id = charger(PASSWORD);
    String login = id + ":" + PASSWORD;
    RawStation station = booted(plain(id, login));
    command(
        station,
        id,
        "ChangeConfiguration",
        Map.of("key", "SecurityProfile", "value", "2"),
        "{\"status\":\"Accepted\"}");
    assertThat(get(id).securityProfile()).isZero();
    // It may fall back as long as it has not come over TLS.
    booted(plain(id, login)).close();
    booted(secure(id, login, null)).close();
    assertThat(get(id).securityProfile()).isEqualTo(2);
    assertThat(refusal(plain(id, login))).isEqualTo(403);
    assertThat(refusal(secure(id, null, null))).isEqualTo(401);
    booted(secure(id, login, null)).close();
  }

  @Test
  void shouldRaiseTheProfileOverMqttJustTheSame_TC_083() {
    String id = charger(PASSWORD);
    RawStation station = booted(RawStation.mqtt(vertx, port(Ports.Name.mqtt), id, PASSWORD));
    command(
        station,
        id,
        "ChangeConfiguration",
        Map.of("key", "SecurityProfile", "value", "2"),
        "{\"status\":\"RebootRequired\"}");
    booted(secureMqtt(id, PASSWORD, null)).close();
    assertThat(get(id).securityProfile()).isEqualTo(2);
    assertThat(mqttRefusal(RawStation.mqtt(vertx, port(Ports.Name.mqtt), id, PASSWORD)))
        .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_NOT_AUTHORIZED);
    assertThat(mqttRefusal(secureMqtt(id, null, null)))
        .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
  }

  @Test
  void shouldDemandTheProfileAnOperatorSets() {
    String open = charger(null);
    booted(plain(open, null)).close();
    for (int profile : List.of(1, 2, 3)) {
      await(
          bus.request(Chargers.SET_SECURITY_PROFILE, new Chargers.SecurityProfile(open, profile)));
      assertThat(refusal(plain(open, null))).isEqualTo(profile == 1 ? 401 : 403);
      assertThat(refusal(secure(open, null, null))).isEqualTo(401);
    }
    String closed = charger(PASSWORD);
    await(bus.request(Chargers.SET_SECURITY_PROFILE, new Chargers.SecurityProfile(closed, 3)));
    assertThat(refusal(secure(closed, closed + ":" + PASSWORD, null))).isEqualTo(401);
  }

  /** The station asks for a certificate, gets it and takes it. */
  private Client renewed(RawStation station, String id, String algorithm, String name) {
    KeyPair keys = KeyMaterial.keys(algorithm);
    String csr = KeyMaterial.csr(keys, name);
    assertThat(
            station.ask("[2,\"s\",\"SignCertificate\"," + Mapper.write(Map.of("csr", csr)) + "]"))
        .isEqualTo("[3,\"s\",{\"status\":\"Accepted\"}]");
    String chain =
        answer(station, "CertificateSigned", "{\"status\":\"Accepted\"}")
            .get("certificateChain")
            .asText();
    await().until(() -> newest(id).state() == SigningState.Installed);
    assertThat(newest(id).certificate()).isNotNull();
    return new Client(chain, new KeyMaterial(keys, chain));
  }

  private SigningRequest newest(String id) {
    return await(bus.request(Certificates.LIST, new SigningQuery(id, null, 1, null)))
        .items()
        .get(0);
  }

  @ParameterizedTest
  @CsvSource({"RSA", "EC"})
  void shouldRenewTheCertificateAndLetInOnlyTheNewOneOnceUsed_TC_074_TC_087(String algorithm) {
    String id = charger(PASSWORD);
    Client first =
        renewed(booted(secure(id, id + ":" + PASSWORD, null)), id, algorithm, "O=CPO,CN=SERIAL-7");
    await(bus.request(Chargers.SET_SECURITY_PROFILE, new Chargers.SecurityProfile(id, 3)));
    RawStation station = booted(secure(id, null, first));
    command(
        station,
        id,
        "ExtendedTriggerMessage",
        Map.of("requestedMessage", "SignChargePointCertificate"),
        "{\"status\":\"Accepted\"}");
    Client second = renewed(station, id, algorithm, "O=CPO,CN=SERIAL-7");
    booted(secure(id, null, first)).close();
    booted(secure(id, null, second)).close();
    assertThat(refusal(secure(id, null, first))).isEqualTo(401);
    booted(secure(id, null, second)).close();
    booted(secureMqtt(id, null, second)).close();
    assertThat(mqttRefusal(secureMqtt(id, null, first)))
        .isEqualTo(MqttConnectReturnCode.CONNECTION_REFUSED_BAD_USER_NAME_OR_PASSWORD);
  }

  @Test
  void shouldReachProfileThreeByItsCertificate_TC_083() {
    String id = charger(PASSWORD);
    String login = id + ":" + PASSWORD;
    RawStation station = booted(secure(id, login, null));
    Client client = renewed(station, id, "EC", "CN=" + id);
    command(
        station,
        id,
        "ChangeConfiguration",
        Map.of("key", "SecurityProfile", "value", "3"),
        "{\"status\":\"Accepted\"}");
    booted(secure(id, null, client)).close();
    assertThat(get(id).securityProfile()).isEqualTo(3);
    assertThat(refusal(secure(id, login, null))).isEqualTo(401);
    booted(secure(id, null, client)).close();
  }

  @Test
  void shouldRefuseTheCertificateOfAnotherStation() {
    String id = charger(null);
    Client client = renewed(booted(plain(id, null)), id, "EC", "CN=" + id);
    String other = charger(null);
    assertThat(refusal(secure(other, null, client))).isEqualTo(401);
    booted(secure(id, null, client)).close();
  }

  @Test
  void shouldKeepThatTheStationDidNotTakeItsCertificate_TC_077() {
    String id = charger(null);
    RawStation station = booted(plain(id, null));
    String csr = KeyMaterial.csr(KeyMaterial.keys("EC"), "CN=" + id);
    station.ask("[2,\"s\",\"SignCertificate\"," + Mapper.write(Map.of("csr", csr)) + "]");
    answer(station, "CertificateSigned", "{\"status\":\"Rejected\"}");
    assertThat(
            station.ask(
                "[2,\"e\",\"SecurityEventNotification\",{\"type\":\"InvalidChargePointCertificate\",\"timestamp\":\"2026-03-01T12:00:00Z\"}]"))
        .isEqualTo("[3,\"e\",{}]");
    await().until(() -> newest(id).state() == SigningState.Rejected);
    assertThat(newest(id).reason()).isEqualTo("the station answered Rejected");
  }

  @Test
  void shouldRejectARequestThatCannotBeSigned() {
    String id = charger(null);
    RawStation station = booted(plain(id, null));
    assertThat(station.ask("[2,\"s\",\"SignCertificate\",{\"csr\":\"no request\"}]"))
        .isEqualTo("[3,\"s\",{\"status\":\"Rejected\"}]");
    assertThat(newest(id).state()).isEqualTo(SigningState.Rejected);
  }

  @Test
  void shouldHandOverAgainWhatTheStationMissed() {
    String id = charger(null);
    KeyPair keys = KeyMaterial.keys("EC");
    SigningRequest signed =
        await(
            bus.request(
                Certificates.SUBMIT,
                new Certificates.Submission(
                    id, KeyMaterial.csr(keys, "CN=" + id), List.of(id), true)));
    assertThatThrownBy(
            () -> await(bus.request(Certificates.HAND_OVER, new SigningKey(signed.id()))))
        .hasMessageContaining("not connected");
    assertThat(newest(id).state()).isEqualTo(SigningState.Signed);
    RawStation station = booted(plain(id, null));
    bus.send(Certificates.HAND_OVER, new SigningKey(signed.id()));
    answer(station, "CertificateSigned", "{\"status\":\"Accepted\"}");
    await().until(() -> newest(id).state() == SigningState.Installed);
  }

  @Test
  void shouldTrustTheClientCertificatesOfAFurtherAuthorityByTheStationsSerialNumber() {
    String id = charger(null);
    KeyMaterial material = KeyMaterial.certified("EC", FOREIGN_NAME, foreignRoot);
    Client client = new Client(material.certificate(), material);
    assertThat(refusal(secure(id, null, client))).isEqualTo(401);
    await(plain(id, null))
        .ask(
            "[2,\"b\",\"BootNotification\",{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\",\"chargeBoxSerialNumber\":\"SERIAL-F\"}]");
    await(secure(id, null, client)).close();
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
      var socket = await(vertx.createNetClient(client).connect(server.actualPort(), "localhost"));
      assertThat(socket.sslSession().getCipherSuite()).isEqualTo(suite.getKey());
      await(socket.close());
    }
  }
}
