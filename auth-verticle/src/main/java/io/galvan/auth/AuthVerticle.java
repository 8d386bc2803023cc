package io.galvan.auth;

import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.OutboxRelay;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.eventbus.MessageConsumer;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The auth service: puts its parts together and serves every address of {@link Auth}. */
public final class AuthVerticle extends VerticleBase {
  private final Platform platform;
  private final Consumer<FirstAdmin> firstAdmin;
  private final List<MessageConsumer<?>> consumers = new ArrayList<>();
  private @Nullable Pool pool;
  private @Nullable OutboxRelay relay;
  private @Nullable CredentialService credentials;
  private @Nullable UserService users;

  /**
   * @param firstAdmin told once, on the event loop, when the first start made an admin
   */
  public AuthVerticle(Platform platform, Consumer<FirstAdmin> firstAdmin) {
    this.platform = platform;
    this.firstAdmin = firstAdmin;
  }

  @Override
  public Future<?> start() {
    return vertx
        .executeBlocking(
            () -> {
              platform.database().migrate(Schema.auth);
              return SigningKey.generate();
            })
        .compose(this::open)
        .recover(failure -> stop().transform(done -> Future.failedFuture(failure)));
  }

  private Future<?> open(SigningKey candidate) {
    Pool pool = platform.database().pool(vertx, Schema.auth);
    this.pool = pool;
    OutboxRelay relay = new OutboxRelay(vertx, pool, Schema.auth);
    this.relay = relay;
    Writer writer = new Writer(pool, platform.clock(), relay::poke);
    UserStore userStore = new UserStore(pool);

    TokenService tokens =
        new TokenService(new TokenStore(pool), writer, platform.clock(), platform.meters());
    CredentialService credentials =
        new CredentialService(new CredentialStore(pool), writer, vertx, platform.meters());
    this.credentials = credentials;
    UserService users =
        new UserService(
            userStore, writer, vertx, platform.clock(), platform.settings().openSignUp());
    this.users = users;

    return writer
        .write(unit -> userStore.signingKey(unit, candidate))
        .compose(
            key -> users.makeFirstAdmin().onSuccess(made -> made.ifPresent(firstAdmin)).map(key))
        .onSuccess(
            key -> {
              relay.start();
              serve(tokens, credentials, users, key);
            });
  }

  private void serve(
      TokenService tokens, CredentialService credentials, UserService users, SigningKey key) {
    SignedTokens signedTokens = new SignedTokens(vertx, key, platform.clock());
    var verificationKeys = new Auth.VerificationKeys(List.of(key.publicPem()));

    serve(Auth.AUTHORIZE, tokens::authorize);
    serve(Auth.LIST_TOKENS, tokens::list);
    serve(Auth.GET_TOKEN, tokens::get);
    serve(Auth.CREATE_TOKEN, tokens::create);
    serve(Auth.REPLACE_TOKEN, tokens::replace);
    serve(Auth.DELETE_TOKEN, tokens::delete);

    serve(Auth.CHECK_CREDENTIALS, credentials::check);
    serve(Auth.SET_CREDENTIALS, credentials::set);

    serve(Auth.SIGN_UP, users::signUp);
    serve(Auth.SIGN_IN, request -> users.signIn(request, signedTokens));
    serve(Auth.CHANGE_PASSWORD, users::changePassword);
    serve(Auth.LIST_USERS, users::list);
    serve(Auth.GET_USER, users::get);
    serve(Auth.CREATE_USER, users::create);
    serve(Auth.EDIT_USER, users::edit);
    serve(Auth.DELETE_USER, users::delete);
    serve(Auth.VERIFICATION_KEYS, request -> Future.succeededFuture(verificationKeys));
  }

  private <Q extends Record, R extends Record> void serve(
      BusAddress<Q, R> address, Function<Q, Future<R>> service) {
    consumers.add(Bus.of(vertx).serve(address, service));
  }

  /** Takes no more requests, lets the outbox finish, closes what it opened. */
  @Override
  public Future<?> stop() {
    OutboxRelay relay = this.relay;
    CredentialService credentials = this.credentials;
    UserService users = this.users;
    Pool pool = this.pool;
    return Future.join(consumers.stream().map(MessageConsumer::unregister).toList())
        .transform(done -> relay == null ? Future.succeededFuture() : relay.stop())
        .transform(done -> credentials == null ? Future.succeededFuture() : credentials.close())
        .transform(done -> users == null ? Future.succeededFuture() : users.close())
        .transform(done -> pool == null ? Future.succeededFuture() : pool.close());
  }
}
