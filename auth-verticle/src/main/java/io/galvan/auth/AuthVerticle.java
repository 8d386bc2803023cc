package io.galvan.auth;

import io.galvan.platform.Platform;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Certificates;
import io.galvan.platform.contract.ContractCertificates;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.Subscription;
import io.galvan.platform.service.ServiceVerticle;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The auth service: puts its parts together and serves every address of {@link Auth}, {@link
 * Certificates} and {@link ContractCertificates}.
 */
public final class AuthVerticle extends ServiceVerticle {
  private final Consumer<FirstAdmin> firstAdmin;
  private @Nullable CredentialService credentials;
  private @Nullable UserService users;
  private @Nullable Responders responders;
  private @Nullable ProvisionService provisions;

  /**
   * @param firstAdmin told once, on the event loop, when the first start made an admin
   */
  public AuthVerticle(Platform platform, Consumer<FirstAdmin> firstAdmin) {
    super(platform, Schema.auth);
    this.firstAdmin = firstAdmin;
  }

  @Override
  protected Future<?> open(Pool pool, Writer writer) {
    UserStore userStore = new UserStore(pool);

    TokenService tokens =
        new TokenService(
            new TokenStore(
                keyed(), Boolean.TRUE.equals(platform.settings().defaultPolicy().freeVending())),
            writer,
            platform.clock(),
            platform.meters());
    FreeVending freeVending = new FreeVending(writer);
    Credits credits = new Credits(writer);
    serve(
        Subscription.AUTH.address(),
        batch -> freeVending.hear(batch).compose(heard -> credits.hear(batch)));
    CredentialService credentials =
        new CredentialService(new CredentialStore(pool), writer, vertx, platform.meters());
    this.credentials = credentials;
    UserService users =
        new UserService(
            userStore, writer, vertx, platform.clock(), platform.settings().openSignUp());
    this.users = users;
    V2gAuthorities v2g = new V2gAuthorities(vertx, pool, writer);
    CertificateService certificates =
        new CertificateService(new CertificateStore(pool), v2g, writer, vertx, platform);
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
        .onSuccess(
            key -> {
              serve(tokens, credentials, users, key);
              serve(certificates);
              serve(contracts, trusted);
              serve(ContractCertificates.PROVIDE, provisions::provide);
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
    serve(Certificates.CHECK, certificates::check);
    serve(Certificates.FORGET, certificates::forget);
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
    serve(Auth.ANNOUNCE_CREDENTIALS, credentials::announce);

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
