package io.galvan.central.api.campaign;

import static io.galvan.central.api.operation.Operation.of;

import com.fasterxml.jackson.annotation.JsonRawValue;
import io.galvan.central.api.command.CommandApi;
import io.galvan.central.api.command.CommandApi.WhenOffline;
import io.galvan.central.api.command.SentActions;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.command.ProfileClauses;
import io.galvan.central.session.Secrets;
import io.galvan.contract.campaign.Campaigns;
import io.galvan.contract.campaign.Campaigns.Campaign;
import io.galvan.contract.campaign.Campaigns.CampaignKey;
import io.galvan.contract.campaign.Campaigns.CampaignState;
import io.galvan.contract.campaign.Campaigns.ResultState;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.shape.Json;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.ocpp.shape.Violation;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Campaigns: the same command to many charging stations. */
public final class CampaignApi {
  public record FilterBody(
      @MaxLength(100) @Nullable String search,
      @Nullable Registration registration,
      @Nullable Boolean online,
      @MaxLength(64) @Nullable String status,
      @MaxLength(200) @Nullable String site,
      @MaxLength(200) @Nullable String vendor,
      @MaxLength(200) @Nullable String model,
      @MaxLength(200) @Nullable String firmwareVersion) {}

  /**
   * @param request the action's payload
   * @param version whose terms they are in; null: 1.6's. Stations of another are passed over
   */
  public record NewCampaignBody(
      @MaxLength(200) String name,
      @MaxLength(64) String action,
      Json request,
      @Nullable List<String> chargerIds,
      @Nullable FilterBody filter,
      @Nullable Integer parallelism,
      @Nullable WhenOffline whenOffline,
      @Nullable Integer expiresInS,
      @Nullable OcppVersion version) {}

  /** A campaign with its payload as JSON instead of text. */
  public record CampaignView(
      String id,
      String name,
      String action,
      @JsonRawValue String request,
      int parallelism,
      CampaignState state,
      int total,
      Map<ResultState, Long> counts,
      @Nullable String requestedBy,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant closedAt,
      @Nullable OcppVersion version) {
    public static CampaignView of(Campaign campaign) {
      return new CampaignView(
          campaign.id(),
          campaign.name(),
          campaign.action(),
          campaign.request(),
          campaign.parallelism(),
          campaign.state(),
          campaign.total(),
          campaign.counts(),
          campaign.requestedBy(),
          campaign.createdAt(),
          campaign.expiresAt(),
          campaign.closedAt(),
          campaign.version());
    }
  }

  record CampaignViews(List<CampaignView> items, @Nullable String next) {}

  private static final int DEFAULT_PARALLELISM = 10;

  private final Bus bus;

  public CampaignApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of("createCampaign", Access.OPERATOR, this::create),
        of("listCampaigns", Access.VIEWER, this::list),
        of(
            "getCampaign",
            Access.VIEWER,
            call ->
                bus.request(Campaigns.GET, key(call))
                    .onSuccess(campaign -> call.ok(CampaignView.of(campaign)))),
        of("listCampaignResults", Access.VIEWER, this::results),
        of(
            "cancelCampaign",
            Access.OPERATOR,
            call ->
                bus.request(Campaigns.CANCEL, key(call))
                    .onSuccess(campaign -> call.ok(CampaignView.of(campaign)))));
  }

  private static CampaignKey key(Call call) {
    return new CampaignKey(call.path("campaignId", 64));
  }

  private Future<?> create(Call call) {
    NewCampaignBody body = call.body(NewCampaignBody.class);
    String payload = payload(body);
    if (!Secrets.mask(payload).equals(payload)) {
      throw GalvanException.invalid(
          "request", "a password is for one charging station, and is not stored");
    }
    FilterBody filter = body.filter();
    Campaigns.NewCampaign campaign =
        new Campaigns.NewCampaign(
            body.name().strip(),
            body.action(),
            payload,
            body.chargerIds(),
            filter == null
                ? null
                : new Campaigns.Filter(
                    filter.search(),
                    filter.registration(),
                    filter.online(),
                    filter.status(),
                    filter.site(),
                    filter.vendor(),
                    filter.model(),
                    filter.firmwareVersion()),
            body.parallelism() == null ? DEFAULT_PARALLELISM : body.parallelism(),
            CommandApi.waitS(
                body.whenOffline() == null ? WhenOffline.fail : body.whenOffline(),
                body.expiresInS()),
            call.user().email(),
            body.version());
    return bus.request(Campaigns.CREATE, campaign)
        .onSuccess(created -> call.created(CampaignView.of(created), "/campaigns/" + created.id()));
  }

  /** The payload is checked as for one command, but for the transactions of each station. */
  private static String payload(NewCampaignBody body) {
    OcppVersion version = body.version() == null ? OcppVersion.V1_6 : body.version();
    Action<?, ?> action = SentActions.of(version, body.action());
    try {
      String payload = SentActions.payload(version, action, body.request(), null);
      ProfileClauses.check(action.name(), version, payload);
      return payload;
    } catch (Violation violation) {
      throw GalvanException.invalid(
          "/request" + violation.path().substring(1).replace('.', '/'), violation.problem());
    }
  }

  private Future<?> list(Call call) {
    Campaigns.CampaignQuery query =
        new Campaigns.CampaignQuery(
            call.choice("state", CampaignState.class), call.limit(), call.cursor());
    return bus.request(Campaigns.LIST, query)
        .onSuccess(
            page ->
                call.ok(
                    new CampaignViews(
                        page.items().stream().map(CampaignView::of).toList(), page.next())));
  }

  private Future<?> results(Call call) {
    Campaigns.ResultQuery query =
        new Campaigns.ResultQuery(
            call.path("campaignId", 64),
            call.choice("state", ResultState.class),
            call.limit(),
            call.cursor());
    return bus.request(Campaigns.RESULTS, query).onSuccess(call::ok);
  }
}
