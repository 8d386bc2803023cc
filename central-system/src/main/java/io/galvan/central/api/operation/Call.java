package io.galvan.central.api.operation;

import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One request to the API: its parameters and body, read and bounded, and its answers. */
public final class Call {
  private static final int MAX_LIMIT = 500;
  private static final int DEFAULT_LIMIT = 50;
  private static final int MAX_CURSOR = 2_000;
  private static final String USER = "user";

  private final RoutingContext context;

  public Call(RoutingContext context) {
    this.context = context;
  }

  public RoutingContext context() {
    return context;
  }

  public void signedIn(SignedInUser user) {
    context.put(USER, user);
  }

  public boolean isSignedIn() {
    return context.get(USER) != null;
  }

  /** Who asks; only for operations that want a signed-in user. */
  public SignedInUser user() {
    SignedInUser user = context.get(USER);
    if (user == null) {
      throw new IllegalStateException("a public operation has no user");
    }
    return user;
  }

  public String path(String name, int maxLength) {
    String value = context.pathParam(name);
    if (value == null || value.isEmpty() || value.length() > maxLength) {
      throw GalvanException.invalid(name, "must have 1 to " + maxLength + " characters");
    }
    return value;
  }

  public long pathNumber(String name) {
    try {
      return Long.parseLong(path(name, 20));
    } catch (NumberFormatException e) {
      throw GalvanException.invalid(name, "must be a whole number");
    }
  }

  public @Nullable String text(String name, int maxLength) {
    List<String> values = context.queryParam(name);
    if (values.size() > 1) {
      throw GalvanException.invalid(name, "may be given once");
    }
    if (values.isEmpty() || values.get(0).isEmpty()) {
      return null;
    }
    if (values.get(0).length() > maxLength) {
      throw GalvanException.invalid(name, "may have " + maxLength + " characters");
    }
    return values.get(0);
  }

  public @Nullable Boolean flag(String name) {
    String value = text(name, 10);
    if (value == null) {
      return null;
    }
    return switch (value) {
      case "true" -> true;
      case "false" -> false;
      default -> throw GalvanException.invalid(name, "must be true or false");
    };
  }

  public @Nullable Integer number(String name, int least, int most) {
    String value = text(name, 20);
    if (value == null) {
      return null;
    }
    try {
      int number = Integer.parseInt(value);
      if (number >= least && number <= most) {
        return number;
      }
    } catch (NumberFormatException e) {
      // told below, as for a number out of range
    }
    throw GalvanException.invalid(name, "must be a whole number from " + least + " to " + most);
  }

  public <E extends Enum<E>> @Nullable E choice(String name, Class<E> type) {
    String value = text(name, 64);
    if (value == null) {
      return null;
    }
    List<String> names = new ArrayList<>();
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(value)) {
        return constant;
      }
      names.add(constant.name());
    }
    throw GalvanException.invalid(name, "must be one of " + String.join(", ", names));
  }

  public <E extends Enum<E>> E choice(String name, E fallback) {
    E value = choice(name, fallback.getDeclaringClass());
    return value == null ? fallback : value;
  }

  public @Nullable Instant time(String name) {
    String value = text(name, 40);
    if (value == null) {
      return null;
    }
    try {
      return OffsetDateTime.parse(value).toInstant();
    } catch (DateTimeParseException e) {
      throw GalvanException.invalid(name, "must be a time like 2026-03-01T12:00:00Z");
    }
  }

  private enum Order {
    asc,
    desc
  }

  public boolean descending(boolean fallback) {
    return choice("order", fallback ? Order.desc : Order.asc) == Order.desc;
  }

  public int limit() {
    Integer limit = number("limit", 1, MAX_LIMIT);
    return limit == null ? DEFAULT_LIMIT : limit;
  }

  public @Nullable String cursor() {
    return text("cursor", MAX_CURSOR);
  }

  public @Nullable String header(String name, int maxLength) {
    String value = context.request().getHeader(name);
    if (value != null && value.length() > maxLength) {
      throw GalvanException.invalid(name, "may have " + maxLength + " characters");
    }
    return value;
  }

  /** The body as text; an empty one, where the contract lets it be left out, is an empty object. */
  public String body() {
    String body = context.body().asString();
    return body == null || body.isBlank() ? "{}" : body;
  }

  /**
   * The body as a record; anything that is not exactly its shape is a violation that names the
   * field.
   */
  public <T extends Record> T body(Class<T> type) {
    return Shape.of(type).read(body(), Reading.STRICT, new ArrayList<>());
  }

  public void ok(Object body) {
    answer(200, body);
  }

  /**
   * @param path of the new resource, below the API's base
   */
  public void created(Object body, String path) {
    context.response().putHeader(HttpHeaders.LOCATION, "/api/v1" + path);
    answer(201, body);
  }

  /** What was asked for will be done later. */
  public void accepted(Object body) {
    answer(202, body);
  }

  public void done() {
    context.response().setStatusCode(204).end();
  }

  private void answer(int status, Object body) {
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(Mapper.write(body));
  }
}
