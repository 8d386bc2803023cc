package io.galvan.simulator.cli;

import io.galvan.simulator.station.ChargingStation;
import io.vertx.core.Future;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Lets somebody, or a script, be the driver and the fitter of one station, line by line. */
final class Prompt {
  private static final Logger LOG = LoggerFactory.getLogger(Prompt.class);
  private static final int PATIENCE_SECONDS = 60;

  /** What a word does with the words behind it. */
  @FunctionalInterface
  private interface Verb {
    String run(List<String> words) throws Exception;
  }

  /** A line that makes no sense, said to whoever typed it. */
  private static final class Unclear extends Exception {
    private static final long serialVersionUID = 1L;

    Unclear(String message) {
      super(message);
    }
  }

  private record Entry(String form, String help, Verb verb) {}

  private final ChargingStation station;
  private final FrameLog frames;
  private final PrintWriter out;
  private final BufferedReader input;
  private final Map<String, Entry> verbs = new LinkedHashMap<>();
  private boolean quit;
  private final AtomicInteger failures = new AtomicInteger();

  Prompt(ChargingStation station, FrameLog frames, PrintWriter out, BufferedReader input) {
    this.station = station;
    this.frames = frames;
    this.out = out;
    this.input = input;
    put("plug [CONNECTOR]", "plugs in a vehicle", w -> done(station.plugIn(connector(w, 0))));
    put("unplug [CONNECTOR]", "pulls the cable", w -> done(station.unplug(connector(w, 0))));
    put("tag TEXT [CONNECTOR]", "holds a tag to the reader", this::tag);
    put("power KW [CONNECTOR]", "what the vehicle takes at most; below 0 it gives", this::power);
    put("suspend [CONNECTOR]", "the vehicle pauses", w -> suspend(w, true));
    put("resume [CONNECTOR]", "the vehicle goes on", w -> suspend(w, false));
    put("fault [CONNECTOR]", "breaks a connector", w -> done(station.fault(connector(w, 0))));
    put("unfault [CONNECTOR]", "mends it", w -> done(station.clearFault(connector(w, 0))));
    put("offline", "takes the network away", w -> done(station.goOffline()));
    put("online", "gives it back", w -> done(station.goOnline()));
    put("drop", "loses the connection once", w -> done(station.dropConnection()));
    put("reboot", "switches it off and on", w -> done(station.reboot()));
    put("send TEXT", "sends any text as it is", w -> done(station.send(String.join(" ", w))));
    put("show [queue|config|profiles|transactions]", "what there is to see", this::show);
    put("log frames|brief|off", "how much of the wire is shown", this::log);
    put("clear", "clears the screen", w -> "\033[H\033[2J");
    put("wait SECONDS", "does nothing for a time, in a script", this::pause);
    put(
        "await accepted|transaction|delivered [CONNECTOR]",
        "waits for the boot, a transaction's id, or an empty queue, in a script",
        this::await);
    put("help", "this", w -> help());
    put("quit", "ends", this::quit);
  }

  private void put(String form, String help, Verb verb) {
    verbs.put(form.split(" ", 2)[0], new Entry(form, help, verb));
  }

  /** Reads lines on a thread of its own until there are none, or somebody quits. */
  void start(Runnable atEnd, Runnable atQuit) {
    Thread reader =
        new Thread(
            () -> {
              try {
                read();
              } catch (IOException closed) {
                LOG.debug("no more lines: {}", closed.getMessage());
              }
              (quit ? atQuit : atEnd).run();
            },
            "prompt");
    reader.setDaemon(true);
    reader.start();
  }

  /** For a run that goes on without anybody who types. */
  void ignoreEnd() {
    LOG.debug("no more lines");
  }

  private void read() throws IOException {
    for (String line = input.readLine(); line != null && !quit; line = input.readLine()) {
      String answer = execute(line);
      if (!answer.isEmpty()) {
        out.println(answer);
      }
      out.flush();
      if (quit) {
        return;
      }
    }
  }

  /** How many lines made no sense, or could not be done. */
  int failures() {
    return failures.get();
  }

  /** Does what a line says; gives what came of it. Empty lines and comments do nothing. */
  private String execute(String line) {
    List<String> words = new ArrayList<>(List.of(line.strip().split("\\s+")));
    String word = words.remove(0).toLowerCase(Locale.ROOT);
    if (word.isEmpty() || word.startsWith("#")) {
      return "";
    }
    Entry entry = verbs.get(word);
    if (entry == null) {
      return failed(
          "there is no '"
              + word
              + "'; help shows what there is"
              + Suggestion.of(word, verbs.keySet()));
    }
    try {
      return entry.verb().run(words);
    } catch (Unclear unclear) {
      return failed(unclear.getMessage() + ": " + entry.form());
    } catch (Exception failed) {
      return failed("no: " + failed.getMessage());
    }
  }

  private String failed(String what) {
    failures.incrementAndGet();
    return what;
  }

  private static <T> T await(Future<T> future) throws Exception {
    return future.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  private static String done(Future<?> future) throws Exception {
    await(future);
    return "done";
  }

  private static int connector(List<String> words, int at) throws Unclear {
    try {
      return words.size() > at ? Integer.parseInt(words.get(at)) : 1;
    } catch (NumberFormatException none) {
      throw new Unclear("a connector is a number, not " + words.get(at));
    }
  }

  private static String first(List<String> words) throws Unclear {
    if (words.isEmpty()) {
      throw new Unclear("say more");
    }
    return words.get(0);
  }

  private static double number(List<String> words) throws Unclear {
    try {
      return Double.parseDouble(first(words));
    } catch (NumberFormatException none) {
      throw new Unclear(words.get(0) + " is no number");
    }
  }

  private String tag(List<String> words) throws Exception {
    return await(station.presentTag(connector(words, 1), first(words)).<Enum<?>>map(word -> word))
        .name();
  }

  private String power(List<String> words) throws Exception {
    return done(station.limitPower(connector(words, 1), 1_000 * number(words)));
  }

  private String suspend(List<String> words, boolean suspended) throws Exception {
    return done(station.suspendByVehicle(connector(words, 0), suspended));
  }

  private String log(List<String> words) throws Unclear {
    for (FrameLog.Detail detail : FrameLog.Detail.values()) {
      if (detail.name().equals(first(words))) {
        frames.show(detail);
        return "done";
      }
    }
    throw new Unclear("there is no '" + words.get(0) + "'");
  }

  private String pause(List<String> words) throws Exception {
    Reach.pass(Duration.ofMillis(Math.round(1_000 * number(words))));
    return "";
  }

  private String await(List<String> words) throws Exception {
    int connector = connector(words, 1);
    BooleanSupplier holds =
        switch (first(words)) {
          case "accepted" -> () -> station.connected() && station.accepted();
          case "transaction" -> () -> station.transaction(connector).isPresent();
          case "delivered" -> () -> station.queued() == 0;
          default -> throw new Unclear("there is no '" + words.get(0) + "'");
        };
    if (!Reach.await(holds, Duration.ofSeconds(PATIENCE_SECONDS))) {
      throw new IllegalStateException("not within " + PATIENCE_SECONDS + " s");
    }
    return "";
  }

  private String quit(List<String> words) {
    quit = true;
    return "";
  }

  private String show(List<String> words) throws Exception {
    String what = words.isEmpty() ? "" : words.get(0);
    return switch (what) {
      case "" -> status();
      case "queue" -> lines("nothing waits", await(station.queue()));
      case "profiles" -> lines("no profiles", await(station.profiles()));
      case "transactions" -> lines("none runs", transactions());
      case "config" ->
          lines(
              "nothing",
              await(station.configuration()).entrySet().stream()
                  .map(each -> each.getKey() + " = " + each.getValue())
                  .toList());
      default -> throw new Unclear("there is no '" + what + "'");
    };
  }

  private static String lines(String none, List<String> lines) {
    return lines.isEmpty() ? none : String.join(System.lineSeparator(), lines);
  }

  private String status() {
    List<String> lines = new ArrayList<>();
    lines.add(
        station.id()
            + ": "
            + (station.connected() ? "connected" : "offline")
            + ", registration "
            + station.registration().map(Enum::name).orElse("none")
            + ", "
            + station.queued()
            + " messages waiting");
    for (int connector = 1; connector <= station.connectors(); connector++) {
      lines.add(
          String.format(
              Locale.ROOT,
              "%d: %s, %.1f kW, %d Wh",
              connector,
              station.state(connector),
              station.watt(connector) / 1_000,
              station.registerWh(connector)));
    }
    return String.join(System.lineSeparator(), lines);
  }

  private List<String> transactions() {
    List<String> lines = new ArrayList<>();
    for (int connector = 1; connector <= station.connectors(); connector++) {
      if (station.charging(connector)) {
        lines.add(
            connector
                + ": transaction "
                + station.transaction(connector).orElse("without an id yet"));
      }
    }
    return lines;
  }

  private String help() {
    StringBuilder help = new StringBuilder();
    for (Entry entry : verbs.values()) {
      help.append(String.format("%-50s %s%n", entry.form(), entry.help()));
    }
    return help.toString().stripTrailing();
  }
}
