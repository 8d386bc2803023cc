package io.galvan.auth;

import io.galvan.contract.pki.Certificates;
import io.galvan.contract.pki.ContractCertificates;
import io.galvan.contract.station.StationCredentials;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.user.ApiKeys;
import io.galvan.contract.user.Sessions;
import io.galvan.contract.user.Users;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.ServiceVerticle;
import io.galvan.platform.service.Sweep;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The auth service: puts its parts together and serves the addresses of tokens, users, their
 * sessions, passwords of stations and certificates.
 */
public final class AuthVerticle extends ServiceVerticle {
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private static final int WEAK_ITERATIONS = 1_000;

  private final Consumer<FirstAdmin> firstAdmin;
  private final int iterations;
  private @Nullable CredentialService credentials;
  private @Nullable UserService users;
  private @Nullable Responders responders;
  private @Nullable ProvisionService provisions;

  /**
   * @param firstAdmin told once, on the event loop, when the first start made an admin
   */
  public AuthVerticle(Platform platform, Consumer<FirstAdmin> firstAdmin) {
    this(platform, firstAdmin, UserService.ITERATIONS);
  }

  private AuthVerticle(Platform platform, Consumer<FirstAdmin> firstAdmin, int iterations) {
    super(platform, Schema.auth);
    this.firstAdmin = firstAdmin;
    this.iterations = iterations;
  }

  /** For tests only: with hashes of people's passwords that take no time, and hide nothing. */
  public static AuthVerticle withWeakHashes(Platform platform, Consumer<FirstAdmin> firstAdmin) {
    return new AuthVerticle(platform, firstAdmin, WEAK_ITERATIONS);
  }

  @Override
  protected Future<?> open(Pool pool, Writer writer) {
    UserStore userStore = new UserStore(pool);

    TokenService tokens =
        new TokenService(
            new TokenStore(keyed(), platform.settings().defaultPolicy().freeVending()),
            writer,
            platform.clock(),
            platform.meters());
    FreeVending freeVending = new FreeVending(writer);
    Credits credits = new Credits(writer);
    CredentialService credentials =
        new CredentialService(new CredentialStore(pool), writer, vertx, platform.meters());
    this.credentials = credentials;
    SessionStore sessionStore = new SessionStore(pool);
    UserService users =
        new UserService(userStore, sessionStore, writer, vertx, platform.clock(), iterations);
    this.users = users;
    V2gAuthorities v2g = new V2gAuthorities(vertx, pool, writer);
    CertificateStore certificateStore = new CertificateStore(pool);
    StationNames names = new StationNames(Bus.of(vertx), certificateStore);
    CertificateService certificates =
        new CertificateService(certificateStore, v2g, names, writer, vertx, platform);
    ShownCertificates shown =
        new ShownCertificates(
            certificates, certificateStore, names, writer, platform.clock(), platform.meters());
    serve(
        Subscription.AUTH.address(),
        batch ->
            freeVending
                .hear(batch)
                .compose(heard -> credits.hear(batch))
                .compose(heard -> credentials.hear(batch))
                .compose(heard -> shown.hear(batch)));
    Responders responders =
        new Responders(
            vertx,
            platform.clock(),
            new PublicHosts(vertx, platform.settings().ocspPrivateHosts()));
    this.responders = responders;
    ProvisionService provisions =
        new ProvisionService(ProvisionService.find(vertx, platform.settings().iso15118Provider()));
    this.provisions = provisions;
    TrustedCertificates trusted = new TrustedCertificates(pool, writer, platform.clock(), v2g);
    ContractService contracts =
        new ContractService(vertx, platform.clock(), tokens, trusted, responders);

    return vertx
        .executeBlocking(SigningKey::generate)
        .compose(candidate -> writer.write(unit -> userStore.signingKey(unit, candidate)))
        .compose(
            key -> users.makeFirstAdmin().onSuccess(made -> made.ifPresent(firstAdmin)).map(key))
        .compose(
            key -> {
              serve(tokens, credentials);
              ApiKeyStore keyStore = new ApiKeyStore(pool);
              SignedTokens signer = new SignedTokens(vertx, key, platform.clock());
              SessionService sessions =
                  new SessionService(
                      sessionStore, keyStore, userStore, writer, signer, platform.clock());
              serve(new ApiKeyService(keyStore, writer, signer, platform.clock()));
              serve(users, sessions, key);
              serve(sessions);
              serve(
                  new SignUpService(
                      new SignUpStore(),
                      userStore,
                      users,
                      writer,
                      Bus.of(vertx),
                      platform.clock(),
                      platform.settings().api().openSignUp(),
                      platform.settings().publicUrl()));
              serve(certificates);
              serve(Certificates.CHECK, shown::check);
              serve(contracts, trusted);
              serve(ContractCertificates.PROVIDE, provisions::provide);
              return sweep(
                  SWEEP,
                  List.of(
                      new Sweep.Job("sessions", sessions::sweep),
                      new Sweep.Job("addresses", users::sweep)));
            });
  }

  private void serve(ContractService contracts, TrustedCertificates trusted) {
    serve(ContractCertificates.AUTHORIZE, contracts::authorize);
    serve(ContractCertificates.OCSP, contracts::ocsp);
    serve(ContractCertificates.STATUS, contracts::status);
    serve(ContractCertificates.LIST_TRUSTED, trusted::list);
    serve(ContractCertificates.TRUST, trusted::trust);
    serve(ContractCertificates.DISTRUST, trusted::distrust);
  }

  private void serve(CertificateService certificates) {
    serve(Certificates.AUTHORITY, certificates::authority);
    serve(Certificates.CERTIFY_SERVER, certificates::certifyServer);
    serve(Certificates.SUBMIT, certificates::submit);
    serve(Certificates.SIGN, certificates::sign);
    serve(Certificates.REJECT, certificates::reject);
    serve(Certificates.HANDED_OVER, certificates::handedOver);
    serve(Certificates.GET, certificates::get);
    serve(Certificates.LIST, certificates::list);
    serve(Certificates.FORGET, certificates::forget);
  }

  private void serve(ApiKeyService keys) {
    serve(ApiKeys.CHECK, keys::check);
    serve(ApiKeys.TOKEN, keys::token);
    serve(ApiKeys.LIST, keys::list);
    serve(ApiKeys.GET, keys::get);
    serve(ApiKeys.CREATE, keys::create);
    serve(ApiKeys.REPLACE, keys::replace);
    serve(ApiKeys.ROTATE, keys::rotate);
    serve(ApiKeys.DELETE, keys::delete);
  }

  private void serve(SignUpService signUps) {
    serve(Users.SIGN_UP, signUps::signUp);
    serve(Users.CONFIRM_SIGN_UP, signUps::confirm);
  }

  private void serve(SessionService sessions) {
    serve(Sessions.REFRESH, sessions::refresh);
    serve(Sessions.END, sessions::end);
    serve(Sessions.LIST, sessions::list);
    serve(Sessions.END_ALL, sessions::endAll);
    serve(Sessions.ENDED, sessions::ended);
    serve(Sessions.GIVE_TICKET, sessions::giveTicket);
    serve(Sessions.TAKE_TICKET, sessions::takeTicket);
  }

  private void serve(TokenService tokens, CredentialService credentials) {
    serve(Tokens.AUTHORIZE, tokens::authorize);
    serve(Tokens.LIST, tokens::list);
    serve(Tokens.GET, tokens::get);
    serve(Tokens.CREATE, tokens::create);
    serve(Tokens.REPLACE, tokens::replace);
    serve(Tokens.DELETE, tokens::delete);

    serve(StationCredentials.CHECK, credentials::check);
    serve(StationCredentials.SET, credentials::set);
    serve(StationCredentials.ANNOUNCE, credentials::announce);
    serve(StationCredentials.ANSWERED, credentials::answered);
  }

  private void serve(UserService users, SessionService sessions, SigningKey key) {
    var verificationKeys = new Users.VerificationKeys(List.of(key.publicPem()));

    serve(Users.SIGN_IN, request -> users.signIn(request, sessions));
    serve(Users.CHANGE_PASSWORD, users::changePassword);
    serve(Users.LIST, users::list);
    serve(Users.GET, users::get);
    serve(Users.CREATE, users::create);
    serve(Users.EDIT, users::edit);
    serve(Users.DELETE, users::delete);
    serve(Users.VERIFICATION_KEYS, request -> Future.succeededFuture(verificationKeys));
  }

  @Override
  protected Future<?> close() {
    CredentialService credentials = this.credentials;
    UserService users = this.users;
    Future<?> closed = credentials == null ? Future.succeededFuture() : credentials.close();
    Responders responders = this.responders;
    ProvisionService provisions = this.provisions;
    return closed
        .transform(ignored -> users == null ? Future.succeededFuture() : users.close())
        .transform(ignored -> responders == null ? Future.succeededFuture() : responders.close());
  }
}
