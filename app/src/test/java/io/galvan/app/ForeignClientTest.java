package io.galvan.app;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import eu.chargetime.ocpp.ClientEvents;
import eu.chargetime.ocpp.JSONClient;
import eu.chargetime.ocpp.feature.profile.ClientCoreEventHandler;
import eu.chargetime.ocpp.feature.profile.ClientCoreProfile;
import eu.chargetime.ocpp.model.Confirmation;
import eu.chargetime.ocpp.model.Request;
import eu.chargetime.ocpp.model.core.*;
import java.time.ZonedDateTime;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A 1.6 station made with a client library that others wrote. */
class ForeignClientTest implements ClientCoreEventHandler {
  private final CompletableFuture<Integer> remoteStop = new CompletableFuture<>();
  private RunningSystem system;

  @BeforeEach
  void start() {
    system = RunningSystem.start(Map.of());
  }

  @AfterEach
  void stop() {
    system.close();
  }

  private static <T extends Confirmation> T send(JSONClient client, Class<T> type, Request request)
      throws Exception {
    return type.cast(client.send(request).toCompletableFuture().get(10, TimeUnit.SECONDS));
  }

  @Test
  void shouldBootAuthorizeStartMeterGetARemoteStopAndStop() throws Exception {
    system.register("FOREIGN-1", "TAG-1");
    ClientCoreProfile core = new ClientCoreProfile(this);
    JSONClient client = new JSONClient(core, "FOREIGN-1");
    CompletableFuture<Void> connected = new CompletableFuture<>();
    client.connect(
        system.webSocketUrl(),
        new ClientEvents() {
          @Override
          public void connectionOpened() {
            connected.complete(null);
          }

          @Override
          public void connectionClosed() {}
        });
    connected.get(10, TimeUnit.SECONDS);

    BootNotificationConfirmation boot =
        send(
            client,
            BootNotificationConfirmation.class,
            core.createBootNotificationRequest("Vendor", "Model"));
    assertThat(boot.getStatus()).isEqualTo(RegistrationStatus.Accepted);
    assertThat(boot.getInterval()).isEqualTo(300);
    send(
        client,
        StatusNotificationConfirmation.class,
        core.createStatusNotificationRequest(
            1, ChargePointErrorCode.NoError, ChargePointStatus.Preparing));
    assertThat(
            send(client, AuthorizeConfirmation.class, core.createAuthorizeRequest("TAG-1"))
                .getIdTagInfo()
                .getStatus())
        .isEqualTo(AuthorizationStatus.Accepted);
    assertThat(
            send(client, AuthorizeConfirmation.class, core.createAuthorizeRequest("NOBODY"))
                .getIdTagInfo()
                .getStatus())
        .isEqualTo(AuthorizationStatus.Invalid);
    ZonedDateTime begin = ZonedDateTime.now();
    StartTransactionConfirmation started =
        send(
            client,
            StartTransactionConfirmation.class,
            core.createStartTransactionRequest(1, "TAG-1", 1_000, begin));
    assertThat(started.getIdTagInfo().getStatus()).isEqualTo(AuthorizationStatus.Accepted);
    MeterValuesRequest meter = core.createMeterValuesRequest(1, begin.plusSeconds(1), "1500");
    meter.setTransactionId(started.getTransactionId());
    send(client, MeterValuesConfirmation.class, meter);
    await()
        .untilAsserted(
            () ->
                assertThat(
                        system
                            .api
                            .get("/transactions/" + started.getTransactionId())
                            .get("energyWh")
                            .asInt())
                    .isEqualTo(500));

    JsonNode command =
        system
            .api
            .command(
                "FOREIGN-1",
                "RemoteStopTransaction",
                Map.of("transactionId", started.getTransactionId()))
            .expect(200);
    assertThat(command.get("state").asText()).isEqualTo("Accepted");
    assertThat(remoteStop.get(10, TimeUnit.SECONDS)).isEqualTo(started.getTransactionId());
    StopTransactionRequest stop =
        core.createStopTransactionRequest(2_000, begin.plusSeconds(2), started.getTransactionId());
    stop.setReason(Reason.Remote);
    send(client, StopTransactionConfirmation.class, stop);

    JsonNode transaction = system.api.get("/transactions/" + started.getTransactionId());
    assertThat(transaction.get("state").asText()).isEqualTo("Ended");
    assertThat(transaction.get("stopReason").asText()).isEqualTo("Remote");
    assertThat(transaction.get("energyWh").asInt()).isEqualTo(1_000);
    client.disconnect();
    await()
        .untilAsserted(
            () ->
                assertThat(system.api.get("/chargers/FOREIGN-1").get("online").asBoolean())
                    .isFalse());
  }

  @Override
  public RemoteStopTransactionConfirmation handleRemoteStopTransactionRequest(
      RemoteStopTransactionRequest request) {
    remoteStop.complete(request.getTransactionId());
    return new RemoteStopTransactionConfirmation(RemoteStartStopStatus.Accepted);
  }

  @Override
  public ChangeAvailabilityConfirmation handleChangeAvailabilityRequest(
      ChangeAvailabilityRequest request) {
    return new ChangeAvailabilityConfirmation(AvailabilityStatus.Rejected);
  }

  @Override
  public GetConfigurationConfirmation handleGetConfigurationRequest(
      GetConfigurationRequest request) {
    return new GetConfigurationConfirmation();
  }

  @Override
  public ChangeConfigurationConfirmation handleChangeConfigurationRequest(
      ChangeConfigurationRequest request) {
    return new ChangeConfigurationConfirmation(ConfigurationStatus.Rejected);
  }

  @Override
  public ClearCacheConfirmation handleClearCacheRequest(ClearCacheRequest request) {
    return new ClearCacheConfirmation(ClearCacheStatus.Rejected);
  }

  @Override
  public DataTransferConfirmation handleDataTransferRequest(DataTransferRequest request) {
    return new DataTransferConfirmation(DataTransferStatus.Rejected);
  }

  @Override
  public RemoteStartTransactionConfirmation handleRemoteStartTransactionRequest(
      RemoteStartTransactionRequest request) {
    return new RemoteStartTransactionConfirmation(RemoteStartStopStatus.Rejected);
  }

  @Override
  public ResetConfirmation handleResetRequest(ResetRequest request) {
    return new ResetConfirmation(ResetStatus.Rejected);
  }

  @Override
  public UnlockConnectorConfirmation handleUnlockConnectorRequest(UnlockConnectorRequest request) {
    return new UnlockConnectorConfirmation(UnlockStatus.NotSupported);
  }
}
