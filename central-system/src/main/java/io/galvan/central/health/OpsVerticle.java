package io.galvan.central.health;

import io.galvan.central.http.AddressLimits;
import io.galvan.central.http.ConnectionLimiter;
import io.galvan.platform.Platform;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.json.JsonObject;
import io.vertx.ext.healthchecks.HealthChecks;
import io.vertx.ext.healthchecks.Status;
import io.vertx.ext.web.Router;
import io.vertx.ext.web.RoutingContext;
import java.util.List;

/**
 * For those who watch: /health (all parts), /health/live, /health/ready, and /metrics for
 * Prometheus, on a port of their own.
 */
public final class OpsVerticle extends VerticleBase {
  private static final long PROBE_TIMEOUT_MS = 5_000;

  private final Platform platform;
  private final PrometheusMeterRegistry metrics;
  private final List<HealthProbe> probes;
  private volatile boolean ready;
  private volatile int port = -1;

  public OpsVerticle(Platform platform, PrometheusMeterRegistry metrics, List<HealthProbe> probes) {
    this.platform = platform;
    this.metrics = metrics;
    this.probes = probes;
  }

  @Override
  public Future<?> start() {
    if (platform.settings().opsPort() < 0) {
      return Future.succeededFuture();
    }
    HealthChecks checks = HealthChecks.create(vertx);
    for (HealthProbe probe : probes) {
      checks.register(
          probe.name(),
          PROBE_TIMEOUT_MS,
          promise ->
              probe
                  .check()
                  .get()
                  .map(found -> found instanceof JsonObject more ? Status.OK(more) : Status.OK())
                  .otherwise(OpsVerticle::fault)
                  .onComplete(promise));
    }
    Router router = Router.router(vertx);
    router
        .get("/health/live")
        .handler(context -> answer(context, true, new JsonObject().put("status", "UP")));
    router
        .get("/health/ready")
        .handler(
            context ->
                answer(context, ready, new JsonObject().put("status", ready ? "UP" : "DOWN")));
    router.get("/health").handler(context -> health(checks, context));
    router.get("/metrics").handler(this::metrics);
    return ConnectionLimiter.listen(
            vertx,
            platform,
            AddressLimits.Kind.ops,
            new HttpServerOptions()
                .setHost(platform.settings().opsHost())
                .setPort(platform.settings().opsPort()),
            channel -> {},
            router)
        .map(HttpServer::actualPort)
        .onSuccess(actual -> port = actual);
  }

  private static Status fault(Throwable failure) {
    return Status.KO(new JsonObject().put("fault", String.valueOf(failure.getMessage())));
  }

  private void health(HealthChecks checks, RoutingContext context) {
    checks
        .checkStatus()
        .onSuccess(
            result -> {
              boolean up = Boolean.TRUE.equals(result.getUp()) && ready;
              answer(
                  context,
                  up,
                  result.toJson().put("status", up ? "UP" : "DOWN").put("ready", ready));
            })
        .onFailure(context::fail);
  }

  private void metrics(RoutingContext context) {
    // Rendering thousands of series takes milliseconds; event loops have better things to do.
    vertx
        .executeBlocking(() -> metrics.scrape(), false)
        .onSuccess(
            text ->
                context
                    .response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8")
                    .end(text))
        .onFailure(context::fail);
  }

  private static void answer(RoutingContext context, boolean good, JsonObject body) {
    context
        .response()
        .setStatusCode(good ? 200 : 503)
        .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
        .putHeader(HttpHeaders.CACHE_CONTROL, "no-store")
        .end(body.encode());
  }

  /** Whether traffic should come here; a new node is not ready until told. */
  public void ready(boolean now) {
    ready = now;
  }

  /** The port it listens on; -1 for none. */
  public int port() {
    return port;
  }
}
