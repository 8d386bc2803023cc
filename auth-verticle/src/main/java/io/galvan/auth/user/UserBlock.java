package io.galvan.auth.user;

import io.galvan.contract.user.ApiKeys;
import io.galvan.contract.user.Sessions;
import io.galvan.contract.user.Users;
import io.galvan.platform.service.Wiring;
import io.vertx.core.Future;
import java.util.List;
import java.util.function.Consumer;

/** Users, their sessions and how they sign up, and the API keys of programs. */
public final class UserBlock {
  /** Of a password's hash; fewer are for tests only. */
  public static final int ITERATIONS = UserService.ITERATIONS;

  private final Wiring wiring;
  private final UserStore store;
  private final SessionStore sessionStore;
  private final UserService users;

  /**
   * @param iterations of a password's hash
   */
  public UserBlock(Wiring wiring, int iterations) {
    this.wiring = wiring;
    store = new UserStore(wiring.pool());
    sessionStore = new SessionStore(wiring.pool());
    users =
        new UserService(
            store,
            sessionStore,
            wiring.writer(),
            wiring.vertx(),
            wiring.platform().clock(),
            iterations);
    wiring.atClose(users::close);
  }

  /**
   * Makes the signing key and the first admin where there is none yet, and then answers.
   *
   * @param firstAdmin told when the first admin is made
   */
  public Future<?> open(Consumer<FirstAdmin> firstAdmin) {
    return wiring
        .vertx()
        .executeBlocking(SigningKey::generate)
        .compose(candidate -> wiring.writer().write(unit -> store.signingKey(unit, candidate)))
        .compose(
            key -> users.makeFirstAdmin().onSuccess(made -> made.ifPresent(firstAdmin)).map(key))
        .onSuccess(this::serve);
  }

  private void serve(SigningKey key) {
    var clock = wiring.platform().clock();
    var signer = new SignedTokens(wiring.vertx(), key, clock);
    var keyStore = new ApiKeyStore(wiring.pool());
    var sessions =
        new SessionService(sessionStore, keyStore, store, wiring.writer(), signer, clock);
    var verificationKeys = new Users.VerificationKeys(List.of(key.publicPem()));
    wiring.everyMinute("sessions", sessions::sweep);
    wiring.everyMinute("addresses", users::sweep);
    wiring.serve(Users.SIGN_IN, request -> users.signIn(request, sessions));
    wiring.serve(Users.CHANGE_PASSWORD, users::changePassword);
    wiring.serve(Users.LIST, users::list);
    wiring.serve(Users.GET, users::get);
    wiring.serve(Users.CREATE, users::create);
    wiring.serve(Users.EDIT, users::edit);
    wiring.serve(Users.DELETE, users::delete);
    wiring.serve(Users.VERIFICATION_KEYS, request -> Future.succeededFuture(verificationKeys));
    wiring.serve(Sessions.REFRESH, sessions::refresh);
    wiring.serve(Sessions.END, sessions::end);
    wiring.serve(Sessions.LIST, sessions::list);
    wiring.serve(Sessions.END_ALL, sessions::endAll);
    wiring.serve(Sessions.ENDED, sessions::ended);
    wiring.serve(Sessions.GIVE_TICKET, sessions::giveTicket);
    wiring.serve(Sessions.TAKE_TICKET, sessions::takeTicket);
    var signUps =
        new SignUpService(
            new SignUpStore(),
            store,
            users,
            wiring.writer(),
            wiring.bus(),
            wiring.platform().clock(),
            wiring.settings().api().openSignUp(),
            wiring.settings().publicUrl());
    wiring.serve(Users.SIGN_UP, signUps::signUp);
    wiring.serve(Users.CONFIRM_SIGN_UP, signUps::confirm);
    var keys = new ApiKeyService(keyStore, wiring.writer(), signer, clock);
    wiring.serve(ApiKeys.CHECK, keys::check);
    wiring.serve(ApiKeys.TOKEN, keys::token);
    wiring.serve(ApiKeys.LIST, keys::list);
    wiring.serve(ApiKeys.GET, keys::get);
    wiring.serve(ApiKeys.CREATE, keys::create);
    wiring.serve(ApiKeys.REPLACE, keys::replace);
    wiring.serve(ApiKeys.ROTATE, keys::rotate);
    wiring.serve(ApiKeys.DELETE, keys::delete);
  }
}
