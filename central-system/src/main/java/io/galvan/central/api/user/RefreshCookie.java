package io.galvan.central.api.user;

import io.galvan.central.api.operation.Call;
import io.galvan.platform.config.ConnectionSettings;
import io.galvan.platform.net.IpAddress;
import io.vertx.core.http.Cookie;
import io.vertx.core.http.CookieSameSite;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The cookie in which a browser keeps its refresh token: no script reads it, no other site sends
 * it, and only the paths of sessions get it. Over TLS it never travels without. A page of another
 * origin cannot use it either: it is looked at only where a JSON body asks for it, which browsers
 * do not let other origins send.
 */
final class RefreshCookie {
  private static final String NAME = "galvan_refresh";
  private static final String PATH = "/api/v1/sessions";
  private static final Duration AGE = Duration.ofDays(30);

  private final ConnectionSettings settings;

  RefreshCookie(ConnectionSettings settings) {
    this.settings = settings;
  }

  @Nullable String read(Call call) {
    Cookie cookie = call.context().request().getCookie(NAME);
    return cookie == null || cookie.getValue().isEmpty() ? null : cookie.getValue();
  }

  void set(Call call, String refreshToken) {
    add(call, refreshToken, AGE.toSeconds());
  }

  void clear(Call call) {
    add(call, "", 0);
  }

  private void add(Call call, String value, long ageS) {
    HttpServerRequest request = call.context().request();
    request
        .response()
        .addCookie(
            Cookie.cookie(NAME, value)
                .setPath(PATH)
                .setHttpOnly(true)
                .setSameSite(CookieSameSite.STRICT)
                .setSecure(isSecure(request))
                .setMaxAge(ageS));
  }

  /** Over TLS to here, or to a proxy that we trust to say so. */
  private boolean isSecure(HttpServerRequest request) {
    if (request.isSSL()) {
      return true;
    }
    String proxy = request.remoteAddress() == null ? null : request.remoteAddress().hostAddress();
    return proxy != null
        && "https".equalsIgnoreCase(request.getHeader("X-Forwarded-Proto"))
        && IpAddress.parse(proxy).map(settings::isTrustedProxy).orElse(false);
  }
}
