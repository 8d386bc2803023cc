package io.galvan.central.api;

import io.galvan.central.api.operation.Problem;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.Route;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Which methods each path of the contract knows: for the Allow header of a 405 (RFC 9110, 15.5.6),
 * and HEAD wherever there is GET (9.3.2). A stream of events has no HEAD, since it has no end.
 */
final class AllowedMethods {
  private static final String BASE = "/api/v1";
  private static final String STREAM = "/events";

  private record Known(String[] parts, Set<String> methods) {
    boolean matches(String[] asked) {
      if (asked.length != parts.length) {
        return false;
      }
      for (int i = 0; i < parts.length; i++) {
        boolean named = parts[i].startsWith("{") && !asked[i].isEmpty();
        if (!named && !parts[i].equals(asked[i])) {
          return false;
        }
      }
      return true;
    }
  }

  private final List<Known> known = new ArrayList<>();

  AllowedMethods(Contract contract) {
    for (Map.Entry<String, Object> path : contract.document().getJsonObject("paths")) {
      Set<String> methods = new TreeSet<>();
      for (String method : ((JsonObject) path.getValue()).fieldNames()) {
        methods.add(method.toUpperCase(Locale.ROOT));
      }
      if (methods.contains("GET") && !path.getKey().equals(STREAM)) {
        methods.add("HEAD");
      }
      known.add(new Known(parts(path.getKey()), methods));
    }
  }

  private static String[] parts(String path) {
    return path.split("/", -1);
  }

  /** Lets HEAD come where GET does; the server leaves the body out. */
  static void addHead(Router operations) {
    for (Route route : operations.getRoutes()) {
      if (route.methods() != null
          && route.methods().contains(HttpMethod.GET)
          && !STREAM.equals(route.getPath())) {
        route.method(HttpMethod.HEAD);
      }
    }
  }

  /** Answers 405 with the methods that there are. */
  void refuse(RoutingContext context) {
    String path = context.normalizedPath();
    if (path.startsWith(BASE + "/")) {
      String[] asked = parts(path.substring(BASE.length()));
      Set<String> methods = new TreeSet<>();
      known.stream()
          .filter(one -> one.matches(asked))
          .forEach(one -> methods.addAll(one.methods()));
      context.response().putHeader("Allow", String.join(", ", methods));
    }
    Problem.answer(context, 405, "the resource does not know this method");
  }
}
