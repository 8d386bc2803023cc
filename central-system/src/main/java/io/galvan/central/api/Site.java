package io.galvan.central.api;

import io.galvan.central.api.operation.Problem;
import io.galvan.dashboard.Dashboard;
import io.vertx.core.Handler;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpMethod;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import io.vertx.ext.web.handler.StaticHandler;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Properties;
import java.util.regex.Pattern;

/**
 * What browsers load: the dashboard, its libraries, and the API's documentation. Nothing comes from
 * elsewhere.
 */
final class Site {
  private static final SecureRandom RANDOM = new SecureRandom();

  /** Slashes, backslashes and pairs of dots in hiding: no file of ours has them in its name. */
  private static final Pattern LEADS_OUT =
      Pattern.compile("\\.\\.|\\\\|%(2e|2f|5c|00)", Pattern.CASE_INSENSITIVE);

  private static final long LIBRARY_AGE_S = 31_536_000;
  private static final String SWAGGER = "META-INF/resources/webjars/swagger-ui/" + swaggerVersion();

  private Site() {}

  private static String swaggerVersion() {
    Properties properties = new Properties();
    try (InputStream stream =
        Site.class
            .getClassLoader()
            .getResourceAsStream("META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      if (stream == null) {
        throw new IllegalStateException("the Swagger UI is missing");
      }
      properties.load(stream);
      return properties.getProperty("version");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Adds all pages to the router. */
  static void mount(Router router, Contract contract, AllowedMethods allowed) {
    Buffer document = contract.published().toBuffer();
    router
        .get("/api/openapi.json")
        .handler(
            context ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(document));
    router.get("/api/docs").handler(Site::documentation);
    router.get("/api/docs/start.js").handler(Site::documentationStart);
    router.get("/api/docs/*").handler(files(StaticHandler.create(SWAGGER)));
    router.route("/api/*").handler(context -> unknown(context, contract, allowed));

    // A library's path has its version in it, so it may be kept for ever.
    router
        .get("/_static/*")
        .handler(files(StaticHandler.create(Dashboard.LIBRARIES).setMaxAgeSeconds(LIBRARY_AGE_S)));
    router
        .get("/app/*")
        .handler(files(StaticHandler.create(Dashboard.ROOT + "/app").setMaxAgeSeconds(0)));
    router.get().handler(Site::page);
    router
        .route()
        .handler(
            context ->
                Problem.answer(
                    context,
                    context.request().method() == HttpMethod.HEAD
                            || context.request().method() == HttpMethod.GET
                        ? 404
                        : 405,
                    "there is nothing here for this method"));
  }

  /** Files of one folder; a path that leads out of it, however it is written, is none of them. */
  private static Handler<RoutingContext> files(StaticHandler folder) {
    folder.setIncludeHidden(false);
    return context -> {
      if (LEADS_OUT.matcher(context.request().path()).find()) {
        Problem.answer(context, 404, "there is no such file");
      } else {
        folder.handle(context);
      }
    };
  }

  private static void unknown(RoutingContext context, Contract contract, AllowedMethods allowed) {
    String path = context.normalizedPath();
    boolean known = contract.routes().findPath(path) != null;
    if (known) {
      allowed.refuse(context);
    } else {
      Problem.answer(context, 404, "there is no such resource");
    }
  }

  /** Every path that is no file is the page's own to route. */
  private static void page(RoutingContext context) {
    String path = context.normalizedPath();
    if (path.startsWith("/_static/")
        || path.startsWith("/app/")
        || path.lastIndexOf('.') > path.lastIndexOf('/')) {
      Problem.answer(context, 404, "there is no such file");
      return;
    }
    byte[] bytes = new byte[18];
    RANDOM.nextBytes(bytes);
    String nonce = Base64.getUrlEncoder().encodeToString(bytes);
    html(context, "script-src 'self' 'nonce-" + nonce + "'", Dashboard.indexHtml(nonce));
  }

  private static void documentation(RoutingContext context) {
    html(
        context,
        "script-src 'self'",
        """
        <!doctype html>
        <html lang="en">
          <head>
            <meta charset="utf-8" />
            <title>Galvan API</title>
            <link rel="stylesheet" href="/api/docs/swagger-ui.css" />
            <script src="/api/docs/swagger-ui-bundle.js" defer></script>
            <script src="/api/docs/start.js" defer></script>
          </head>
          <body><div id="api"></div></body>
        </html>
        """);
  }

  private static void documentationStart(RoutingContext context) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/javascript; charset=utf-8")
        .end(
            """
            addEventListener('load', () =>
              SwaggerUIBundle({
                url: '/api/openapi.json',
                dom_id: '#api',
                docExpansion: 'none',
                validatorUrl: null,
                persistAuthorization: false,
              }));
            """);
  }

  private static void html(RoutingContext context, String scripts, String html) {
    context
        .response()
        .putHeader(HttpHeaders.CONTENT_TYPE, "text/html; charset=utf-8")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        // Components and charts set styles of their own; scripts only come from here.
        .putHeader(
            "Content-Security-Policy",
            "default-src 'self'; "
                + scripts
                + "; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self';"
                + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'; object-src 'none'")
        .end(html);
  }
}
