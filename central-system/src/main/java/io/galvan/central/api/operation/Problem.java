package io.galvan.central.api.operation;

import io.galvan.central.http.ReplyGuard;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.ocpp.shape.Violation;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.json.Mapper;
import io.vertx.core.http.HttpHeaders;
import io.vertx.ext.web.RoutingContext;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** An error as the API tells it (RFC 9457). */
public record Problem(
    String type,
    String title,
    int status,
    @Nullable String detail,
    String instance,
    boolean retryable,
    @Nullable List<FieldError> errors,
    @Nullable String commandId,
    @Nullable CommandState commandState) {
  private static final Logger LOG = LoggerFactory.getLogger(Problem.class);

  /**
   * @param field a JSON pointer into the body, or the name of a parameter
   */
  record FieldError(String field, String message) {}

  /** Answers the request with what the failure means. */
  public static void answer(RoutingContext context, Throwable failure) {
    if (failure instanceof Violation violation) {
      invalid(context, pointer(violation.path()), violation.problem());
    } else if (failure instanceof GalvanException known) {
      Duration wait = known.retryAfter();
      if (wait != null && !context.response().headWritten()) {
        context.response().putHeader(HttpHeaders.RETRY_AFTER, Long.toString(wait.toSeconds() + 1));
      }
      String field = known.field();
      if (known.fault() == Fault.INVALID && field != null) {
        invalid(context, field, known.message());
      } else {
        send(
            context,
            known.fault().httpStatus(),
            known.message(),
            known.fault().retryable(),
            null,
            null);
      }
    } else {
      LOG.error("{} {} failed", context.request().method(), context.request().path(), failure);
      send(context, 500, "internal error", true, null, null);
    }
  }

  /** Answers with a status that the router found, such as 404 or 405. */
  public static void answer(RoutingContext context, int status, String detail) {
    send(context, status, detail, false, null, null);
  }

  /** Answers for a command whose outcome is not known. */
  public static void unknown(RoutingContext context, Command command) {
    String detail =
        command.errorDescription() == null
            ? "the charging station did not answer in time"
            : command.errorDescription();
    send(context, Fault.TIMEOUT.httpStatus(), detail, false, null, command);
  }

  private static void invalid(RoutingContext context, String field, String message) {
    send(
        context, 400, field + ": " + message, false, List.of(new FieldError(field, message)), null);
  }

  private static void send(
      RoutingContext context,
      int status,
      String detail,
      boolean retryable,
      @Nullable List<FieldError> errors,
      @Nullable Command command) {
    if (context.response().ended() || context.response().closed()) {
      return;
    }
    if (context.response().headWritten()) {
      ReplyGuard.cut(context.request());
      return;
    }
    if (status == 401) {
      context.response().putHeader("WWW-Authenticate", "Bearer");
    }
    Problem problem =
        new Problem(
            "about:blank",
            title(status),
            status,
            detail,
            context.request().path(),
            retryable,
            errors,
            command == null ? null : command.id(),
            command == null ? null : command.state());
    context
        .response()
        .setStatusCode(status)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/problem+json")
        .end(Mapper.write(problem));
  }

  private static String title(int status) {
    String phrase = io.netty.handler.codec.http.HttpResponseStatus.valueOf(status).reasonPhrase();
    return phrase.substring(0, 1).toUpperCase(Locale.ROOT) + phrase.substring(1);
  }

  /** {@code $.a.b[0].c} as the JSON pointer {@code /a/b/0/c}; the whole body is {@code /}. */
  private static String pointer(String path) {
    String pointer =
        path.replaceFirst("^\\$", "").replaceAll("\\[(\\d+)]", ".$1").replace('.', '/');
    return pointer.isEmpty() ? "/" : pointer;
  }
}
