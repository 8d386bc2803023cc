package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.node.GatewayVerticle;
import io.galvan.central.testing.RawStation;
import io.galvan.central.testing.StandInServices;
import io.galvan.contract.pki.ContractCertificates;
import io.galvan.contract.pki.ContractCertificates.CertificateVerdict;
import io.galvan.contract.pki.ContractCertificates.ContractAuthorization;
import io.galvan.contract.pki.ContractCertificates.OcspAnswer;
import io.galvan.contract.pki.ContractCertificates.Provision;
import io.galvan.contract.pki.ContractCertificates.RevocationStatus;
import io.galvan.contract.pki.ContractCertificates.StatusAnswer;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Database;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A station of 2.x at a gateway; the services behind it are stand-ins. */
abstract class Session2Fixture {
  static final String HASH =
      "\"hashAlgorithm\":\"SHA256\",\"issuerNameHash\":\"aa\",\"issuerKeyHash\":\"bb\",\"serialNumber\":\"1f\"";

  final Vertx vertx = Vertx.vertx();
  final Bus bus = Bus.of(vertx);
  final SessionRegistry registry = new SessionRegistry();
  final Ports ports = new Ports();
  final MovableClock clock = TestPlatform.clock();
  final List<Record> heard = Collections.synchronizedList(new ArrayList<>());
  StandInServices services;
  OcspAnswer ocsp = new OcspAnswer(new byte[] {1, 2, 3}, null);
  Provision provision = new Provision(true, null, "ZXhp", 2);

  @BeforeEach
  void start() {
    services = new StandInServices(vertx);
    Platform platform =
        new Platform(
            "node-1",
            TestPlatform.settings(
                "postgresql://nobody@127.0.0.1:1/none", Map.of("GALVAN_CALL_TIMEOUT", "5")),
            clock,
            new Database("postgresql://nobody@127.0.0.1:1/none", 1),
            new SimpleMeterRegistry());
    new NodeCalls(vertx, registry).serve("node-1");
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

  RawStation station(OcppVersion version) {
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

  String asked(OcppVersion version, String action, String payload) {
    return station(version).ask("[2,\"1\",\"" + action + "\"," + payload + "]");
  }
}
