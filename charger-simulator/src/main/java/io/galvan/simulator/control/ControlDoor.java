package io.galvan.simulator.control;

import io.galvan.simulator.control.StationActions.Driven;
import io.galvan.simulator.station.ChargingStation;
import io.galvan.simulator.transport.Transport;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.DecodeException;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Running stations by HTTP: what they are like, their frames, and what is done to them. Listens on
 * the loopback interface only, and answers nobody but its own page and programs that show its
 * token.
 */
public final class ControlDoor {
  private static final String HOST = "127.0.0.1";
  private static final int MOST_IN_FLIGHT = 200;
  private static final int MOST_LINES = 1_000;
  private static final int IDLE_SECONDS = 120;
  private static final int MOST_SHOWN = 500;
  private static final int HISTORY_OF_ALL = 64_000_000;
  private static final int LEAST_HISTORY = 1_000;
  private static final int MOST_HISTORY = 256_000;
  private static final String JSON = "application/json";
  private static final String LINES = "application/x-ndjson";

  private final Vertx vertx;
  private final Clock clock;
  private final int historyOfEach;
  private final ControlToken token;
  private final AtomicLong numbers = new AtomicLong();
  private final AtomicInteger inFlight = new AtomicInteger();
  private final Followers followers;
  private final Map<String, Wiretap> taps = new LinkedHashMap<>();
  private final Map<String, Driven> stations = new LinkedHashMap<>();
  private @Nullable HttpServer server;

  /**
   * @param expected how many stations there will be, which share the memory for frames
   * @param token what requests must show
   */
  public ControlDoor(Vertx vertx, Clock clock, int expected, ControlToken token) {
    this.token = token;
    this.vertx = vertx;
    this.clock = clock;
    this.followers = new Followers(vertx);
    this.historyOfEach =
        Math.max(LEAST_HISTORY, Math.min(MOST_HISTORY, HISTORY_OF_ALL / Math.max(1, expected)));
  }

  /** What is put between the station of an identity and its way, before it is made. */
  public UnaryOperator<Transport> over(String id) {
    Wiretap tap =
        taps.computeIfAbsent(
            id,
            any ->
                new Wiretap(
                    clock,
                    numbers,
                    new FrameHistory(historyOfEach),
                    frame -> followers.tell(id, frame)));
    return tap::over;
  }

  /**
   * Opens the door to stations that were made.
   *
   * @param port 0 for any
   */
  public Future<Void> open(List<? extends ChargingStation> made, int port) {
    for (ChargingStation station : made) {
      Wiretap tap = taps.get(station.id());
      if (tap != null) {
        stations.put(station.id(), new Driven(station, tap));
      }
    }
    HttpServerOptions options =
        new HttpServerOptions()
            .setHost(HOST)
            .setPort(port)
            .setIdleTimeout(IDLE_SECONDS)
            .setHttp2ClearTextEnabled(false);
    HttpServer opened = vertx.createHttpServer(options).requestHandler(this::take);
    server = opened;
    return opened.listen().mapEmpty();
  }

  /** Where the page is; the part behind # stays in the browser, and its script shows it. */
  public String pageUrl() {
    return url() + "#token=" + token.text();
  }

  /** Where programs find it. */
  public String url() {
    return "http://" + HOST + ":" + port() + "/";
  }

  private int port() {
    HttpServer open = server;
    if (open == null) {
      throw new IllegalStateException("the door is not open");
    }
    return open.actualPort();
  }

  private void take(HttpServerRequest request) {
    Answers.secure(request.response());
    try {
      Guard.check(request, port());
      if (!Answers.isPage(request)) {
        Guard.token(request, token);
      }
      route(request);
    } catch (Refusal refusal) {
      Answers.refuse(request, refusal);
    }
  }

  private void route(HttpServerRequest request) {
    List<String> path = path(request);
    if (request.method() == HttpMethod.GET) {
      look(request, path);
    } else if (request.method() == HttpMethod.POST) {
      if (path.equals(List.of("lines"))) {
        Guard.content(request, LINES);
        Answers.body(request, text -> act(request, () -> lines(text), LINES));
      } else if (path.size() == 3 && path.get(0).equals("stations")) {
        Guard.content(request, JSON);
        Driven at = driven(path.get(1));
        Answers.body(
            request,
            text ->
                act(
                    request,
                    () ->
                        StationActions.run(at, path.get(2), new Body(object(text)))
                            .map(JsonObject::encode),
                    JSON));
      } else {
        throw new Refusal(404, "there is nothing to be done at " + request.path());
      }
    } else {
      throw new Refusal(405, "only GET and POST");
    }
  }

  private static List<String> path(HttpServerRequest request) {
    try {
      return Arrays.stream(request.path().substring(1).split("/", -1))
          .map(each -> URLDecoder.decode(each.replace("+", "%2B"), StandardCharsets.UTF_8))
          .toList();
    } catch (IllegalArgumentException | IndexOutOfBoundsException | NullPointerException broken) {
      throw new Refusal(400, "a broken path");
    }
  }

  private Driven driven(String id) {
    Driven at = stations.get(id);
    if (at == null) {
      throw new Refusal(404, "there is no station " + id);
    }
    return at;
  }

  // What is seen.

  private void look(HttpServerRequest request, List<String> path) {
    String first = path.get(0);
    if (path.size() == 1 && Answers.page(request, first)) {
      return;
    }
    if (path.equals(List.of("stations"))) {
      Answers.json(request, list(request));
    } else if (path.equals(List.of("frames"))) {
      followers.follow(request, request.getParam("station"));
    } else if (first.equals("stations") && path.size() == 2) {
      Answers.json(request, Views.whole(driven(path.get(1))));
    } else if (first.equals("stations") && path.size() == 3 && path.get(2).equals("frames")) {
      Driven at = driven(path.get(1));
      Answers.json(request, Frame.json(at.tap().history().after(whole(request, "after", 0))));
    } else if (first.equals("stations") && path.size() == 3 && path.get(2).equals("settings")) {
      act(
          request,
          () ->
              driven(path.get(1))
                  .station()
                  .configuration()
                  .map(settings -> new JsonObject(Map.copyOf(settings)).encode()),
          JSON);
    } else {
      throw new Refusal(404, "there is nothing at " + request.path());
    }
  }

  /** So many stations from one on, whose identities contain a text. */
  private JsonObject list(HttpServerRequest request) {
    String wanted = request.getParam("q", "");
    long from = whole(request, "from", 0);
    long most = Math.min(MOST_SHOWN, whole(request, "limit", MOST_SHOWN));
    JsonArray shown = new JsonArray();
    long fit = 0;
    for (Driven each : stations.values()) {
      if (each.station().id().contains(wanted)) {
        if (fit >= from && shown.size() < most) {
          shown.add(Views.brief(each.station()));
        }
        fit++;
      }
    }
    return new JsonObject().put("total", fit).put("stations", shown);
  }

  private static long whole(HttpServerRequest request, String name, long usual) {
    String text = request.getParam(name);
    if (text == null) {
      return usual;
    }
    if (!text.matches("\\d{1,15}")) {
      throw new Refusal(400, "'" + name + "' must be a whole number");
    }
    return Long.parseLong(text);
  }

  // What is done.

  private void act(HttpServerRequest request, Supplier<Future<String>> act, String type) {
    if (inFlight.incrementAndGet() > MOST_IN_FLIGHT) {
      inFlight.decrementAndGet();
      throw new Refusal(503, "more than " + MOST_IN_FLIGHT + " actions wait for their end");
    }
    Future.succeededFuture()
        .compose(ready -> act.get())
        .eventually(
            () -> {
              inFlight.decrementAndGet();
              return Future.succeededFuture();
            })
        .onSuccess(text -> Answers.text(request, type, text))
        .onFailure(failure -> Answers.refuse(request, failure));
  }

  private static JsonObject object(String text) {
    try {
      return text.isBlank() ? new JsonObject() : new JsonObject(text);
    } catch (DecodeException noJson) {
      throw new Refusal(400, "the body is no JSON object");
    }
  }

  /** Commands, one JSON object a line, done one after the other; an answer a line. */
  private Future<String> lines(String text) {
    List<String> lines = text.lines().filter(line -> !line.isBlank()).toList();
    if (lines.size() > MOST_LINES) {
      throw new Refusal(413, "at most " + MOST_LINES + " lines");
    }
    StringBuilder answers = new StringBuilder();
    Future<Void> done = Future.succeededFuture();
    for (String line : lines) {
      done =
          done.compose(before -> line(line))
              .map(
                  answer -> {
                    answers.append(answer.encode()).append('\n');
                    return null;
                  });
    }
    return done.map(all -> answers.toString());
  }

  private Future<JsonObject> line(String line) {
    return Future.succeededFuture()
        .compose(
            ready -> {
              JsonObject command = object(line);
              Body whole = new Body(command);
              Driven at = driven(whole.text("station"));
              String name = whole.text("do");
              JsonObject rest = command.copy();
              rest.remove("station");
              rest.remove("do");
              return StationActions.run(at, name, new Body(rest));
            })
        .otherwise(failure -> Answers.error(failure));
  }
}
