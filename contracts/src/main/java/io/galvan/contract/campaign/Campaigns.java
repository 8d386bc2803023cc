package io.galvan.contract.campaign;

import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.BusAddress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The same command to many chargers, a bounded number of them at a time. */
public final class Campaigns {
  public static final BusAddress<NewCampaign, Campaign> CREATE =
      new BusAddress<>("campaign.create", NewCampaign.class, Campaign.class);
  public static final BusAddress<CampaignKey, Campaign> GET =
      new BusAddress<>("campaign.get", CampaignKey.class, Campaign.class);
  public static final BusAddress<CampaignQuery, CampaignPage> LIST =
      new BusAddress<>("campaign.list", CampaignQuery.class, CampaignPage.class);
  public static final BusAddress<ResultQuery, ResultPage> RESULTS =
      new BusAddress<>("campaign.results", ResultQuery.class, ResultPage.class);
  public static final BusAddress<CampaignKey, Campaign> CANCEL =
      new BusAddress<>("campaign.cancel", CampaignKey.class, Campaign.class);

  private Campaigns() {}

  public enum CampaignState {
    Running,
    Done,
    Cancelled
  }

  /** Which chargers; every field that is set must fit. */
  public record Filter(
      @Nullable String search,
      @Nullable Registration registration,
      @Nullable Boolean online,
      @Nullable String status,
      @Nullable String site,
      @Nullable String vendor,
      @Nullable String model,
      @Nullable String firmwareVersion) {}

  /**
   * Chargers are named, or chosen by a filter as they are now.
   *
   * @param request the payload as JSON
   * @param parallelism so many chargers at a time
   * @param version whose terms the request is in; null: 1.6's
   * @param waitS how many seconds the campaign waits for chargers to connect; null: one that is not
   *     connected at its turn has failed
   */
  public record NewCampaign(
      String name,
      String action,
      String request,
      @Nullable List<String> chargerIds,
      @Nullable Filter filter,
      int parallelism,
      @Nullable Long waitS,
      @Nullable String requestedBy,
      @Nullable OcppVersion version) {
    /** In the terms of 1.6. */
    public NewCampaign(
        String name,
        String action,
        String request,
        @Nullable List<String> chargerIds,
        @Nullable Filter filter,
        int parallelism,
        @Nullable Long waitS,
        @Nullable String requestedBy) {
      this(name, action, request, chargerIds, filter, parallelism, waitS, requestedBy, null);
    }
  }

  /**
   * Where one charger stands. Every state but Waiting, Running and NotApplicable is its command's.
   */
  public enum ResultState {
    /** Its turn has not come, or it is not connected. */
    Waiting,
    /** Its command is queued or sent. */
    Running,
    Accepted,
    Rejected,
    Failed,
    TimedOut,
    Unknown,
    Expired,
    Cancelled,
    /** It speaks another version than the campaign. */
    NotApplicable;

    public static ResultState of(CommandState state) {
      return switch (state) {
        case Queued, Sent -> Running;
        case Accepted -> Accepted;
        case Rejected -> Rejected;
        case Failed -> Failed;
        case TimedOut -> TimedOut;
        case Unknown -> Unknown;
        case Expired -> Expired;
        case Cancelled -> Cancelled;
      };
    }
  }

  /**
   * @param counts how many chargers stand in which state; states without chargers are left out
   * @param expiresAt until when it waits for chargers to connect; null: it does not wait
   */
  public record Campaign(
      String id,
      String name,
      String action,
      String request,
      int parallelism,
      CampaignState state,
      int total,
      Map<ResultState, Long> counts,
      @Nullable String requestedBy,
      Instant createdAt,
      @Nullable Instant expiresAt,
      @Nullable Instant closedAt,
      @Nullable OcppVersion version) {}

  public record CampaignKey(String id) {}

  public record CampaignQuery(@Nullable CampaignState state, int limit, @Nullable String cursor) {}

  public record CampaignPage(List<Campaign> items, @Nullable String next) {}

  /**
   * @param firmwareStatus what the charger last said of a firmware update
   */
  public record Result(
      String chargerId,
      ResultState state,
      @Nullable String commandId,
      @Nullable String status,
      @Nullable String detail,
      @Nullable String firmwareStatus,
      Instant at) {}

  public record ResultQuery(
      String campaignId, @Nullable ResultState state, int limit, @Nullable String cursor) {}

  public record ResultPage(List<Result> items, @Nullable String next) {}
}
