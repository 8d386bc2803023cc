package io.galvan.charger.campaign;

import io.galvan.charger.command.CommandService;
import io.galvan.contract.campaign.Campaigns.Campaign;
import io.galvan.contract.campaign.Campaigns.CampaignKey;
import io.galvan.contract.campaign.Campaigns.CampaignPage;
import io.galvan.contract.campaign.Campaigns.CampaignQuery;
import io.galvan.contract.campaign.Campaigns.CampaignState;
import io.galvan.contract.campaign.Campaigns.NewCampaign;
import io.galvan.contract.campaign.Campaigns.Result;
import io.galvan.contract.campaign.Campaigns.ResultPage;
import io.galvan.contract.campaign.Campaigns.ResultQuery;
import io.galvan.contract.campaign.Campaigns.ResultState;
import io.galvan.contract.event.Happening.CampaignUpdated;
import io.galvan.platform.config.Settings;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Campaigns: the same command to many chargers, a bounded number of them at a time. Any node moves
 * a campaign on, one at a time; what a campaign opens are commands that wait, so the nodes that
 * hold the connections take them up like all others.
 */
final class CampaignService {
  static final int MAX_CHARGERS = 100_000;
  private static final int MAX_PARALLELISM = 200;
  private static final int MAX_RUNNING = 100;
  private static final int NAME_LENGTH = 200;
  private static final int TURNS = 500;
  private static final int DELETED_AT_ONCE = 100;

  /** Every so many looks all campaigns are looked at, since chargers may have connected. */
  private static final int LOOKS = 5;

  /** How long a command of a campaign that does not wait may take to be taken up. */
  private static final Duration TAKEN_UP = Duration.ofMinutes(2);

  private final Settings settings;
  private final Pool pool;
  private final Writer writer;
  private final CampaignStore store;
  private Set<String> moved = new HashSet<>();
  private int looks;

  CampaignService(Settings settings, Pool pool, Writer writer, CampaignStore store) {
    this.settings = settings;
    this.pool = pool;
    this.writer = writer;
    this.store = store;
  }

  /** A command of this campaign ended on this node, so the next may begin. */
  void moved(String campaignId) {
    if (moved.size() < MAX_RUNNING) {
      moved.add(campaignId);
    }
  }

  /** Answers {@code campaign.create}. */
  Future<Campaign> create(NewCampaign request) {
    check(request);
    String id = UUID.randomUUID().toString();
    return writer.write(
        unit ->
            store
                .running(unit.sql(), MAX_RUNNING)
                .compose(
                    running ->
                        running.size() < MAX_RUNNING
                            ? create(unit, id, request)
                            : Future.failedFuture(
                                new GalvanException(
                                    Fault.CONFLICT, "too many campaigns run already"))));
  }

  private Future<Campaign> create(UnitOfWork unit, String id, NewCampaign request) {
    Instant expiresAt = request.waitS() == null ? null : unit.now().plusSeconds(request.waitS());
    return store
        .create(unit.sql(), id, request, expiresAt, unit.now())
        .compose(ok -> addChargers(unit, id, request))
        .compose(ok -> store.passOver(unit.sql(), id, request.version(), unit.now()))
        .compose(ok -> store.setTotal(unit.sql(), id))
        .compose(
            total -> {
              if (total == 0) {
                return Future.failedFuture(
                    GalvanException.invalid("filter", "no charging station fits"));
              }
              if (total > MAX_CHARGERS) {
                return Future.failedFuture(
                    GalvanException.invalid(
                        "filter", "a campaign may have " + MAX_CHARGERS + " charging stations"));
              }
              moved(id);
              return view(unit, id);
            });
  }

  private Future<?> addChargers(UnitOfWork unit, String id, NewCampaign request) {
    if (request.filter() != null) {
      return store.addMatching(unit.sql(), id, request.filter(), unit.now());
    }
    List<String> named = request.chargerIds() == null ? List.of() : request.chargerIds();
    return store
        .addNamed(unit.sql(), id, named, unit.now())
        .compose(
            unknown ->
                unknown.isEmpty()
                    ? Future.succeededFuture()
                    : Future.failedFuture(
                        GalvanException.invalid(
                            "chargerIds",
                            "no such charging station: " + String.join(", ", unknown))));
  }

  private static void check(NewCampaign request) {
    String name = request.name();
    if (name.isBlank() || name.length() > NAME_LENGTH || name.indexOf('\0') >= 0) {
      throw GalvanException.invalid(
          "name", "name must have 1 to " + NAME_LENGTH + " characters, and no U+0000");
    }
    if (request.parallelism() < 1 || request.parallelism() > MAX_PARALLELISM) {
      throw GalvanException.invalid(
          "parallelism", "parallelism must be from 1 to " + MAX_PARALLELISM);
    }
    CommandService.checkWait(request.waitS());
    if ((request.filter() == null) == (request.chargerIds() == null)) {
      throw GalvanException.invalid("filter", "give either filter or chargerIds");
    }
    if (request.chargerIds() != null && request.chargerIds().size() > MAX_CHARGERS) {
      throw GalvanException.invalid(
          "chargerIds", "a campaign may have " + MAX_CHARGERS + " charging stations");
    }
  }

  /**
   * Moves on the campaigns in which something ended, and now and then all that run. Called about
   * once a second.
   */
  Future<?> moveOn() {
    Set<String> now = moved;
    moved = new HashSet<>();
    Future<List<String>> ids =
        looks++ % LOOKS == 0
            ? store.running(pool, MAX_RUNNING)
            : Future.succeededFuture(List.copyOf(now));
    return ids.compose(
        all -> {
          Future<?> done = Future.succeededFuture();
          for (String id : all) {
            done = done.compose(ok -> writer.write(unit -> moveOn(unit, id, now.contains(id))));
          }
          return done;
        });
  }

  private Future<Boolean> moveOn(UnitOfWork unit, String id, boolean ended) {
    return store
        .hold(unit.sql(), id)
        .compose(
            held ->
                held
                    ? store
                        .failOrphans(unit.sql(), id, unit.now())
                        .compose(ok -> view(unit, id))
                        .compose(campaign -> step(unit, campaign, ended))
                    : Future.succeededFuture(false));
  }

  private Future<Boolean> step(UnitOfWork unit, Campaign campaign, boolean ended) {
    long waiting = campaign.counts().getOrDefault(ResultState.Waiting, 0L);
    long running = campaign.counts().getOrDefault(ResultState.Running, 0L);
    if (waiting == 0 && running == 0) {
      return close(unit, campaign.id(), CampaignState.Done).map(true);
    }
    Instant expiresAt = campaign.expiresAt();
    if (waiting > 0 && expiresAt != null && !unit.now().isBefore(expiresAt)) {
      return store
          .endWaiting(unit.sql(), campaign.id(), ResultState.Expired, unit.now())
          .compose(ok -> view(unit, campaign.id()))
          .compose(told -> step(unit, told, true));
    }
    int free = (int) Math.max(0, campaign.parallelism() - running);
    if (free == 0 || waiting == 0) {
      return ended ? tell(unit, campaign.id()).map(true) : Future.succeededFuture(false);
    }
    return store
        .next(unit.sql(), campaign.id(), expiresAt != null, Math.max(free, TURNS))
        .compose(turns -> begin(unit, campaign, turns, free, ended));
  }

  private Future<Boolean> begin(
      UnitOfWork unit, Campaign campaign, List<CampaignStore.Turn> turns, int free, boolean ended) {
    List<CampaignStore.Begun> begun = new ArrayList<>();
    List<String> offline = new ArrayList<>();
    List<String> removed = new ArrayList<>();
    for (CampaignStore.Turn turn : turns) {
      if (turn.online() == null) {
        removed.add(turn.chargerId());
      } else if (!turn.online()) {
        offline.add(turn.chargerId());
      } else if (begun.size() < free) {
        begun.add(new CampaignStore.Begun(turn.chargerId(), UUID.randomUUID().toString()));
      }
    }
    if (begun.isEmpty() && offline.isEmpty() && removed.isEmpty()) {
      return ended ? tell(unit, campaign.id()).map(true) : Future.succeededFuture(false);
    }
    String id = campaign.id();
    Instant now = unit.now();
    Instant until = campaign.expiresAt() == null ? now.plus(TAKEN_UP) : campaign.expiresAt();
    // What fails at its turn makes room at once.
    moved(id);
    return store
        .begin(unit.sql(), campaign, begun, until, now)
        .compose(
            ok -> store.fail(unit.sql(), id, offline, "the charging station is not connected", now))
        .compose(ok -> store.fail(unit.sql(), id, removed, "the charging station was removed", now))
        .compose(ok -> tell(unit, id))
        .map(true);
  }

  private Future<Campaign> close(UnitOfWork unit, String id, CampaignState state) {
    return store.close(unit.sql(), id, state, unit.now()).compose(ok -> tell(unit, id));
  }

  private Future<Campaign> tell(UnitOfWork unit, String id) {
    return view(unit, id)
        .onSuccess(
            campaign ->
                unit.emit(null, new CampaignUpdated(id, campaign.state(), campaign.counts())));
  }

  private Future<Campaign> view(UnitOfWork unit, String id) {
    return store.get(unit.sql(), id).compose(CampaignService::known);
  }

  private static Future<Campaign> known(@Nullable Campaign campaign) {
    return campaign == null
        ? Future.failedFuture(GalvanException.notFound("the campaign"))
        : Future.succeededFuture(campaign);
  }

  /** Answers {@code campaign.get}. */
  Future<Campaign> get(CampaignKey key) {
    return store.get(pool, key.id()).compose(CampaignService::known);
  }

  /** Answers {@code campaign.list}, newest first. */
  Future<CampaignPage> list(CampaignQuery query) {
    return store
        .list(pool, query, Cursor.decode(query.cursor(), "campaign"))
        .map(
            campaigns -> {
              if (campaigns.size() <= query.limit()) {
                return new CampaignPage(campaigns, null);
              }
              List<Campaign> page = campaigns.subList(0, query.limit());
              Campaign last = page.get(page.size() - 1);
              return new CampaignPage(
                  page, new Cursor("campaign", last.createdAt().toString(), last.id()).encode());
            });
  }

  /** Answers {@code campaign.results}, in order of the chargers' ids. */
  Future<ResultPage> results(ResultQuery query) {
    return get(new CampaignKey(query.campaignId()))
        .compose(ok -> store.results(pool, query, Cursor.decode(query.cursor(), "campaign result")))
        .map(
            results -> {
              if (results.size() <= query.limit()) {
                return new ResultPage(results, null);
              }
              List<Result> page = results.subList(0, query.limit());
              String last = page.get(page.size() - 1).chargerId();
              return new ResultPage(page, new Cursor("campaign result", last, last).encode());
            });
  }

  /** Answers {@code campaign.cancel}: what was sent goes on, what waits ends. */
  Future<Campaign> cancel(CampaignKey key) {
    return writer.write(
        unit ->
            view(unit, key.id())
                .compose(
                    campaign ->
                        campaign.state() == CampaignState.Running
                            ? store
                                .endWaiting(unit.sql(), key.id(), ResultState.Cancelled, unit.now())
                                .compose(ok -> close(unit, key.id(), CampaignState.Cancelled))
                            : Future.succeededFuture(campaign)));
  }

  /** Campaigns live as long as their commands. */
  Future<?> deleteOld() {
    return writer.write(
        unit ->
            store.deleteClosed(
                unit.sql(), unit.now().minus(settings.messageLogRetention()), DELETED_AT_ONCE));
  }
}
