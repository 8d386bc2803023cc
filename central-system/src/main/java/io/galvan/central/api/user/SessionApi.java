package io.galvan.central.api.user;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.central.api.operation.SignedInUser;
import io.galvan.central.http.ClientAddress;
import io.galvan.contract.user.Sessions;
import io.galvan.contract.user.Sessions.Origin;
import io.galvan.contract.user.Sessions.Refresh;
import io.galvan.contract.user.Sessions.Session;
import io.galvan.contract.user.Sessions.SessionKey;
import io.galvan.contract.user.Sessions.UserSessions;
import io.galvan.contract.user.Users;
import io.galvan.contract.user.Users.Role;
import io.galvan.contract.user.Users.SignedIn;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.ConnectionSettings;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.http.HttpHeaders;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Sign-in, renewal and sign-out; whose sessions there are; tickets for streams. */
public final class SessionApi {
  /**
   * @param cookie the refresh token goes into a cookie, for pages, instead of into the answer
   */
  public record SignInBody(
      @MaxLength(254) String email, @MaxLength(128) String password, @Nullable Boolean cookie) {}

  /** One of both. */
  public record RefreshBody(
      @MaxLength(100) @Nullable String refreshToken, @Nullable Boolean cookie) {}

  /**
   * @param refreshToken null where a cookie holds it
   */
  record SignedInView(
      String token, Instant expiresAt, Users.User user, @Nullable String refreshToken) {}

  /**
   * @param current whether it is the session that asks
   */
  record SessionView(
      String id,
      Instant createdAt,
      Instant lastUsedAt,
      @Nullable String address,
      @Nullable String userAgent,
      boolean current) {
    static SessionView of(Session session, String current) {
      return new SessionView(
          session.id(),
          session.createdAt(),
          session.lastUsedAt(),
          session.address(),
          session.userAgent(),
          session.id().equals(current));
    }
  }

  record SessionViews(List<SessionView> items) {}

  private static final int SIGN_INS = 30;
  private static final int REFRESHES = 300;
  private static final Duration WINDOW = Duration.ofMinutes(1);
  private static final int MAX_USER_AGENT = 200;
  private static final int ID = 64;

  private final Bus bus;
  private final Bearers bearers;
  private final ConnectionSettings connections;
  private final RefreshCookie cookie;
  private final AddressLimit signIns;
  private final AddressLimit refreshes;

  public SessionApi(Bus bus, Bearers bearers, ConnectionSettings connections, Clock clock) {
    this.bus = bus;
    this.bearers = bearers;
    this.connections = connections;
    this.cookie = new RefreshCookie(connections);
    this.signIns = new AddressLimit(connections, clock, SIGN_INS, WINDOW);
    this.refreshes = new AddressLimit(connections, clock, REFRESHES, WINDOW);
  }

  public List<Operation> operations() {
    return List.of(
        of("signIn", Access.PUBLIC, this::signIn),
        of("refreshSession", Access.PUBLIC, this::refresh),
        of("signOut", Access.SIGNED_IN, this::signOut),
        of("listSessions", Access.SIGNED_IN, this::list),
        of("endSessions", Access.SIGNED_IN, this::endAll),
        of("createEventTicket", Access.VIEWER, this::ticket));
  }

  private Future<?> ticket(Call call) {
    if (call.user().isKey()) {
      throw new GalvanException(Fault.FORBIDDEN, "an API key opens the stream by its header");
    }
    return bus.request(Sessions.GIVE_TICKET, new SessionKey(call.user().sessionId()))
        .onSuccess(ticket -> call.created(ticket, "/events"));
  }

  private Origin origin(Call call) {
    ClientAddress client = ClientAddress.of(call.context().request(), connections);
    String agent = call.context().request().getHeader(HttpHeaders.USER_AGENT);
    return new Origin(client.host(), client.network(), agent == null ? null : shown(agent));
  }

  private static String shown(String userAgent) {
    String plain = userAgent.replaceAll("\\p{Cntrl}", " ");
    return plain.length() <= MAX_USER_AGENT ? plain : plain.substring(0, MAX_USER_AGENT);
  }

  private Future<?> signIn(Call call) {
    Origin origin = origin(call);
    signIns.count(call);
    SignInBody body = call.body(SignInBody.class);
    return bus.request(Users.SIGN_IN, new Users.SignIn(body.email(), body.password(), origin))
        .onSuccess(signedIn -> answer(call, signedIn, Boolean.TRUE.equals(body.cookie())));
  }

  private void answer(Call call, SignedIn signedIn, boolean inCookie) {
    if (inCookie) {
      cookie.set(call, signedIn.refreshToken());
    }
    call.ok(
        new SignedInView(
            signedIn.token(),
            signedIn.expiresAt(),
            signedIn.user(),
            inCookie ? null : signedIn.refreshToken()));
  }

  private Future<?> refresh(Call call) {
    Origin origin = origin(call);
    refreshes.count(call);
    RefreshBody body = call.body(RefreshBody.class);
    boolean inCookie = Boolean.TRUE.equals(body.cookie());
    if (inCookie == (body.refreshToken() != null)) {
      throw GalvanException.invalid("/", "give refreshToken, or cookie: true");
    }
    String token = inCookie ? cookie.read(call) : body.refreshToken();
    if (token == null) {
      throw new GalvanException(Fault.UNAUTHENTICATED, "nobody is signed in here");
    }
    return bus.request(Sessions.REFRESH, new Refresh(token, origin))
        .onSuccess(signedIn -> answer(call, signedIn, inCookie))
        .onFailure(
            failure -> {
              if (inCookie
                  && failure instanceof GalvanException known
                  && known.fault() == Fault.UNAUTHENTICATED) {
                cookie.clear(call);
              }
            });
  }

  private Future<?> signOut(Call call) {
    return bus.request(Sessions.END, new SessionKey(call.user().sessionId()))
        .compose(ok -> bearers.readEnded())
        .onSuccess(
            ok -> {
              cookie.clear(call);
              call.done();
            });
  }

  private Future<?> list(Call call) {
    return bus.request(Sessions.LIST, whose(call))
        .onSuccess(
            sessions ->
                call.ok(
                    new SessionViews(
                        sessions.items().stream()
                            .map(one -> SessionView.of(one, call.user().sessionId()))
                            .toList())));
  }

  private Future<?> endAll(Call call) {
    return bus.request(Sessions.END_ALL, whose(call))
        .compose(ok -> bearers.readEnded())
        .onSuccess(ok -> call.done());
  }

  /** One's own, by id or as {@code me}, or an admin's choice. */
  private static UserSessions whose(Call call) {
    String asked = call.path("userId", ID);
    SignedInUser user = call.user();
    if (asked.equals("me") || asked.equals(user.id())) {
      return new UserSessions(user.id());
    }
    if (user.role() != Role.Admin) {
      throw new GalvanException(Fault.FORBIDDEN, "only an admin may look at others' sessions");
    }
    return new UserSessions(asked);
  }
}
