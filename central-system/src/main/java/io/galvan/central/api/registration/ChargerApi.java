package io.galvan.central.api.registration;

import static io.galvan.central.api.operation.Operation.of;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.policy.Configurations;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Charger;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.ChargerQuery;
import io.galvan.contract.registration.Chargers.ChargerSort;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.station.Passwords;
import io.galvan.contract.station.StationCredentials;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.contract.transaction.Transactions.TransactionQuery;
import io.galvan.contract.transaction.Transactions.TransactionSort;
import io.galvan.contract.transaction.Transactions.TransactionState;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Charging stations: what the operator keeps of them and what they said. */
public final class ChargerApi {
  public record NewChargerBody(
      @MaxLength(48) String id,
      @MaxLength(200) @Nullable String name,
      @MaxLength(200) @Nullable String site,
      Registration registration,
      boolean strict,
      @Nullable OcppVersion defaultVersion,
      @MaxLength(Passwords.MOST) @Nullable String password) {}

  public record EditChargerBody(
      @MaxLength(200) @Nullable String name,
      @MaxLength(200) @Nullable String site,
      Registration registration,
      boolean strict,
      @Nullable OcppVersion defaultVersion) {}

  public record PasswordBody(@MaxLength(Passwords.MOST) String password) {}

  /** A charging station with what runs on it. */
  record ChargerDetail(@JsonUnwrapped Charger charger, List<Transaction> runningTransactions) {}

  public static final int ID = 48;
  private static final int MAX_RUNNING = 100;

  private final Bus bus;

  public ChargerApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of("listChargers", Access.VIEWER, this::list),
        of("createCharger", Access.OPERATOR, this::create),
        of("getCharger", Access.VIEWER, this::get),
        of("editCharger", Access.OPERATOR, this::edit),
        of("deleteCharger", Access.OPERATOR, this::delete),
        of(
            "setChargerPassword",
            Access.OPERATOR,
            call -> password(call, call.body(PasswordBody.class).password())),
        of("confirmUnprovenSecrets", Access.OPERATOR, call -> confirmSecrets(call, true)),
        of("revokeUnprovenSecrets", Access.OPERATOR, call -> confirmSecrets(call, false)),
        of("deleteChargerPassword", Access.OPERATOR, call -> password(call, null)),
        of(
            "getConfiguration",
            Access.VIEWER,
            call -> bus.request(Configurations.GET, key(call)).onSuccess(call::ok)));
  }

  private Future<?> confirmSecrets(Call call, boolean confirmed) {
    return bus.request(
            Connections.CONFIRM_SECRETS,
            new Connections.ConfirmSecrets(call.path("chargerId", ID), confirmed))
        .onSuccess(call::ok);
  }

  public static ChargerKey key(Call call) {
    return new ChargerKey(call.path("chargerId", ID));
  }

  private Future<?> list(Call call) {
    ChargerQuery query =
        new ChargerQuery(
            call.text("search", 100),
            call.choice("registration", Registration.class),
            call.flag("online"),
            call.text("status", 64),
            call.text("site", 200),
            call.choice("sort", ChargerSort.id),
            call.descending(false),
            call.limit(),
            call.cursor());
    return bus.request(Chargers.LIST, query).onSuccess(call::ok);
  }

  private Future<?> create(Call call) {
    NewChargerBody body = call.body(NewChargerBody.class);
    Chargers.NewCharger charger =
        new Chargers.NewCharger(
            body.id(),
            body.name(),
            body.site(),
            body.registration(),
            body.strict(),
            body.defaultVersion());
    String password =
        body.password() == null
            ? null
            : Passwords.check("password", body.password(), body.defaultVersion());
    return bus.request(Chargers.CREATE, charger)
        .compose(
            created ->
                password == null
                    ? Future.succeededFuture(created)
                    : bus.request(
                            StationCredentials.SET,
                            new StationCredentials.NewCredentials(created.id(), password))
                        // Without its password the station would be open to everybody, so it is not
                        // created at all.
                        .recover(
                            failure ->
                                bus.request(Chargers.DELETE, new ChargerKey(created.id()))
                                    .transform(ok -> Future.failedFuture(failure)))
                        .map(created))
        .onSuccess(created -> call.created(created, "/chargers/" + segment(created.id())));
  }

  /** An identity as it stands in a path. */
  public static String segment(String chargerId) {
    return URLEncoder.encode(chargerId, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private Future<?> get(Call call) {
    return bus.request(Chargers.GET, key(call))
        .compose(
            charger ->
                bus.request(
                        Transactions.LIST,
                        new TransactionQuery(
                            charger.id(),
                            null,
                            null,
                            TransactionState.Running,
                            null,
                            null,
                            TransactionSort.startedAt,
                            true,
                            MAX_RUNNING,
                            null))
                    .map(running -> new ChargerDetail(charger, running.items())))
        .onSuccess(call::ok);
  }

  private Future<?> edit(Call call) {
    EditChargerBody body = call.body(EditChargerBody.class);
    Chargers.EditCharger edit =
        new Chargers.EditCharger(
            call.path("chargerId", ID),
            body.name(),
            body.site(),
            body.registration(),
            body.strict(),
            body.defaultVersion());
    return bus.request(Chargers.EDIT, edit).onSuccess(call::ok);
  }

  private Future<?> delete(Call call) {
    ChargerKey key = key(call);
    return bus.request(Chargers.DELETE, key)
        .compose(
            ok ->
                bus.request(
                    StationCredentials.SET,
                    new StationCredentials.NewCredentials(key.chargerId(), null)))
        .compose(ok -> bus.request(Certificates.FORGET, key))
        .onSuccess(ok -> call.done());
  }

  private Future<?> password(Call call, @Nullable String password) {
    return bus.request(Chargers.GET, key(call))
        .compose(
            charger -> {
              if (password != null) {
                OcppVersion version = charger.version();
                Passwords.check(
                    "password", password, version == null ? charger.defaultVersion() : version);
              }
              return bus.request(
                  StationCredentials.SET,
                  new StationCredentials.NewCredentials(charger.id(), password));
            })
        .onSuccess(ok -> call.done());
  }
}
