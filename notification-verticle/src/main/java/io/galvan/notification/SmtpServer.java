package io.galvan.notification;

import io.galvan.platform.error.GalvanException;
import io.vertx.ext.mail.LoginOption;
import io.vertx.ext.mail.MailConfig;
import io.vertx.ext.mail.StartTLSOptions;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;

/** How to reach the SMTP server that GALVAN_SMTP_URL names. */
final class SmtpServer {
  private static final String VARIABLE = "GALVAN_SMTP_URL";
  private static final int SMTP_PORT = 25;
  private static final int SMTPS_PORT = 465;
  private static final int CONNECT_TIMEOUT_MS = 10_000;
  private static final int IDLE_TIMEOUT_S = 30;
  private static final int CONNECTIONS = 2;

  private SmtpServer() {}

  /**
   * Reads smtp://user:password@host:port (upgraded by STARTTLS where the server offers it) or
   * smtps://... (TLS from the start). The server's certificate is verified. User and password may
   * be percent-encoded and may be left out.
   */
  static MailConfig config(String url) {
    URI uri = URI.create(url);
    boolean tls = "smtps".equalsIgnoreCase(uri.getScheme());
    if (uri.getHost() == null || !(tls || "smtp".equalsIgnoreCase(uri.getScheme()))) {
      // The URL may hold a password and is not repeated.
      throw GalvanException.invalid(VARIABLE, VARIABLE + " must be an smtp:// or smtps:// URL");
    }
    MailConfig config =
        new MailConfig()
            .setHostname(uri.getHost())
            .setPort(uri.getPort() > 0 ? uri.getPort() : tls ? SMTPS_PORT : SMTP_PORT)
            .setSsl(tls)
            .setStarttls(tls ? StartTLSOptions.DISABLED : StartTLSOptions.OPTIONAL)
            .setHostnameVerificationAlgorithm("HTTPS")
            .setConnectTimeout(CONNECT_TIMEOUT_MS)
            .setIdleTimeout(IDLE_TIMEOUT_S)
            .setIdleTimeoutUnit(TimeUnit.SECONDS)
            .setMaxPoolSize(CONNECTIONS)
            // Mails are rare: a kept connection would mostly be found dead.
            .setKeepAlive(false)
            // Not asked of DNS, which would block.
            .setOwnHostname("galvan.local")
            .setUserAgent("galvan")
            .setLogin(LoginOption.DISABLED);
    String user = uri.getRawUserInfo();
    if (user != null) {
      int cut = user.indexOf(':');
      config
          .setLogin(LoginOption.REQUIRED)
          .setUsername(decoded(cut < 0 ? user : user.substring(0, cut)))
          .setPassword(cut < 0 ? "" : decoded(user.substring(cut + 1)));
    }
    return config;
  }

  private static String decoded(String text) {
    // A plus sign is a plus sign in this part of a URL.
    return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
  }
}
