package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.command.CertificateHandover;
import io.galvan.central.command.CommandService;
import io.galvan.central.testing.RawStation;
import io.galvan.contract.command.Commands;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.pki.Certificates.CertificateUse;
import io.galvan.contract.pki.Certificates.Submission;
import io.galvan.contract.pki.ContractCertificates.ContractAuthorize;
import io.galvan.contract.pki.ContractCertificates.HashData;
import io.galvan.contract.pki.ContractCertificates.OcspAnswer;
import io.galvan.contract.pki.ContractCertificates.OcspQuery;
import io.galvan.contract.pki.ContractCertificates.Provision;
import io.galvan.contract.pki.ContractCertificates.ProvisionAction;
import io.galvan.contract.pki.ContractCertificates.ProvisionQuery;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.station.StationCredentials;
import io.galvan.contract.token.Tokens;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What stations of 2.x are told of certificates, and what they are given of them and passwords. */
class Certificates2SessionTest extends Session2Fixture {
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
                new Tokens.Authorize("EMAID", "CP-1", "eMAID", null, null),
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
  void shouldAnnounceEveryPasswordThatAStationIsSent_TC_A_09_TC_A_10() {
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
              false,
              java.time.Instant.EPOCH);
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
    assertThat(services.heard(StationCredentials.AnnouncedCredentials.class))
        .extracting(announced -> announced.passwords().get(0).password())
        .containsExactly("a-password-of-Rejected", "a-password-of-Accepted");
  }
}
