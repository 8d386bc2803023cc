package io.galvan.charger.campaign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.campaign.Campaigns;
import io.galvan.contract.campaign.Campaigns.Campaign;
import io.galvan.contract.campaign.Campaigns.CampaignKey;
import io.galvan.contract.campaign.Campaigns.CampaignQuery;
import io.galvan.contract.campaign.Campaigns.CampaignState;
import io.galvan.contract.campaign.Campaigns.Filter;
import io.galvan.contract.campaign.Campaigns.NewCampaign;
import io.galvan.contract.campaign.Campaigns.Result;
import io.galvan.contract.campaign.Campaigns.ResultQuery;
import io.galvan.contract.campaign.Campaigns.ResultState;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.CloseCommand;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.TakeWaiting;
import io.galvan.contract.command.Commands.Taken;
import io.galvan.contract.event.Happening.CampaignUpdated;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.NewCharger;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.error.GalvanException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class CampaignTest extends ChargerFixture {
  private List<String> fleet(String site, int size, boolean online) {
    return IntStream.range(0, size).mapToObj(i -> member(site, online)).toList();
  }

  private String member(String site, boolean online) {
    String id = newId();
    ask(Chargers.CREATE, new NewCharger(id, null, site, Registration.Accepted, false, null));
    if (online) {
      come(id);
    }
    return id;
  }

  private void come(String id) {
    connect(id, "n-1");
    ask(Chargers.BOOT, booting(id, "V"));
  }

  private Campaign create(
      @Nullable List<String> ids, @Nullable String site, int parallelism, @Nullable Long waitS) {
    Filter filter =
        site == null ? null : new Filter(null, null, null, null, site, null, null, null);
    return ask(
        Campaigns.CREATE,
        new NewCampaign(
            "clear", "ClearCache", "{}", ids, filter, parallelism, waitS, "ada@galvan.local"));
  }

  private Campaign get(Campaign campaign) {
    return ask(Campaigns.GET, new CampaignKey(campaign.id()));
  }

  private List<Result> results(Campaign campaign) {
    return ask(Campaigns.RESULTS, new ResultQuery(campaign.id(), null, 100, null)).items();
  }

  private List<Taken> take() {
    return ask(Commands.TAKE_WAITING, new TakeWaiting("n-1", 100)).items();
  }

  private void close(Taken taken, CommandState state) {
    ask(
        Commands.CLOSE,
        new CloseCommand(taken.command().id(), state, state.name(), "{}", null, null));
  }

  @Test
  void shouldSendToNoMoreStationsAtATimeThanAskedAndEndWithTheResultOfEach() {
    fleet("parallel", 5, true);
    Campaign campaign = create(null, "parallel", 2, null);
    assertThat(campaign.total()).isEqualTo(5);
    int done = 0;
    while (done < 5) {
      List<Taken> taken = new java.util.ArrayList<>();
      int expected = Math.min(2, 5 - done);
      await()
          .until(
              () -> {
                taken.addAll(take());
                return taken.size() >= expected;
              });
      assertThat(taken).hasSize(expected);
      assertThat(take()).isEmpty();
      assertThat(taken)
          .allSatisfy(one -> assertThat(one.command().campaignId()).isEqualTo(campaign.id()));
      close(taken.get(0), done == 0 ? CommandState.Rejected : CommandState.Accepted);
      if (expected > 1) {
        close(taken.get(1), CommandState.Accepted);
      }
      done += expected;
    }
    await().until(() -> get(campaign).state() == CampaignState.Done);
    assertThat(get(campaign).counts())
        .isEqualTo(Map.of(ResultState.Accepted, 4L, ResultState.Rejected, 1L));
    assertThat(get(campaign).closedAt()).isNotNull();
    assertThat(results(campaign)).allSatisfy(result -> assertThat(result.commandId()).isNotNull());
    assertThat(events)
        .filteredOn(event -> event.happening() instanceof CampaignUpdated)
        .extracting(event -> ((CampaignUpdated) event.happening()).state())
        .contains(CampaignState.Running, CampaignState.Done);
  }

  @Test
  void shouldFailAtOnceWhoIsNotConnectedWhenItDoesNotWait() {
    List<String> offline = fleet("offline", 3, false);
    Campaign campaign = create(offline, null, 1, null);
    await().until(() -> get(campaign).state() == CampaignState.Done);
    assertThat(results(campaign))
        .hasSize(3)
        .allSatisfy(
            result -> {
              assertThat(result.state()).isEqualTo(ResultState.Failed);
              assertThat(result.detail()).contains("not connected");
            });
  }

  @Test
  void shouldWaitForStationsThatConnectLaterUntilItsTimeIsOver() {
    List<String> ids = fleet("later", 2, false);
    Campaign campaign = create(null, "later", 10, 3_600L);
    come(ids.get(1));
    List<Taken> taken = new java.util.ArrayList<>();
    await()
        .until(
            () -> {
              taken.addAll(take());
              return !taken.isEmpty();
            });
    assertThat(taken).extracting(one -> one.command().chargerId()).containsExactly(ids.get(1));
    close(taken.get(0), CommandState.Accepted);
    assertThat(get(campaign).state()).isEqualTo(CampaignState.Running);
    clock.advance(Duration.ofHours(2));
    await().until(() -> get(campaign).state() == CampaignState.Done);
    assertThat(get(campaign).counts())
        .isEqualTo(Map.of(ResultState.Accepted, 1L, ResultState.Expired, 1L));
  }

  @Test
  void shouldCancelWhatHasNotBegun() {
    fleet("cancelled", 3, true);
    Campaign campaign = create(null, "cancelled", 1, null);
    List<Taken> taken = new java.util.ArrayList<>();
    await()
        .until(
            () -> {
              taken.addAll(take());
              return !taken.isEmpty();
            });
    Campaign cancelled = ask(Campaigns.CANCEL, new CampaignKey(campaign.id()));
    assertThat(cancelled.state()).isEqualTo(CampaignState.Cancelled);
    assertThat(cancelled.counts())
        .isEqualTo(Map.of(ResultState.Running, 1L, ResultState.Cancelled, 2L));
    close(taken.get(0), CommandState.Accepted);
    assertThat(get(campaign).counts())
        .isEqualTo(Map.of(ResultState.Accepted, 1L, ResultState.Cancelled, 2L));
    assertThat(take()).isEmpty();
  }

  @Test
  void shouldGoOnWithoutAStationThatIsRemoved() {
    List<String> ids = fleet("removed", 2, true);
    Campaign campaign = create(null, "removed", 1, null);
    await().until(() -> get(campaign).counts().containsKey(ResultState.Running));
    ids.forEach(id -> ask(Chargers.DELETE, new ChargerKey(id)));
    await().until(() -> get(campaign).state() == CampaignState.Done);
    assertThat(results(campaign))
        .allSatisfy(result -> assertThat(result.detail()).contains("removed"));
  }

  @Test
  void shouldRefuseACampaignThatReachesNobodyOrIsOutOfBounds() {
    for (Runnable bad :
        List.<Runnable>of(
            () -> create(null, "nowhere", 1, null),
            () -> create(List.of("NO-SUCH-CP"), null, 1, null),
            () -> create(List.of("A"), "both", 1, null),
            () -> create(null, null, 1, null),
            () -> create(null, "parallel", 0, null),
            () -> create(null, "parallel", 201, null))) {
      assertThatThrownBy(bad::run).isInstanceOf(GalvanException.class);
    }
    assertThatThrownBy(() -> create(List.of("NO-SUCH-CP"), null, 1, null))
        .hasMessageContaining("NO-SUCH-CP");
  }

  @Test
  void shouldListCampaignsNewestFirstInPages() {
    List<String> ids = fleet("pages", 1, false);
    Campaign first = create(ids, null, 1, 60L);
    clock.advance(Duration.ofSeconds(1));
    Campaign second = create(ids, null, 1, 60L);
    var page = ask(Campaigns.LIST, new CampaignQuery(null, 1, null));
    assertThat(page.items()).extracting(Campaign::id).containsExactly(second.id());
    var next = ask(Campaigns.LIST, new CampaignQuery(null, 1, page.next()));
    assertThat(next.items()).extracting(Campaign::id).containsExactly(first.id());
  }

  @Test
  void shouldPassOverStationsOfAnotherVersion() {
    String old = newId();
    String young = newId();
    for (String id : List.of(old, young)) {
      ask(
          Chargers.CREATE,
          new NewCharger(
              id,
              null,
              null,
              Registration.Accepted,
              false,
              id.equals(old) ? OcppVersion.V1_6 : OcppVersion.V2_0_1));
    }
    Campaign campaign =
        ask(
            Campaigns.CREATE,
            new NewCampaign(
                "clear",
                "ClearCache",
                "{}",
                List.of(old, young),
                null,
                1,
                3_600L,
                null,
                OcppVersion.V2_0_1));
    assertThat(campaign.total()).isEqualTo(2);
    assertThat(campaign.version()).isEqualTo(OcppVersion.V2_0_1);
    assertThat(campaign.counts()).containsEntry(ResultState.NotApplicable, 1L);
    assertThat(results(campaign))
        .filteredOn(result -> result.state() == ResultState.NotApplicable)
        .singleElement()
        .satisfies(result -> assertThat(result.chargerId()).isEqualTo(old));
  }
}
