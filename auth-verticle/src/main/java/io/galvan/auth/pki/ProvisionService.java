package io.galvan.auth.pki;

import io.galvan.contract.pki.ContractCertificates.Provision;
import io.galvan.contract.pki.ContractCertificates.ProvisionQuery;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.List;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Has the provider answer vehicles, and answers for it where there is none or it goes wrong. */
final class ProvisionService {
  private static final Logger LOG = LoggerFactory.getLogger(ProvisionService.class);

  /** A vehicle waits five seconds for its certificate (ISO 15118-2, table 109). */
  static final int ANSWER_MS = 4_500;

  private final @Nullable CertificateProvider provider;

  ProvisionService(@Nullable CertificateProvider provider) {
    this.provider = provider;
  }

  /**
   * The one on the class path, else that of the URL; fails when there are several.
   *
   * @param url null is none
   */
  static @Nullable CertificateProvider find(Vertx vertx, @Nullable String url) {
    List<CertificateProvider> found =
        ServiceLoader.load(CertificateProvider.class, CertificateProvider.class.getClassLoader())
            .stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    if (found.size() > 1) {
      throw new IllegalStateException("there are " + found.size() + " certificate providers");
    }
    return found.isEmpty()
        ? url == null ? null : new HttpCertificateProvider(vertx, url, ANSWER_MS)
        : found.get(0);
  }

  /** Answers {@code contract-certificates.provide}; never fails. */
  Future<Provision> provide(ProvisionQuery query) {
    return provider == null
        ? Future.succeededFuture(Provision.failed("no certificate provider is set"))
        : ask(provider, query)
            .otherwise(
                failure -> {
                  LOG.warn("the certificate provider failed: {}", failure.getMessage());
                  return Provision.failed("the certificate provider does not answer");
                });
  }

  private static Future<Provision> ask(CertificateProvider provider, ProvisionQuery query) {
    try {
      return provider
          .provide(query)
          .timeout(ANSWER_MS, TimeUnit.MILLISECONDS)
          .compose(
              given ->
                  given == null || given.exiResponse() == null
                      ? Future.failedFuture(new IllegalStateException("no answer"))
                      : Future.succeededFuture(given));
    } catch (RuntimeException | LinkageError e) {
      return Future.failedFuture(e);
    }
  }

  Future<Void> close() {
    return provider instanceof HttpCertificateProvider http
        ? http.close()
        : Future.succeededFuture();
  }
}
