package io.galvan.charger;

import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.AuthorizationData;
import io.galvan.ocpp.v16.AuthorizationStatus;
import io.galvan.ocpp.v16.GetLocalListVersionResponse;
import io.galvan.ocpp.v16.SendLocalListRequest;
import io.galvan.ocpp.v16.UpdateType;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Auth.Token;
import io.galvan.platform.contract.Auth.TokenQuery;
import io.galvan.platform.contract.Auth.TokenStatus;
import io.galvan.platform.contract.Chargers.ChargerKey;
import io.galvan.platform.contract.Chargers.StoredKey;
import io.galvan.platform.contract.Commands.Command;
import io.galvan.platform.contract.Commands.CommandState;
import io.galvan.platform.contract.LocalLists.ListUpdate;
import io.galvan.platform.contract.LocalLists.ListUpdateType;
import io.galvan.platform.contract.LocalLists.LocalListStatus;
import io.galvan.platform.contract.LocalLists.Plan;
import io.galvan.platform.contract.LocalLists.PlanUpdate;
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

  private static final String LIST_BOUND = "LocalAuthListMaxLength";
  private static final String UPDATE_BOUND = "SendLocalListMaxLength";
  private static final int MAX_ENTRIES = 10_000;
  private static final int MAX_IN_UPDATE = 1_000;

  /** For a charger that does not tell how many it takes at once. */
  private static final int USUAL_IN_UPDATE = 250;

  private static final int ID_TAG_LENGTH = 20;
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

  /** How much a charger takes. */
  private record Bounds(int list, int update) {}

  /** Answers {@code local-list.get}. */
  Future<LocalListStatus> get(ChargerKey key) {
    String chargerId = key.chargerId();
    return bounds(chargerId)
        .compose(bounds -> wanted(bounds.list()))
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
                wanted(bounds.list())
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
      Bounds bounds) {
    List<AuthorizationData> changes = list.changesTo(wanted);
    ListUpdateType asked = request.updateType();
    boolean known = list.isBase() && !list.isRefused();
    if (known && changes.isEmpty() && asked != ListUpdateType.Full) {
      return Future.succeededFuture(new Plan(List.of()));
    }
    boolean changesAreMore = list.entries().isEmpty() || changes.size() > wanted.size();
    boolean full = asked == ListUpdateType.Full || !known || (asked == null && changesAreMore);
    List<AuthorizationData> entries =
        full ? wanted.values().stream().map(LocalList.Entry::data).toList() : changes;
    int version = list.nextVersion(entries.size());
    List<ListUpdate> updates = updates(full, entries, bounds.update(), version);
    return store
        .put(unit.sql(), list.planned(version + updates.size() - 1), unit.now())
        .map(new Plan(updates));
  }

  /** The first one carries as much as the charger takes at once, the others add what is left. */
  private static List<ListUpdate> updates(
      boolean full, List<AuthorizationData> entries, int atOnce, int firstVersion) {
    List<ListUpdate> updates = new ArrayList<>();
    for (int from = 0; from == 0 || from < entries.size(); from += atOnce) {
      boolean replaces = full && from == 0;
      SendLocalListRequest request =
          new SendLocalListRequest(
              firstVersion + updates.size(),
              entries.subList(from, Math.min(entries.size(), from + atOnce)),
              replaces ? UpdateType.Full : UpdateType.Differential);
      updates.add(
          new ListUpdate(
              replaces ? ListUpdateType.Full : ListUpdateType.Differential,
              Shape.of(SendLocalListRequest.class).write(request)));
    }
    return updates;
  }

  private Future<Bounds> bounds(String chargerId) {
    return configurations
        .keys(pool, chargerId)
        .map(
            keys -> {
              if (keys == null) {
                throw Identity.unknown(chargerId);
              }
              return new Bounds(
                  bound(keys, LIST_BOUND, MAX_ENTRIES, MAX_ENTRIES),
                  bound(keys, UPDATE_BOUND, MAX_IN_UPDATE, USUAL_IN_UPDATE));
            });
  }

  /** As the charger told it, as far as we go along; what is no number counts as not told. */
  private static int bound(List<StoredKey> keys, String name, int most, int usual) {
    for (StoredKey key : keys) {
      String value = key.value();
      if (key.key().equalsIgnoreCase(name) && value != null && value.strip().matches("\\d{1,9}")) {
        int told = Integer.parseInt(value.strip());
        return told == 0 ? usual : Math.min(told, most);
      }
    }
    return usual;
  }

  /** What a charger with so much room should hold. */
  private Future<Map<String, LocalList.Entry>> wanted(int room) {
    List<LocalList.Entry> entries = new ArrayList<>();
    Future<?> all = Future.succeededFuture();
    for (TokenStatus status : ORDER) {
      all = all.compose(ok -> collect(status, entries, room, null, 1));
    }
    return all.map(ok -> LocalList.byKey(entries));
  }

  private Future<?> collect(
      TokenStatus status,
      List<LocalList.Entry> entries,
      int room,
      @Nullable String cursor,
      int page) {
    if (entries.size() >= room || page > MAX_PAGES) {
      return Future.succeededFuture();
    }
    return bus.request(Auth.LIST_TOKENS, new TokenQuery(null, null, status, TOKEN_PAGE, cursor))
        .compose(
            tokens -> {
              for (Token token : tokens.items()) {
                // A longer idToken, of 2.x, cannot be told to a 1.6 charger.
                if (token.idToken().length() <= ID_TAG_LENGTH && entries.size() < room) {
                  entries.add(entry(token));
                }
              }
              return tokens.next() == null
                  ? Future.succeededFuture()
                  : collect(status, entries, room, tokens.next(), page + 1);
            });
  }

  private static LocalList.Entry entry(Token token) {
    String parent = token.groupIdToken();
    return LocalList.Entry.of(
        token.idToken(),
        AuthorizationStatus.valueOf(token.status().name()),
        token.expiresAt(),
        parent != null && parent.length() <= ID_TAG_LENGTH ? parent : null);
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
    return Payload.read(command.request(), SendLocalListRequest.class)
        .<Future<?>>map(update -> answered(unit, command, update))
        .orElseGet(Future::succeededFuture);
  }

  private Future<?> versionTold(UnitOfWork unit, Command command) {
    if (command.errorCode() != null && UNSUPPORTED.contains(command.errorCode())) {
      return change(unit, command, LocalList::unsupported);
    }
    return Payload.read(command.response(), GetLocalListVersionResponse.class)
        .<Future<?>>map(told -> change(unit, command, list -> list.reported(told.listVersion())))
        .orElseGet(Future::succeededFuture);
  }

  private Future<?> answered(UnitOfWork unit, Command command, SendLocalListRequest update) {
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
