package io.galvan.central.smart;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.central.command.CommandService.CommandRequest;
import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfile;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfiles;
import io.galvan.contract.smartcharging.SmartCharging;
import io.galvan.contract.smartcharging.SmartCharging.RestoreRequest;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.json.Mapper;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ResumedProfilesTest {
  private final Vertx vertx = Vertx.vertx();
  private final Bus bus = Bus.of(vertx);
  private final MovableClock clock = TestPlatform.clock();
  private final List<CommandRequest> sent = Collections.synchronizedList(new ArrayList<>());
  private final List<SetProfile> held = new ArrayList<>();

  @BeforeEach
  void serve() {
    bus.serve(ChargingProfiles.LIST, key -> Future.succeededFuture(new SetProfiles(held)));
    new ResumedProfiles(
            bus,
            clock,
            request -> {
              sent.add(request);
              return Future.succeededFuture();
            })
        .serve();
  }

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  private static String profile(int id, String transactionId, String more) {
    return ("{'id':%d,'stackLevel':0,'chargingProfilePurpose':'TxProfile','chargingProfileKind':'Absolute'"
            + ",'transactionId':'%s'%s,'chargingSchedule':[{'id':1,'startSchedule':'2026-01-01T00:00:00.001Z'"
            + ",'chargingRateUnit':'A','chargingSchedulePeriod':[{'startPeriod':0,'limit':6}]}]}")
        .formatted(id, transactionId, more)
        .replace('\'', '"');
  }

  private void holds(int id, String transactionId, String more, @Nullable String source) {
    held.add(
        new SetProfile(
            id,
            0,
            "TxProfile",
            0,
            null,
            profile(id, transactionId, more),
            clock.instant(),
            2,
            transactionId,
            source));
  }

  private void resumes(String transactionId) {
    await(
        bus.request(
            SmartCharging.RESTORE, new RestoreRequest("CP", OcppVersion.V2_1, transactionId)));
  }

  private static JsonNode tree(String json) {
    return Mapper.read(json, JsonNode.class);
  }

  @Test
  void shouldSendTheProfilesOfTheTransactionAsTheyWereSet_TC_B_116() {
    holds(7, "TX", "", null);
    holds(8, "ANOTHER", "", null);
    holds(9, "TX", "", "EMS");
    resumes("TX");
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).action()).isEqualTo("SetChargingProfile");
    assertThat(sent.get(0).version()).isEqualTo(OcppVersion.V2_1);
    assertThat(tree(sent.get(0).request()))
        .isEqualTo(tree("{\"evseId\":2,\"chargingProfile\":%s}".formatted(profile(7, "TX", ""))));
  }

  @Test
  void shouldNotSendWhatHasCeasedToHold() {
    holds(7, "TX", ",'validTo':'" + clock.instant().minusSeconds(1) + "'", null);
    holds(8, "TX", ",'validTo':'" + clock.instant().plusSeconds(60) + "'", null);
    resumes("TX");
    assertThat(sent).hasSize(1);
    assertThat(sent.get(0).request()).contains("\"id\":8");
  }
}
