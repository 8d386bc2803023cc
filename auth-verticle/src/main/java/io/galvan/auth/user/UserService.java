package io.galvan.auth.user;

import io.galvan.auth.block.Fields;
import io.galvan.auth.block.PasswordHash;
import io.galvan.auth.block.PasswordHasher;
import io.galvan.auth.block.PasswordHasher.Asker;
import io.galvan.contract.event.Happening;
import io.galvan.contract.user.Users.ChangePassword;
import io.galvan.contract.user.Users.EditUser;
import io.galvan.contract.user.Users.NewUser;
import io.galvan.contract.user.Users.Role;
import io.galvan.contract.user.Users.SignIn;
import io.galvan.contract.user.Users.SignedIn;
import io.galvan.contract.user.Users.User;
import io.galvan.contract.user.Users.UserKey;
import io.galvan.contract.user.Users.UserPage;
import io.galvan.contract.user.Users.UserQuery;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The people who work with the central system, and those who signed up for themselves. */
final class UserService {
  static final String FIRST_ADMIN_EMAIL = "admin@galvan.local";

  private static final String ORDER = "email";
  static final int ITERATIONS = 600_000;
  private static final int THREADS = 2;
  private static final int MAX_WAITING = 200;
  private static final int MAX_EMAIL = 254;
  private static final int MAX_NAME = 100;
  private static final int MAX_PASSWORD = 128;
  private static final int FIRST_PASSWORD = 20;

  /** For how long an address counts as known after a sign-in. */
  private static final Duration KNOWN = Duration.ofDays(30);

  /** Where wrong old passwords are counted that come by a session. */
  private static final String OWN_SESSION = "own session";

  private static final Pattern EMAIL =
      Pattern.compile("[^\\s@<>()\\[\\]\\\\,;:\"]+@[^\\s@<>()\\[\\]\\\\,;:\"]+");

  /** No letter or digit that looks like another. */
  private static final String PASSWORD_LETTERS =
      "abcdefghijkmnpqrstuvwxyzABCDEFGHJKLMNPQRSTUVWXYZ23456789";

  private final UserStore store;
  private final Writer writer;
  private final Clock clock;
  private final PasswordHasher hasher;
  private final SessionStore sessionStore;
  private final SignInAttempts attempts;

  /**
   * @param iterations of the hash of a password; {@link #ITERATIONS} but for tests
   */
  UserService(
      UserStore store,
      SessionStore sessionStore,
      Writer writer,
      Vertx vertx,
      Clock clock,
      int iterations) {
    this.store = store;
    this.sessionStore = sessionStore;
    this.writer = writer;
    this.clock = clock;
    this.hasher =
        new PasswordHasher(vertx, "galvan-user-passwords", THREADS, iterations, MAX_WAITING);
    this.attempts = new SignInAttempts(clock);
  }

  /**
   * Makes the first admin with a random password when no admin exists; empty when there is one. No
   * event tells of it: nobody reads mail at its address.
   */
  Future<Optional<FirstAdmin>> makeFirstAdmin() {
    return store
        .hasAdmin()
        .compose(found -> found ? Future.succeededFuture(Optional.empty()) : insertFirstAdmin());
  }

  private Future<Optional<FirstAdmin>> insertFirstAdmin() {
    var random = new SecureRandom();
    String password =
        random
            .ints(FIRST_PASSWORD, 0, PASSWORD_LETTERS.length())
            .collect(
                StringBuilder::new,
                (text, i) -> text.append(PASSWORD_LETTERS.charAt(i)),
                StringBuilder::append)
            .toString();
    return hasher
        .hash(Asker.KNOWN, bytes(password))
        .compose(
            hash ->
                writer.write(
                    unit ->
                        store
                            .lockAndHasAdmin(unit)
                            .compose(
                                found ->
                                    found
                                        ? Future.succeededFuture(Optional.<User>empty())
                                        : store.insert(
                                            unit, FIRST_ADMIN_EMAIL, "Admin", Role.Admin, hash))))
        .map(admin -> admin.map(user -> new FirstAdmin(user.email(), password)));
  }

  /** Makes a user of any role; that the asker is an admin is checked before. */
  Future<User> create(NewUser request) {
    if (request.role() == null) {
      throw GalvanException.invalid("role", "role is missing");
    }
    String email = email(request.email());
    String name = name(request.name());
    byte[] secret = PasswordRules.check("password", request.password(), email);
    return read(store.exists(Fields.key(email)))
        .compose(known -> known ? Future.failedFuture(taken()) : hasher.hash(Asker.KNOWN, secret))
        .compose(hash -> writer.write(unit -> insert(unit, email, name, request.role(), hash)));
  }

  /** Makes the user and tells of it; CONFLICT when the address is taken. */
  Future<User> insert(
      UnitOfWork unit, String email, String name, Role role, PasswordHash password) {
    return store
        .insert(unit, email, name, role, password)
        .map(inserted -> inserted.orElseThrow(UserService::taken))
        .onSuccess(user -> unit.emit(null, new Happening.UserCreated(user)));
  }

  private static GalvanException taken() {
    return new GalvanException(Fault.CONFLICT, "a user with this e-mail address exists", "email");
  }

  /** Hashes as all passwords of people are, on the same few threads. */
  PasswordHasher hasher() {
    return hasher;
  }

  /**
   * A session for the right e-mail address and password; UNAUTHENTICATED does not tell which is
   * wrong, nor does the time the answer takes. TOO_MANY as {@link SignInAttempts} has it.
   */
  Future<SignedIn> signIn(SignIn request, SessionService sessions) {
    String email = Fields.required("email", request.email(), 1, MAX_EMAIL).strip();
    String password = Fields.required("password", request.password(), 1, MAX_PASSWORD);
    String account = Fields.key(email);
    String network = request.origin().network();
    return read(store.login(account, network, clock.instant().minus(KNOWN)))
        .compose(
            login -> {
              attempts.begin(account, network, login.map(UserStore.Login::known).orElse(false));
              return matches(login, password)
                  .compose(
                      right ->
                          right
                              ? signedIn(login.orElseThrow(), request, sessions)
                              : Future.failedFuture(wrong()));
            })
        .onSuccess(signedIn -> attempts.succeeded(account, network));
  }

  private Future<Boolean> matches(Optional<UserStore.Login> login, String password) {
    if (login.isEmpty()) {
      return hasher.matchesNothing(Asker.STRANGER, bytes(password));
    }
    Asker asker = login.get().known() ? Asker.KNOWN : Asker.STRANGER;
    return hasher.matches(asker, login.get().password(), bytes(password));
  }

  private Future<SignedIn> signedIn(
      UserStore.Login login, SignIn request, SessionService sessions) {
    return writer.write(
        unit ->
            store
                .signedIn(unit, UUID.fromString(login.user().id()), login.password())
                .map(still -> still.orElseThrow(UserService::wrong))
                .compose(
                    still ->
                        store
                            .noteAddress(
                                unit, UUID.fromString(still.id()), request.origin().network())
                            .compose(ok -> sessions.open(unit, still, request.origin()))));
  }

  private static GalvanException wrong() {
    return new GalvanException(Fault.UNAUTHENTICATED, "e-mail address or password is wrong");
  }

  /**
   * A user changes their own password; all their sessions end. UNAUTHENTICATED when it was changed
   * by another in the meantime, which ended their sessions.
   */
  Future<Done> changePassword(ChangePassword request) {
    UUID id = id(request.userId());
    String old = Fields.required("oldPassword", request.oldPassword(), 1, MAX_PASSWORD);
    return read(store.login(id))
        .compose(
            found -> {
              UserStore.Login login = found.orElseThrow(() -> missing(id));
              String account = Fields.key(login.user().email());
              byte[] secret =
                  PasswordRules.check("newPassword", request.newPassword(), login.user().email());
              attempts.begin(account, OWN_SESSION, true);
              return hasher
                  .matches(Asker.KNOWN, login.password(), bytes(old))
                  .compose(
                      right -> {
                        if (!right) {
                          throw GalvanException.invalid(
                              "oldPassword", "oldPassword is not the password");
                        }
                        attempts.succeeded(account, OWN_SESSION);
                        return hasher.hash(Asker.KNOWN, secret);
                      })
                  .compose(fresh -> replace(id, login.password(), fresh));
            });
  }

  private Future<Done> replace(UUID id, PasswordHash proven, PasswordHash fresh) {
    return writer.write(
        unit ->
            store
                .changePassword(unit, id, proven, fresh)
                .compose(
                    changed ->
                        changed
                            ? sessionStore.endOf(unit, id).map(Done.DONE)
                            : Future.failedFuture(
                                new GalvanException(
                                    Fault.UNAUTHENTICATED,
                                    "the password was changed meanwhile; sign in again"))));
  }

  /**
   * Changes what is given; another role or password ends all sessions of the user. The last admin
   * cannot become something else (CONFLICT).
   */
  Future<User> edit(EditUser request) {
    UUID id = id(request.id());
    String name =
        request.name() == null
            ? null
            : Fields.required("name", request.name(), 1, MAX_NAME).strip();
    Role role = request.role();
    Future<Optional<PasswordHash>> hashed =
        request.password() == null
            ? Future.succeededFuture(Optional.empty())
            : hasher
                .hash(Asker.KNOWN, PasswordRules.check("password", request.password(), null))
                .map(Optional::of);
    return hashed.compose(
        password ->
            writer.write(
                unit ->
                    (role == null || role == Role.Admin
                            ? Future.succeededFuture()
                            : keepAnAdmin(unit, id))
                        .compose(ok -> store.find(unit, id))
                        .map(found -> found.orElseThrow(() -> missing(id)))
                        .compose(
                            before ->
                                store
                                    .edit(unit, id, name, role, password.orElse(null))
                                    .map(user -> user.orElseThrow(() -> missing(id)))
                                    .compose(
                                        after ->
                                            password.isEmpty() && after.role() == before.role()
                                                ? Future.succeededFuture(after)
                                                : sessionStore.endOf(unit, id).map(after)))));
  }

  /** Deletes the user; the last admin cannot be deleted (CONFLICT). */
  Future<Done> delete(UserKey request) {
    UUID id = id(request.id());
    return writer.write(
        unit ->
            keepAnAdmin(unit, id)
                .compose(ok -> store.delete(unit, id))
                .compose(existed -> sessionStore.endOf(unit, id).map(existed))
                .compose(
                    existed ->
                        existed
                            ? Future.succeededFuture(Done.DONE)
                            : Future.failedFuture(missing(id))));
  }

  private Future<?> keepAnAdmin(UnitOfWork unit, UUID leaving) {
    return store
        .lockAdmins(unit)
        .compose(
            admins ->
                admins.equals(List.of(leaving))
                    ? Future.failedFuture(
                        new GalvanException(
                            Fault.CONFLICT, "this is the last admin; make another one first"))
                    : Future.succeededFuture());
  }

  /** Users by e-mail address; the search looks into e-mail address and name. */
  Future<UserPage> list(UserQuery query) {
    int limit = Fields.limit(query.limit());
    String search = Fields.keyOrNull(Fields.optional("search", query.search(), MAX_EMAIL));
    Cursor after = Cursor.decode(query.cursor(), ORDER);
    return read(store.list(after == null ? "" : after.key(), search, limit + 1))
        .map(
            users -> {
              if (users.size() <= limit) {
                return new UserPage(users, null);
              }
              List<User> page = List.copyOf(users.subList(0, limit));
              User last = page.get(limit - 1);
              return new UserPage(
                  page, new Cursor(ORDER, Fields.key(last.email()), last.id()).encode());
            });
  }

  Future<User> get(UserKey request) {
    UUID id = id(request.id());
    return read(store.find(id)).map(user -> user.orElseThrow(() -> missing(id)));
  }

  Future<Void> close() {
    return hasher.close();
  }

  private static <T> Future<T> read(Future<T> read) {
    return read.recover(failure -> Future.failedFuture(Writer.translate(failure)));
  }

  /** Forgets what is remembered no longer. */
  Future<?> sweep() {
    return writer.write(unit -> store.pruneAddresses(unit, unit.now().minus(KNOWN)));
  }

  static String name(@Nullable String shown) {
    return Fields.required("name", shown, 1, MAX_NAME).strip();
  }

  static String email(@Nullable String shown) {
    String email = Fields.required("email", shown, 3, MAX_EMAIL).strip();
    if (!EMAIL.matcher(email).matches()) {
      throw GalvanException.invalid("email", "email is not an e-mail address");
    }
    return email;
  }

  private static byte[] bytes(String password) {
    return password.getBytes(StandardCharsets.UTF_8);
  }

  static UUID id(@Nullable String text) {
    try {
      return UUID.fromString(text == null ? "" : text);
    } catch (IllegalArgumentException e) {
      throw GalvanException.notFound("user " + text);
    }
  }

  static GalvanException missing(UUID id) {
    return GalvanException.notFound("user " + id);
  }
}
