package io.galvan.central.api.user;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.http.ClientAddress;
import io.galvan.contract.user.Sessions.Origin;
import io.galvan.contract.user.Users;
import io.galvan.contract.user.Users.Role;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.ConnectionSettings;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Users. What ends their sessions is read at once, so that it holds on this node when it is done.
 */
public final class UserApi {
  public record SignUpBody(
      @MaxLength(254) String email, @MaxLength(100) String name, @MaxLength(128) String password) {}

  public record ConfirmSignUpBody(@MaxLength(100) String code, @MaxLength(128) String password) {}

  public record NewUserBody(
      @MaxLength(254) String email,
      @MaxLength(100) String name,
      Role role,
      @MaxLength(128) String password) {}

  public record EditUserBody(
      @MaxLength(100) @Nullable String name,
      @Nullable Role role,
      @MaxLength(128) @Nullable String password) {}

  public record ChangePasswordBody(
      @MaxLength(128) String oldPassword, @MaxLength(128) String newPassword) {}

  private static final int ID = 64;
  private static final int SIGN_UPS = 10;
  private static final Duration WINDOW = Duration.ofMinutes(1);

  private final Bus bus;
  private final Bearers bearers;
  private final ConnectionSettings connections;
  private final AddressLimit signUps;

  public UserApi(Bus bus, Bearers bearers, ConnectionSettings connections, Clock clock) {
    this.bus = bus;
    this.bearers = bearers;
    this.connections = connections;
    this.signUps = new AddressLimit(connections, clock, SIGN_UPS, WINDOW);
  }

  public List<Operation> operations() {
    return List.of(
        of("signUp", Access.PUBLIC, this::signUp),
        of("confirmSignUp", Access.PUBLIC, this::confirmSignUp),
        of(
            "getMe",
            Access.SIGNED_IN,
            call ->
                bus.request(Users.GET, new Users.UserKey(call.user().id())).onSuccess(call::ok)),
        of("changePassword", Access.SIGNED_IN, this::changePassword),
        of(
            "listUsers",
            Access.ADMIN,
            call ->
                bus.request(
                        Users.LIST,
                        new Users.UserQuery(call.text("search", 100), call.limit(), call.cursor()))
                    .onSuccess(call::ok)),
        of("createUser", Access.ADMIN, this::create),
        of("getUser", Access.ADMIN, call -> bus.request(Users.GET, key(call)).onSuccess(call::ok)),
        of("editUser", Access.ADMIN, this::edit),
        of(
            "deleteUser",
            Access.ADMIN,
            call ->
                bus.request(Users.DELETE, key(call))
                    .compose(ok -> bearers.readEnded())
                    .onSuccess(ok -> call.done())));
  }

  private static Users.UserKey key(Call call) {
    return new Users.UserKey(call.path("userId", ID));
  }

  private Future<?> signUp(Call call) {
    signUps.count(call);
    SignUpBody body = call.body(SignUpBody.class);
    return bus.request(
            Users.SIGN_UP,
            new Users.SignUp(body.email(), body.name(), body.password(), origin(call)))
        .onSuccess(ok -> call.context().response().setStatusCode(202).end());
  }

  private Origin origin(Call call) {
    ClientAddress client = ClientAddress.of(call.context().request(), connections);
    return new Origin(client.host(), client.network(), null);
  }

  private Future<?> confirmSignUp(Call call) {
    signUps.count(call);
    ConfirmSignUpBody body = call.body(ConfirmSignUpBody.class);
    return bus.request(Users.CONFIRM_SIGN_UP, new Users.ConfirmSignUp(body.code(), body.password()))
        .onSuccess(user -> call.created(user, "/users/me"));
  }

  private Future<?> changePassword(Call call) {
    ChangePasswordBody body = call.body(ChangePasswordBody.class);
    return bus.request(
            Users.CHANGE_PASSWORD,
            new Users.ChangePassword(call.user().id(), body.oldPassword(), body.newPassword()))
        .compose(ok -> bearers.readEnded())
        .onSuccess(ok -> call.done());
  }

  private Future<?> create(Call call) {
    NewUserBody body = call.body(NewUserBody.class);
    return bus.request(
            Users.CREATE,
            new Users.NewUser(body.email(), body.name(), body.role(), body.password()))
        .onSuccess(user -> call.created(user, "/users/" + user.id()));
  }

  private Future<?> edit(Call call) {
    EditUserBody body = call.body(EditUserBody.class);
    if (body.name() == null && body.role() == null && body.password() == null) {
      throw GalvanException.invalid("/", "nothing to change is given");
    }
    return bus.request(
            Users.EDIT,
            new Users.EditUser(call.path("userId", ID), body.name(), body.role(), body.password()))
        .compose(user -> bearers.readEnded().map(user))
        .onSuccess(call::ok);
  }
}
