package io.galvan.central.gateway;

import io.galvan.contract.pki.Certificates;
import io.galvan.contract.pki.Certificates.Algorithm;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.Settings;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.ClientAuth;
import io.vertx.core.net.NetServerOptions;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.util.Base64;
import java.util.List;
import java.util.Set;

/**
 * How this node's TLS ports show themselves and whom they trust: an RSA and an EC certificate side
 * by side, of which TLS picks the one that fits the agreed suite, and client certificates of
 * Galvan's own authority and those an operator names. A client need not show one.
 */
public final class Tls {
  /** Those of the security whitepaper (3.1), stronger ones, and all of TLS 1.3. */
  private static final List<String> SUITES =
      List.of(
          "TLS_AES_256_GCM_SHA384",
          "TLS_AES_128_GCM_SHA256",
          "TLS_CHACHA20_POLY1305_SHA256",
          "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
          "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
          "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256");

  /** Those of the security whitepaper without forward secrecy, spoken only when asked for. */
  private static final List<String> RSA_KEY_EXCHANGE =
      List.of("TLS_RSA_WITH_AES_256_GCM_SHA384", "TLS_RSA_WITH_AES_128_GCM_SHA256");

  private static final int RSA_BITS = 3072;
  private static final Base64.Encoder LINES = Base64.getMimeEncoder(64, new byte[] {'\n'});

  private final PemKeyCertOptions identity;
  private final PemTrustOptions trusted;
  private final boolean rsaKeyExchange;

  private Tls(PemKeyCertOptions identity, PemTrustOptions trusted, boolean rsaKeyExchange) {
    this.rsaKeyExchange = rsaKeyExchange;
    this.identity = identity;
    this.trusted = trusted;
  }

  /** Reads the certificates of the settings, or has them made by Galvan's own authority. */
  public static Future<Tls> load(Vertx vertx, Bus bus, Settings settings) {
    Future<PemKeyCertOptions> identity =
        settings.tls() == Settings.Tls.AUTO
            ? made(vertx, bus, settings)
            : Future.succeededFuture(fromFiles(settings));
    return Future.all(identity, trusted(vertx, bus, settings))
        .map(
            both ->
                new Tls(
                    both.resultAt(0), both.resultAt(1), settings.tlsSettings().rsaKeyExchange()));
  }

  private static PemKeyCertOptions fromFiles(Settings settings) {
    PemKeyCertOptions options = new PemKeyCertOptions();
    settings.tlsCertificates().forEach(file -> options.addCertPath(file.toString()));
    settings.tlsKeys().forEach(file -> options.addKeyPath(file.toString()));
    return options;
  }

  private static Future<PemKeyCertOptions> made(Vertx vertx, Bus bus, Settings settings) {
    return vertx
        .executeBlocking(() -> settings.publicHost() == null ? ownName() : settings.publicHost())
        .compose(
            host -> {
              PemKeyCertOptions options = new PemKeyCertOptions();
              Future<?> made = Future.succeededFuture();
              for (Algorithm algorithm : Algorithm.values()) {
                made = made.compose(ok -> make(vertx, bus, host, algorithm, options));
              }
              return made.map(options);
            });
  }

  private static String ownName() throws UnknownHostException {
    return InetAddress.getLocalHost().getCanonicalHostName();
  }

  private static Future<?> make(
      Vertx vertx, Bus bus, String host, Algorithm algorithm, PemKeyCertOptions options) {
    return vertx
        .executeBlocking(() -> keys(algorithm))
        .compose(
            keys ->
                bus.request(
                        Certificates.CERTIFY_SERVER,
                        new Certificates.ServerKey(host, keys.getPublic().getEncoded()))
                    .onSuccess(
                        chain ->
                            options
                                .addCertValue(Buffer.buffer(chain.pem()))
                                .addKeyValue(Buffer.buffer(pem(keys)))));
  }

  private static KeyPair keys(Algorithm algorithm) throws GeneralSecurityException {
    KeyPairGenerator generator =
        KeyPairGenerator.getInstance(algorithm == Algorithm.RSA ? "RSA" : "EC");
    if (algorithm == Algorithm.RSA) {
      generator.initialize(RSA_BITS);
    } else {
      generator.initialize(new ECGenParameterSpec("secp256r1"));
    }
    return generator.generateKeyPair();
  }

  private static String pem(KeyPair keys) {
    return "-----BEGIN PRIVATE KEY-----\n"
        + LINES.encodeToString(keys.getPrivate().getEncoded())
        + "\n-----END PRIVATE KEY-----\n";
  }

  private static Future<PemTrustOptions> trusted(Vertx vertx, Bus bus, Settings settings) {
    return bus.request(Certificates.AUTHORITY, new Certificates.AuthorityQuery())
        .compose(
            authority ->
                vertx.executeBlocking(
                    () -> {
                      PemTrustOptions options = new PemTrustOptions();
                      authority
                          .roots()
                          .forEach(root -> options.addCertValue(Buffer.buffer(root.certificate())));
                      Path further = settings.tlsClientAuthorities();
                      if (further != null) {
                        options.addCertValue(read(further));
                      }
                      return options;
                    }));
  }

  private static Buffer read(Path file) throws IOException {
    return Buffer.buffer(Files.readAllBytes(file));
  }

  /** Lets a server speak TLS with people, who are not asked for certificates. */
  public void configureForPeople(NetServerOptions options) {
    configure(options);
    options.setClientAuth(ClientAuth.NONE);
  }

  /** Lets a server speak TLS. */
  public void configure(NetServerOptions options) {
    options
        .setSsl(true)
        .setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"))
        .setKeyCertOptions(identity)
        .setTrustOptions(trusted)
        .setClientAuth(ClientAuth.REQUEST);
    SUITES.forEach(options::addEnabledCipherSuite);
    if (rsaKeyExchange) {
      RSA_KEY_EXCHANGE.forEach(options::addEnabledCipherSuite);
    }
  }
}
