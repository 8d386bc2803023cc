package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.command.CertificateHandover;
import io.galvan.central.command.CommandService;
import io.galvan.central.gateway.GatewayVerticle;
import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.StandInServices;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Auth.Authorization;
import io.galvan.platform.contract.Auth.TokenStatus;
import io.galvan.platform.contract.Certificates;
import io.galvan.platform.contract.Certificates.CertificateUse;
import io.galvan.platform.contract.Certificates.Submission;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Commands;
import io.galvan.platform.contract.ContractCertificates;
import io.galvan.platform.contract.ContractCertificates.CertificateVerdict;
import io.galvan.platform.contract.ContractCertificates.ContractAuthorization;
import io.galvan.platform.contract.ContractCertificates.ContractAuthorize;
import io.galvan.platform.contract.ContractCertificates.HashData;
import io.galvan.platform.contract.ContractCertificates.OcspAnswer;
import io.galvan.platform.contract.ContractCertificates.OcspQuery;
import io.galvan.platform.contract.ContractCertificates.Provision;
import io.galvan.platform.contract.ContractCertificates.ProvisionAction;
import io.galvan.platform.contract.ContractCertificates.ProvisionQuery;
import io.galvan.platform.contract.ContractCertificates.RevocationStatus;
import io.galvan.platform.contract.ContractCertificates.StatusAnswer;
import io.galvan.platform.contract.Tariffs;
import io.galvan.platform.contract.Tariffs.AssignmentKind;
import io.galvan.platform.contract.TokenTerms;
import io.galvan.platform.contract.TransactionEvents;
import io.galvan.platform.db.Database;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What stations of 2.x are told of tokens and certificates; the services are stand-ins. */
class Certificates2SessionTest {
  private static final String HASH =
      "\"hashAlgorithm\":\"SHA256\",\"issuerNameHash\":\"aa\",\"issuerKeyHash\":\"bb\",\"serialNumber\":\"1f\"";

  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx);
  private final SessionRegistry registry = new SessionRegistry();
  private final Ports ports = new Ports();
  private final MovableClock clock = TestPlatform.clock();
  private final List<Record> heard = Collections.synchronizedList(new ArrayList<>());
  private StandInServices services;
  private OcspAnswer ocsp = new OcspAnswer(new byte[] {1, 2, 3}, null);
  private Provision provision = new Provision(true, null, "ZXhp", 2);

  @BeforeEach
  void start() {
    services = new StandInServices(vertx);
    Platform platform =
        new Platform(
            TestPlatform.settings(
                "postgresql://nobody@127.0.0.1:1/none", Map.of("GALVAN_CALL_TIMEOUT", "5")),
            clock,
            new Database("postgresql://nobody@127.0.0.1:1/none", 1),
            new SimpleMeterRegistry());
    new NodeCalls(bus, registry).serve("node-1");
    bus.serve(
        ContractCertificates.AUTHORIZE,
        request -> {
          heard.add(request);
          return Future.succeededFuture(
              new ContractAuthorization(
                  new Authorization(TokenStatus.Invalid, null, null, null),
                  CertificateVerdict.CertificateRevoked));
        });
    bus.serve(
        ContractCertificates.OCSP,
        request -> {
          heard.add(request);
          return Future.succeededFuture(ocsp);
        });
    bus.serve(
        ContractCertificates.STATUS,
        request ->
            Future.succeededFuture(
                new StatusAnswer(
                    request.source() == ContractCertificates.StatusSource.CRL
                        ? RevocationStatus.Revoked
                        : RevocationStatus.Good,
                    clock.instant())));
    bus.serve(
        ContractCertificates.PROVIDE,
        request -> {
          heard.add(request);
          return Future.succeededFuture(provision);
        });
    await(
        vertx.deployVerticle(
            new GatewayVerticle(
                platform, registry, new SessionMeters(platform.meters()), ports, null)));
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private RawStation station(OcppVersion version) {
    RawStation station =
        await(
            RawStation.webSocket(
                vertx,
                ports.get(Ports.Name.ocpp),
                "/ocpp/CP-1",
                null,
                List.of(version.subprotocol())));
    await().until(() -> registry.find("CP-1") != null);
    return station;
  }

  private String asked(OcppVersion version, String action, String payload) {
    return station(version).ask("[2,\"1\",\"" + action + "\"," + payload + "]");
  }

  @Test
  void shouldTellAllThatIsKnownOfAToken() {
    Authorization verdict =
        new Authorization(
            TokenStatus.Accepted,
            Instant.parse("2030-01-01T00:00:00Z"),
            "FLEET",
            null,
            new TokenTerms.Told(
                "ISO14443",
                Instant.parse("2026-03-01T13:00:00Z"),
                3,
                "nl",
                "en",
                new TokenTerms.Message(TokenTerms.MessageFormat.UTF8, "nl", "Hallo"),
                List.of(2),
                null));
    services.answer(Auth.Authorize.class, request -> Future.succeededFuture(verdict));
    assertThat(
            asked(
                OcppVersion.V2_0_1,
                "Authorize",
                "{\"idToken\":{\"idToken\":\"TAG\",\"type\":\"KeyCode\",\"additionalInfo\":[{\"additionalIdToken\":\"7\",\"type\":\"pin\"}]}}"))
        .isEqualTo(
            "[3,\"1\",{\"idTokenInfo\":{\"cacheExpiryDateTime\":\"2026-03-01T13:00:00.000Z\",\"chargingPriority\":3,\"evseId\":[2],\"groupIdToken\":{\"idToken\":\"FLEET\",\"type\":\"ISO14443\"},\"language1\":\"nl\",\"language2\":\"en\",\"personalMessage\":{\"content\":\"Hallo\",\"format\":\"UTF8\",\"language\":\"nl\"},\"status\":\"Accepted\"}}]");
    assertThat(services.heard(Auth.Authorize.class))
        .containsExactly(
            new Auth.Authorize(
                "TAG",
                "CP-1",
                "KeyCode",
                null,
                List.of(new TokenTerms.AdditionalToken("7", "pin"))));
  }

  private static Tariffs.Applicable tariff(AssignmentKind by) {
    Instant now = Instant.parse("2026-01-01T00:00:00Z");
    return new Tariffs.Applicable(
        new Tariffs.Tariff(
            "T-1",
            "EUR",
            new BigDecimal("0.25"),
            new BigDecimal("6"),
            Tariffs.TimeUnit.Hour,
            new BigDecimal("0.50"),
            List.of(new Tariffs.Tax("VAT", BigDecimal.valueOf(20))),
            now,
            null,
            "25 cents a kWh",
            Tariffs.RunningCost.Never,
            0,
            null,
            null,
            now,
            now),
        by);
  }

  private static final String AUTHORIZE =
      "{\"idToken\":{\"idToken\":\"TAG\",\"type\":\"ISO14443\"}}";

  @Test
  void shouldTellTheDriversOwnTariffToAStationOf21_TC_I_109() {
    bus.serve(
        Tariffs.APPLICABLE,
        asked -> {
          assertThat(asked).isEqualTo(new Tariffs.Asked("CP-1", "TAG"));
          return Future.succeededFuture(tariff(AssignmentKind.Token));
        });
    String taxes = "\"taxRates\":[{\"tax\":20,\"type\":\"VAT\"}]}";
    assertThat(asked(OcppVersion.V2_1, "Authorize", AUTHORIZE))
        .doesNotContain("personalMessage")
        .contains("\"tariffId\":\"T-1\"", "\"currency\":\"EUR\"")
        .contains("\"description\":[{\"content\":\"25 cents a kWh\",\"format\":\"UTF8\"}]")
        .contains("\"energy\":{\"prices\":[{\"priceKwh\":0.25}]," + taxes)
        .contains("\"chargingTime\":{\"prices\":[{\"priceMinute\":0.1}]," + taxes)
        .contains("\"idleTime\":{\"prices\":[{\"priceMinute\":0.1}]," + taxes)
        .contains("\"fixedFee\":{\"prices\":[{\"priceFixed\":0.50}]," + taxes);
  }

  @Test
  void shouldTellTheTariffsTextWhereTheTariffItselfIsNotTold() {
    bus.serve(Tariffs.APPLICABLE, asked -> Future.succeededFuture(tariff(AssignmentKind.Token)));
    assertThat(asked(OcppVersion.V2_0_1, "Authorize", AUTHORIZE))
        .contains("\"personalMessage\":{\"content\":\"25 cents a kWh\",\"format\":\"UTF8\"}")
        .doesNotContain("tariff");
  }

  @Test
  void shouldLeaveTheStationsTariffToTheStation() {
    bus.serve(Tariffs.APPLICABLE, asked -> Future.succeededFuture(tariff(AssignmentKind.Charger)));
    assertThat(asked(OcppVersion.V2_1, "Authorize", AUTHORIZE))
        .contains("\"personalMessage\":{\"content\":\"25 cents a kWh\"")
        .doesNotContain("tariff");
  }

  @Test
  void shouldTellNoPriceToWhomMayNotCharge() {
    bus.serve(Tariffs.APPLICABLE, asked -> Future.succeededFuture(tariff(AssignmentKind.Token)));
    services.answer(
        Auth.Authorize.class,
        request ->
            Future.succeededFuture(new Authorization(TokenStatus.Blocked, null, null, null)));
    assertThat(asked(OcppVersion.V2_1, "Authorize", AUTHORIZE))
        .isEqualTo("[3,\"1\",{\"idTokenInfo\":{\"status\":\"Blocked\"}}]");
  }

  @Test
  void shouldTellTheDriversPriorityWithTheEventThatBringsTheToken() {
    Authorization verdict =
        new Authorization(
            TokenStatus.Accepted,
            null,
            null,
            null,
            new TokenTerms.Told(null, null, -9, null, null, null, null, null));
    bus.serve(
        TransactionEvents.EVENT,
        event ->
            Future.succeededFuture(
                new TransactionEvents.EventAnswer(7, verdict, null, null, null)));
    RawStation station = station(OcppVersion.V2_0_1);
    String event =
        ",\"timestamp\":\"2026-03-01T12:00:00Z\",\"triggerReason\":\"Authorized\",\"transactionInfo\":{\"transactionId\":\"t\"},"
            + "\"idToken\":{\"idToken\":\"TAG\",\"type\":\"ISO14443\"}}]";
    assertThat(
            station.ask(
                "[2,\"1\",\"TransactionEvent\",{\"eventType\":\"Started\",\"seqNo\":0" + event))
        .isEqualTo(
            "[3,\"1\",{\"chargingPriority\":-9,\"idTokenInfo\":{\"chargingPriority\":-9,\"status\":\"Accepted\"}}]");
    assertThat(
            station.ask(
                "[2,\"2\",\"TransactionEvent\",{\"eventType\":\"Ended\",\"seqNo\":1" + event))
        .isEqualTo("[3,\"2\",{\"idTokenInfo\":{\"chargingPriority\":-9,\"status\":\"Accepted\"}}]");
  }

  @Test
  void shouldTellTheVerdictOnAContractCertificate_TC_C_51() {
    assertThat(
            asked(
                OcppVersion.V2_1,
                "Authorize",
                "{\"idToken\":{\"idToken\":\"EMAID\",\"type\":\"eMAID\"},\"certificate\":\"PEM\",\"iso15118CertificateHashData\":[{"
                    + HASH
                    + ",\"responderURL\":\"http://r\"}]}"))
        .isEqualTo(
            "[3,\"1\",{\"idTokenInfo\":{\"status\":\"Invalid\"},\"certificateStatus\":\"CertificateRevoked\"}]");
    assertThat(heard)
        .containsExactly(
            new ContractAuthorize(
                new Auth.Authorize("EMAID", "CP-1", "eMAID", null, null),
                "PEM",
                List.of(new OcspQuery(new HashData("SHA256", "aa", "bb", "1f"), "http://r"))));
  }

  @Test
  void shouldPassOnTheRespondersWordsInBase64_TC_M_24() {
    String payload = "{\"ocspRequestData\":{" + HASH + ",\"responderURL\":\"http://r\"}}";
    RawStation station = station(OcppVersion.V2_0_1);
    assertThat(station.ask("[2,\"1\",\"GetCertificateStatus\"," + payload + "]"))
        .isEqualTo("[3,\"1\",{\"status\":\"Accepted\",\"ocspResult\":\"AQID\"}]");
    ocsp = new OcspAnswer(null, "no answer");
    assertThat(station.ask("[2,\"2\",\"GetCertificateStatus\"," + payload + "]"))
        .isEqualTo(
            "[3,\"2\",{\"status\":\"Failed\",\"statusInfo\":{\"additionalInfo\":\"no answer\",\"reasonCode\":\"NoOCSPResponse\"}}]");
    ocsp = new OcspAnswer(new byte[5_000], null);
    assertThat(station.ask("[2,\"3\",\"GetCertificateStatus\"," + payload + "]"))
        .contains("\"Failed\"")
        .contains("too long");
  }

  @Test
  void shouldTellTheStateOfEachOfAChain() {
    assertThat(
            asked(
                OcppVersion.V2_1,
                "GetCertificateChainStatus",
                "{\"certificateStatusRequests\":[{\"certificateHashData\":{"
                    + HASH
                    + "},\"source\":\"OCSP\",\"urls\":[\"http://r\"]},{\"certificateHashData\":{"
                    + HASH
                    + "},\"source\":\"CRL\",\"urls\":[\"http://r\"]}]}"))
        .contains("\"source\":\"OCSP\",\"status\":\"Good\"")
        .contains("\"source\":\"CRL\",\"status\":\"Revoked\"")
        .contains("\"nextUpdate\":\"2026-03-01T12:00:00.000Z\"");
  }

  @Test
  void shouldGiveAVehicleWhatTheProviderGives_TC_M_26_TC_M_28_TC_M_100() {
    assertThat(
            asked(
                OcppVersion.V2_1,
                "Get15118EVCertificate",
                "{\"iso15118SchemaVersion\":\"urn:iso:15118:2:2013:MsgDef\",\"action\":\"Update\",\"exiRequest\":\"cmVx\",\"maximumContractCertificateChains\":10,\"prioritizedEMAIDs\":[\"E1\"]}"))
        .isEqualTo(
            "[3,\"1\",{\"status\":\"Accepted\",\"exiResponse\":\"ZXhp\",\"remainingContracts\":2}]");
    assertThat(heard)
        .containsExactly(
            new ProvisionQuery(
                "CP-1",
                "urn:iso:15118:2:2013:MsgDef",
                ProvisionAction.Update,
                "cmVx",
                10,
                List.of("E1")));
    provision = Provision.failed("no certificate provider is set");
    assertThat(
            asked(
                OcppVersion.V2_0_1,
                "Get15118EVCertificate",
                "{\"iso15118SchemaVersion\":\"2\",\"action\":\"Install\",\"exiRequest\":\"cmVx\"}"))
        .isEqualTo(
            "[3,\"1\",{\"status\":\"Failed\",\"statusInfo\":{\"additionalInfo\":\"no certificate provider is set\",\"reasonCode\":\"NoCertificate\"},\"exiResponse\":\"\"}]");
  }

  @Test
  void shouldSubmitWhatAStationWantsSignedForVehicles_TC_A_12() {
    assertThat(
            asked(
                OcppVersion.V2_1,
                "SignCertificate",
                "{\"csr\":\"-----BEGIN x\",\"certificateType\":\"V2G20Certificate\",\"requestId\":7}"))
        .isEqualTo("[3,\"1\",{\"status\":\"Accepted\"}]");
    assertThat(services.heard(Submission.class))
        .singleElement()
        .satisfies(
            submission -> {
              assertThat(submission.certificateType()).isEqualTo(CertificateUse.V2G20Certificate);
              assertThat(submission.requestId()).isEqualTo(7);
            });
  }

  @Test
  void shouldHandACertificateOverInTheWordsOfTheVersion_TC_A_12() {
    var sent = new ArrayList<CommandService.CommandRequest>();
    bus.serve(
        Certificates.GET,
        key ->
            Future.succeededFuture(
                new Certificates.SigningRequest(
                    key.id(),
                    key.id(),
                    Certificates.SigningState.Signed,
                    CertificateUse.V2GCertificate,
                    7,
                    "csr",
                    null,
                    null,
                    null,
                    new Certificates.ClientCertificate(
                        "1", "CN=x", "CHAIN", clock.instant(), clock.instant(), null, null),
                    clock.instant(),
                    clock.instant())));
    new CertificateHandover(
            bus,
            request -> {
              sent.add(request);
              return Future.failedFuture("not now");
            })
        .serve();
    for (OcppVersion version : OcppVersion.values()) {
      int before = sent.size();
      services.answer(
          Chargers.ChargerKey.class,
          key ->
              Future.succeededFuture(
                  Mapper.read(
                      "{\"id\":\"CP-1\",\"registration\":\"Accepted\",\"connectors\":[],\"version\":\""
                          + version
                          + "\"}",
                      Chargers.Charger.class)));
      bus.request(Certificates.HAND_OVER, new Certificates.SigningKey("CP-1"));
      await().until(() -> sent.size() > before);
    }
    assertThat(sent)
        .extracting(CommandService.CommandRequest::request)
        .containsExactly(
            "{\"certificateChain\":\"CHAIN\"}",
            "{\"certificateChain\":\"CHAIN\",\"certificateType\":\"V2GCertificate\"}",
            "{\"certificateChain\":\"CHAIN\",\"certificateType\":\"V2GCertificate\",\"requestId\":7}");
  }

  /** TC_A_09, TC_A_10: the password holds once the station took it, and not when it did not. */
  @Test
  void shouldKeepTheNewPasswordThatAStationTook_TC_A_09_TC_A_10() {
    bus.serve(
        Commands.CLOSE,
        close ->
            Future.succeededFuture(
                Mapper.read(
                    "{\"id\":\"c\",\"chargerId\":\"CP-1\",\"action\":\"SetVariables\",\"request\":\"{}\",\"state\":\""
                        + close.state()
                        + "\",\"createdAt\":\"2026-03-01T12:00:00Z\"}",
                    Commands.Command.class)));
    RawStation station = station(OcppVersion.V2_0_1);
    for (String status : List.of("Rejected", "Accepted")) {
      Commands.NodeCall call =
          new Commands.NodeCall(
              "CP-1",
              registry.find("CP-1").epoch(),
              "c-" + status,
              "SetVariables",
              "{\"setVariableData\":[{\"attributeValue\":\"a-password-of-"
                  + status
                  + "\",\"component\":{\"name\":\"SecurityCtrlr\"},\"variable\":{\"name\":\"BasicAuthPassword\"}}]}",
              5_000,
              false);
      Future<Commands.Command> called = bus.requestAt(Commands.NODE_CALL, "node-1", call, 6_000);
      String id = station.receive().split("\"")[1];
      station.send(
          "[3,\""
              + id
              + "\",{\"setVariableResult\":[{\"attributeStatus\":\""
              + status
              + "\",\"component\":{\"name\":\"SecurityCtrlr\"},\"variable\":{\"name\":\"BasicAuthPassword\"}}]}]");
      await(called);
    }
    assertThat(services.heard(Auth.NewCredentials.class))
        .containsExactly(new Auth.NewCredentials("CP-1", "a-password-of-Accepted"));
  }
}
