package io.galvan.simulator.control;

import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.function.Consumer;

/** Bodies in, answers out. */
final class Answers {
  private static final int MAX_BODY = 1 << 20;
  private static final Map<String, String> PAGES =
      Map.of(
          "", "text/html; charset=utf-8",
          "control.js", "text/javascript; charset=utf-8",
          "control.css", "text/css; charset=utf-8");
  private static final Map<String, Buffer> FILES =
      Map.of(
          "", file("control.html"),
          "control.js", file("control.js"),
          "control.css", file("control.css"));

  private Answers() {}

  private static Buffer file(String name) {
    try (InputStream in = Answers.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("no resource " + name);
      }
      return Buffer.buffer(in.readAllBytes());
    } catch (IOException unreadable) {
      throw new UncheckedIOException(unreadable);
    }
  }

  /** What every answer tells a browser. */
  static void secure(HttpServerResponse response) {
    response
        .putHeader(
            "Content-Security-Policy",
            "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'")
        .putHeader("X-Content-Type-Options", "nosniff")
        .putHeader("X-Frame-Options", "DENY")
        .putHeader("Referrer-Policy", "no-referrer")
        .putHeader("Cross-Origin-Resource-Policy", "same-origin")
        .putHeader("Cross-Origin-Opener-Policy", "same-origin")
        .putHeader("Cache-Control", "no-store");
  }

  /** Whether it asks for a file of the page, which tells nothing. */
  static boolean isPage(HttpServerRequest request) {
    return request.method() == HttpMethod.GET
        && request.path() != null
        && request.path().startsWith("/")
        && FILES.containsKey(request.path().substring(1));
  }

  /** Answers with a file of the page; false when it has no such one. */
  static boolean page(HttpServerRequest request, String name) {
    Buffer file = FILES.get(name);
    String type = PAGES.get(name);
    if (file == null || type == null) {
      return false;
    }
    request.response().putHeader("Content-Type", type).end(file);
    return true;
  }

  /** Reads a body of at most 1 MB. */
  static void body(HttpServerRequest request, Consumer<String> then) {
    Buffer body = Buffer.buffer();
    request.handler(
        part -> {
          if (body.length() + part.length() <= MAX_BODY) {
            body.appendBuffer(part);
          } else if (!request.response().ended()) {
            refuse(request, new Refusal(413, "a body has at most 1 MB"));
          }
        });
    request.endHandler(
        end -> {
          if (!request.response().ended()) {
            try {
              then.accept(body.toString());
            } catch (Refusal refusal) {
              refuse(request, refusal);
            }
          }
        });
  }

  static void json(HttpServerRequest request, JsonObject json) {
    text(request, "application/json", json.encode());
  }

  static void json(HttpServerRequest request, JsonArray json) {
    text(request, "application/json", json.encode());
  }

  static void text(HttpServerRequest request, String type, String text) {
    if (!request.response().ended() && !request.response().closed()) {
      request.response().putHeader("Content-Type", type).end(text);
    }
  }

  /** What went wrong: a refusal of the door, or the station's own reason. */
  static JsonObject error(Throwable failure) {
    return new JsonObject()
        .put("ok", false)
        .put("error", failure.getMessage() == null ? "failed" : failure.getMessage());
  }

  static void refuse(HttpServerRequest request, Throwable failure) {
    HttpServerResponse response = request.response();
    if (response.ended() || response.closed()) {
      return;
    }
    response.setStatusCode(failure instanceof Refusal refusal ? refusal.status() : 409);
    boolean unread = request.method() != HttpMethod.GET && !request.isEnded();
    if (unread) {
      // What is left of its body is not read.
      response.putHeader("Connection", "close");
    }
    response
        .putHeader("Content-Type", "application/json")
        .end(error(failure).encode())
        .onComplete(
            told -> {
              if (unread) {
                request.connection().close();
              }
            });
  }
}
