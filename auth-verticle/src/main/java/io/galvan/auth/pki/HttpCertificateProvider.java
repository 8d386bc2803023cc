package io.galvan.auth.pki;

import io.galvan.contract.pki.ContractCertificates.Provision;
import io.galvan.contract.pki.ContractCertificates.ProvisionQuery;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;

/**
 * Forwards what vehicles ask to a provisioning service: the query as JSON by POST, the provision as
 * JSON back (docs/reference/iso15118.md).
 */
final class HttpCertificateProvider implements CertificateProvider {
  private static final int MAX_BYTES = 131_072;

  private final String url;
  private final BoundedHttp http;

  HttpCertificateProvider(Vertx vertx, String url, int answerMs) {
    this.url = url;
    this.http = new BoundedHttp(vertx, answerMs, null);
  }

  @Override
  public Future<Provision> provide(ProvisionQuery query) {
    return http.post(url, "application/json", Buffer.buffer(Mapper.write(query)), MAX_BYTES)
        .compose(
            body -> {
              try {
                return Future.succeededFuture(Mapper.read(body.toString(), Provision.class));
              } catch (GalvanException e) {
                return Future.failedFuture(
                    new GalvanException(Fault.UNAVAILABLE, "the provider's answer is no JSON"));
              }
            });
  }

  Future<Void> close() {
    return http.close();
  }
}
