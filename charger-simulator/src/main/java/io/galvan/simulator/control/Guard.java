package io.galvan.simulator.control;

import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import java.util.Locale;
import java.util.Set;

/**
 * Keeps foreign web pages in a browser on this machine from driving the stations: a name that
 * points here but is not ours, another page's origin, and bodies that a form could send are
 * refused.
 */
final class Guard {
  private static final Set<String> NAMES = Set.of("127.0.0.1", "localhost", "[::1]");

  private Guard() {}

  static void check(HttpServerRequest request, int port) {
    Set<String> hosts = Set.of("127.0.0.1:" + port, "localhost:" + port, "[::1]:" + port);
    String host = request.headers().get("Host");
    boolean ours =
        host != null
            && request.headers().getAll("Host").size() == 1
            && (hosts.contains(host.toLowerCase(Locale.ROOT))
                || port == 80 && NAMES.contains(host.toLowerCase(Locale.ROOT)));
    if (!ours) {
      throw new Refusal(421, "this door has the names " + hosts + " only");
    }
    for (String origin : request.headers().getAll("Origin")) {
      if (!origin.equals("http://" + host)) {
        throw new Refusal(403, "another page may not come in: " + cut(origin));
      }
    }
    String from = request.headers().get("Sec-Fetch-Site");
    boolean typed = "none".equals(from) && request.method() == HttpMethod.GET;
    if (from != null && !from.equals("same-origin") && !typed) {
      throw new Refusal(403, "another page may not come in");
    }
  }

  /** Other users of this machine reach the port, too. */
  static void token(HttpServerRequest request, ControlToken token) {
    if (!token.isShownBy(request.headers().get("Authorization"))) {
      request.response().putHeader("WWW-Authenticate", "Bearer");
      throw new Refusal(
          401, "show the token that was told at the start, as Authorization: Bearer TOKEN");
    }
  }

  /** Only a type that no form can send, and no script of another origin without asking first. */
  static void content(HttpServerRequest request, String wanted) {
    String type = request.headers().get("Content-Type");
    int semicolon = type == null ? -1 : type.indexOf(';');
    String plain = type == null ? "" : semicolon < 0 ? type : type.substring(0, semicolon);
    if (!plain.strip().equalsIgnoreCase(wanted)) {
      throw new Refusal(415, "the body must be of the type " + wanted);
    }
  }

  private static String cut(String text) {
    return text.length() <= 100 ? text : text.substring(0, 100);
  }
}
