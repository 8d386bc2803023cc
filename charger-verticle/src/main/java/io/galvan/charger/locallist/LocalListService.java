package io.galvan.charger.locallist;

import io.galvan.charger.block.Follower;
import io.galvan.charger.policy.ConfigurationStore;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.devicemodel.DeviceModels;
import io.galvan.contract.devicemodel.DeviceModels.VariableQuery;
import io.galvan.contract.locallist.LocalLists.ListUpdate;
import io.galvan.contract.locallist.LocalLists.ListUpdateType;
import io.galvan.contract.locallist.LocalLists.LocalListStatus;
import io.galvan.contract.locallist.LocalLists.Plan;
import io.galvan.contract.locallist.LocalLists.PlanUpdate;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.Token;
import io.galvan.contract.token.Tokens.TokenQuery;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Local authorization lists: plans the updates that bring a charger to the stored idTokens, within
 * the bounds it told by its configuration, and follows what it answers to any update.
 */
final class LocalListService implements Follower {
  private static final String SEND = "SendLocalList";
  private static final String GET_VERSION = "GetLocalListVersion";

  /** CALLERROR codes that say: this charger has no local list. */
  private static final Set<String> UNSUPPORTED = Set.of("NotImplemented", "NotSupported");

  private static final int MAX_VARIABLES = 20;
  private static final int TOKEN_PAGE = 500;
  private static final int MAX_PAGES = 100;

  /** Who may charge first: when a charger has not room for all, the others are left out. */
  private static final List<TokenStatus> ORDER =
      List.of(TokenStatus.Accepted, TokenStatus.Blocked, TokenStatus.Expired);

  private final Bus bus;
  private final Pool pool;
  private final Writer writer;
  private final LocalListStore store;
  private final ConfigurationStore configurations;

  LocalListService(
      Bus bus, Pool pool, Writer writer, LocalListStore store, ConfigurationStore configurations) {
    this.bus = bus;
    this.pool = pool;
    this.writer = writer;
    this.store = store;
    this.configurations = configurations;
  }

  /** Answers {@code local-list.get}. */
  Future<LocalListStatus> get(ChargerKey key) {
    String chargerId = key.chargerId();
    return bounds(chargerId)
        .compose(this::wanted)
        .compose(
            wanted ->
                store
                    .find(pool, chargerId)
                    .map(
                        stored ->
                            stored == null
                                ? status(LocalList.unknown(chargerId), null, wanted)
                                : status(stored.list(), stored.updatedAt(), wanted)));
  }

  private static LocalListStatus status(
      LocalList list, @Nullable Instant updatedAt, Map<String, LocalList.Entry> wanted) {
    return new LocalListStatus(
        list.chargerId(),
        list.version(),
        list.reportedVersion(),
        list.state(wanted),
        list.entries().size(),
        list.lastUpdateType(),
        list.lastStatus(),
        updatedAt);
  }

  /**
   * Answers {@code local-list.plan}. Changes can be sent only to a list that is known; else the
   * whole list is.
   */
  Future<Plan> plan(PlanUpdate request) {
    return bounds(request.chargerId())
        .compose(
            bounds ->
                wanted(bounds)
                    .compose(
                        wanted ->
                            writer.write(
                                unit ->
                                    store
                                        .hold(unit.sql(), request.chargerId(), unit.now())
                                        .compose(
                                            list ->
                                                planned(unit, list, request, wanted, bounds)))));
  }

  private Future<Plan> planned(
      UnitOfWork unit,
      LocalList list,
      PlanUpdate request,
      Map<String, LocalList.Entry> wanted,
      LocalListBounds bounds) {
    List<LocalList.Change> changes = list.changesTo(wanted);
    ListUpdateType asked = request.updateType();
    boolean known = list.isBase() && !list.isRefused();
    if (known && changes.isEmpty() && asked != ListUpdateType.Full) {
      return Future.succeededFuture(new Plan(List.of()));
    }
    boolean changesAreMore = list.entries().isEmpty() || changes.size() > wanted.size();
    boolean full = asked == ListUpdateType.Full || !known || (asked == null && changesAreMore);
    List<LocalList.Change> entries =
        full ? wanted.values().stream().map(LocalList.Entry::change).toList() : changes;
    int version = list.nextVersion(entries.size());
    List<ListUpdate> updates = updates(full, entries, bounds, version);
    return store
        .put(unit.sql(), list.planned(version + updates.size() - 1), unit.now())
        .map(new Plan(updates));
  }

  /** The first one carries as much as the charger takes at once, the others add what is left. */
  private static List<ListUpdate> updates(
      boolean full, List<LocalList.Change> entries, LocalListBounds bounds, int firstVersion) {
    List<ListUpdate> updates = new ArrayList<>();
    for (List<LocalList.Change> part : bounds.parts(entries)) {
      boolean replaces = full && updates.isEmpty();
      updates.add(
          new ListUpdate(
              replaces ? ListUpdateType.Full : ListUpdateType.Differential,
              LocalListMessages.write(
                  bounds.version(), firstVersion + updates.size(), replaces, part)));
    }
    return updates;
  }

  private Future<LocalListBounds> bounds(String chargerId) {
    return store
        .version(pool, chargerId)
        .compose(
            version ->
                version == OcppVersion.V1_6
                    ? configurations
                        .keys(pool, chargerId)
                        .map(
                            keys ->
                                LocalListBounds.of16(chargerId, keys == null ? List.of() : keys))
                    : bus.request(
                            DeviceModels.VARIABLES,
                            new VariableQuery(
                                chargerId,
                                LocalListBounds.CONTROLLER,
                                null,
                                null,
                                null,
                                MAX_VARIABLES,
                                null))
                        .map(told -> LocalListBounds.of2(chargerId, version, told.items())));
  }

  /** What a charger with so much room should hold. */
  private Future<Map<String, LocalList.Entry>> wanted(LocalListBounds bounds) {
    List<LocalList.Entry> entries = new ArrayList<>();
    Future<?> all = Future.succeededFuture();
    for (TokenStatus status : ORDER) {
      all = all.compose(ok -> collect(status, entries, bounds, null, 1));
    }
    return all.map(ok -> LocalList.byKey(entries));
  }

  private Future<?> collect(
      TokenStatus status,
      List<LocalList.Entry> entries,
      LocalListBounds bounds,
      @Nullable String cursor,
      int page) {
    if (entries.size() >= bounds.list() || page > MAX_PAGES) {
      return Future.succeededFuture();
    }
    return bus.request(Tokens.LIST, new TokenQuery(null, null, status, TOKEN_PAGE, cursor))
        .compose(
            tokens -> {
              for (Token token : tokens.items()) {
                if (entries.size() < bounds.list()) {
                  LocalEntries.of(token, bounds.chargerId(), bounds.version())
                      .ifPresent(entries::add);
                }
              }
              return tokens.next() == null
                  ? Future.succeededFuture()
                  : collect(status, entries, bounds, tokens.next(), page + 1);
            });
  }

  @Override
  public Set<String> actions() {
    return Set.of(SEND, GET_VERSION);
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    if (command.action().equals(GET_VERSION)) {
      return versionTold(unit, command);
    }
    return LocalListMessages.read(version(command), command.request())
        .<Future<?>>map(update -> answered(unit, command, update))
        .orElseGet(Future::succeededFuture);
  }

  private static OcppVersion version(Command command) {
    return command.version() == null ? OcppVersion.V1_6 : command.version();
  }

  private Future<?> versionTold(UnitOfWork unit, Command command) {
    if (command.errorCode() != null && UNSUPPORTED.contains(command.errorCode())) {
      return change(unit, command, LocalList::unsupported);
    }
    return LocalListMessages.readVersion(version(command), command.response())
        .<Future<?>>map(told -> change(unit, command, list -> list.reported(told)))
        .orElseGet(Future::succeededFuture);
  }

  private Future<?> answered(UnitOfWork unit, Command command, LocalList.Update update) {
    if (command.state() == CommandState.Accepted) {
      return change(unit, command, list -> list.accepted(update));
    }
    boolean answerMayCome = command.state().mayBecome(CommandState.Accepted);
    if (answerMayCome) {
      return change(unit, command, list -> list.unanswered(update));
    }
    String code = command.errorCode();
    String word =
        code == null
            ? command.status()
            : UNSUPPORTED.contains(code) ? LocalList.NOT_SUPPORTED : code;
    // Without a word it was never sent.
    return word == null
        ? Future.succeededFuture()
        : change(unit, command, list -> list.refused(update, word));
  }

  private Future<?> change(UnitOfWork unit, Command command, UnaryOperator<LocalList> change) {
    return store
        .hold(unit.sql(), command.chargerId(), unit.now())
        .compose(list -> store.put(unit.sql(), change.apply(list), unit.now()));
  }
}
