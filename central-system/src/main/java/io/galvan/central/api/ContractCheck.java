package io.galvan.central.api;

import io.galvan.platform.db.Cursor;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.web.RoutingContext;
import io.vertx.openapi.contract.Location;
import io.vertx.openapi.contract.Operation;
import io.vertx.openapi.contract.Parameter;
import io.vertx.openapi.contract.RequestBody;
import java.time.OffsetDateTime;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Holds a request against its operation in the contract before any handler sees it: query
 * parameters that do not exist or have no such value, and a body that is missing, are INVALID. What
 * is in a body is read by its record, which a test holds against the contract.
 */
final class ContractCheck {
  /** One query parameter; what the contract does not bound is null. */
  private record QueryParameter(
      String type,
      @Nullable String format,
      Set<String> values,
      @Nullable Long least,
      @Nullable Long most,
      @Nullable Integer maxLength,
      boolean required) {
    static QueryParameter of(Parameter parameter) {
      JsonObject schema = parameter.getOpenAPIModel().getJsonObject("schema");
      return new QueryParameter(
          schema.getString("type", "string"),
          schema.getString("format"),
          schema.getJsonArray("enum", new JsonArray()).stream()
              .map(String::valueOf)
              .collect(Collectors.toUnmodifiableSet()),
          schema.getLong("minimum"),
          schema.getLong("maximum"),
          schema.getInteger("maxLength"),
          parameter.isRequired());
    }

    /** What is wrong with the value; null for nothing. */
    @Nullable String problem(String value) {
      if (!values.isEmpty() && !values.contains(value)) {
        return "must be one of " + values.stream().sorted().collect(Collectors.joining(", "));
      }
      if (maxLength != null && value.length() > maxLength) {
        return "may have " + maxLength + " characters";
      }
      return switch (type) {
        case "boolean" ->
            value.equals("true") || value.equals("false") ? null : "must be true or false";
        case "integer" -> numberProblem(value);
        default -> formatProblem(value);
      };
    }

    private @Nullable String numberProblem(String value) {
      try {
        long number = Long.parseLong(value);
        if ((least == null || number >= least) && (most == null || number <= most)) {
          return null;
        }
      } catch (NumberFormatException e) {
        // told below, as for a number out of range
      }
      return "must be a whole number"
          + (least == null ? "" : " from " + least)
          + (most == null ? "" : " to " + most);
    }

    private @Nullable String formatProblem(String value) {
      if ("date-time".equals(format)) {
        try {
          OffsetDateTime.parse(value);
        } catch (DateTimeParseException e) {
          return "must be a time like 2026-03-01T12:00:00Z";
        }
      } else if ("cursor".equals(format) && !Cursor.wellFormed(value)) {
        return "must be the \"next\" of a page of this list";
      }
      return null;
    }
  }

  private final Map<String, QueryParameter> query = new TreeMap<>();
  private final boolean bodyRequired;

  /** Reads what the contract says of the operation. */
  ContractCheck(Operation operation) {
    for (Parameter parameter : operation.getParameters()) {
      if (parameter.getIn() == Location.QUERY) {
        query.put(parameter.getName(), QueryParameter.of(parameter));
      }
    }
    RequestBody body = operation.getRequestBody();
    bodyRequired = body != null && body.isRequired();
  }

  /**
   * Throws INVALID, with the name of the parameter, when the request is not as the contract has it.
   */
  void check(RoutingContext context) {
    for (Map.Entry<String, List<String>> given : given(context).entrySet()) {
      QueryParameter parameter = query.get(given.getKey());
      if (parameter == null) {
        throw GalvanException.invalid(
            given.getKey(),
            query.isEmpty()
                ? "there are no query parameters here"
                : "there is no such query parameter; there are "
                    + String.join(", ", query.keySet()));
      }
      check(given.getKey(), parameter, given.getValue());
    }
    for (Map.Entry<String, QueryParameter> parameter : query.entrySet()) {
      if (parameter.getValue().required()
          && context.queryParams().get(parameter.getKey()) == null) {
        throw GalvanException.invalid(parameter.getKey(), "is required");
      }
    }
    if (bodyRequired && bodyMissing(context)) {
      throw GalvanException.invalid("/", "a body is required");
    }
  }

  private static Map<String, List<String>> given(RoutingContext context) {
    Map<String, List<String>> given = new TreeMap<>();
    context.queryParams().names().forEach(name -> given.put(name, context.queryParam(name)));
    return given;
  }

  /** An empty value is the same as none. */
  private static void check(String name, QueryParameter parameter, List<String> values) {
    if (values.size() > 1) {
      throw GalvanException.invalid(name, "may be given once");
    }
    String value = values.get(0);
    String problem = value.isEmpty() ? null : parameter.problem(value);
    if (problem != null) {
      throw GalvanException.invalid(name, problem);
    }
  }

  /** A body that a handler reads itself is not here yet: its headers tell whether there is one. */
  private static boolean bodyMissing(RoutingContext context) {
    if (context.body() != null && context.body().available()) {
      return context.body().length() <= 0 || context.body().asString().isBlank();
    }
    HttpServerRequest request = context.request();
    String length = request.getHeader(HttpHeaders.CONTENT_LENGTH);
    return request.getHeader(HttpHeaders.TRANSFER_ENCODING) == null
        && (length == null || length.equals("0"));
  }
}
