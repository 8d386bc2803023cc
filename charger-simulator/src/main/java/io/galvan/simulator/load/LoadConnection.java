package io.galvan.simulator.load;

import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.net.NetSocket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One station of a load: sends its script, one CALL at a time, and checks each answer. */
final class LoadConnection implements Framing.Events {
  private static final byte[] RESULT = Bytes.of("[3,\"");
  private static final byte[] ERROR = Bytes.of("[4,\"");
  private static final byte[] CALL = Bytes.of("[2,\"");
  private static final byte[] ACCEPTED = Bytes.of("\"status\":\"Accepted\"");
  private static final byte[] CLEAR_CACHE = Bytes.of("\"ClearCache\"");
  private static final byte[] TRANSACTION_ID = Bytes.of("\"transactionId\":");
  private static final long ENERGY_STEP_WH = 31;
  private static final int LONGEST_EXCERPT = 120;
  private static final byte[] NOTHING = {};

  private final LoadWorker worker;
  private final int number;
  private final long beganNanos;
  private final Framing framing;
  private final NetSocket socket;
  private byte[] partial = NOTHING;
  private @Nullable Template outstanding;
  private byte[] messageId = NOTHING;
  private long sentNanos;
  private long dueNanos;
  private long calls;
  private long transaction;
  private long energyWh;
  private long sequence;
  private int setupStep;
  private int loopStep;
  private boolean ready;
  private boolean settled;
  private boolean closed;

  /**
   * @param number which of all connections of the load this is
   * @param beganNanos when it was tried
   */
  LoadConnection(
      LoadWorker worker, int number, long beganNanos, Framing framing, NetSocket socket) {
    this.worker = worker;
    this.number = number;
    this.beganNanos = beganNanos;
    this.framing = framing;
    this.socket = socket;
    // Different starts make every StartTransaction of a later run a new one.
    this.energyWh = worker.firstEnergyWh();
    socket.handler(this::received);
    socket.closeHandler(done -> lost("closed by the central system"));
    socket.exceptionHandler(failure -> lost("connection broken"));
    sentNanos = System.nanoTime();
    socket.write(framing.hello());
  }

  private void received(Buffer buffer) {
    byte[] bytes = buffer.getBytes();
    if (partial.length > 0) {
      byte[] joined = Arrays.copyOf(partial, partial.length + bytes.length);
      System.arraycopy(bytes, 0, joined, partial.length, bytes.length);
      bytes = joined;
    }
    int taken = framing.take(bytes, 0, bytes.length, this);
    partial = taken == bytes.length ? NOTHING : Arrays.copyOfRange(bytes, taken, bytes.length);
  }

  @Override
  public void ready() {
    ready = true;
    worker.counters().connected.increment();
    worker.counters().everConnected.increment();
    next();
  }

  @Override
  public void reply(Buffer bytes) {
    socket.write(bytes);
  }

  @Override
  public void broken(String reason) {
    lost(reason);
  }

  /** The connection is gone, or useless. */
  void lost(String reason) {
    if (closed) {
      return;
    }
    closed = true;
    if (!ready) {
      worker.counters().connectFailures.increment();
      worker.counters().reason("connect: " + reason);
    } else {
      worker.counters().connected.decrement();
      if (outstanding != null) {
        worker.counters().lost.increment();
        worker.counters().reason("lost: " + reason);
      } else if (!worker.ending()) {
        worker.counters().mismatches.increment();
        worker.counters().reason("closed: " + reason);
      }
    }
    outstanding = null;
    socket.close();
    worker.gone(this);
  }

  /** Says goodbye; nothing is outstanding. */
  Future<Void> leave() {
    closed = true;
    worker.counters().connected.decrement();
    Future<Void> left = socket.end(framing.goodbye());
    worker.gone(this);
    return left;
  }

  int number() {
    return number;
  }

  /** Gives up on an answer that is too late. */
  void check(long nowNanos, long longestNanos) {
    boolean late = nowNanos - sentNanos > longestNanos;
    if (!ready && late) {
      lost("no handshake in time");
    } else if (outstanding != null && late) {
      lost("no answer in time to " + outstanding.action());
    } else if (outstanding == null && ready && !closed && worker.ending()) {
      next();
    }
  }

  /** Sets up, then goes on at the load's pace. */
  void next() {
    if (closed || outstanding != null) {
      return;
    }
    Script script = worker.script();
    if (worker.ending()) {
      finish();
    } else if (setupStep < script.setup().size()) {
      if (worker.claimCall()) {
        send(script.setup().get(setupStep++), System.nanoTime());
      } else {
        finish();
      }
    } else {
      if (!settled) {
        settled = true;
        worker.arrived(this, System.nanoTime() - beganNanos);
      }
      worker.goOn(this);
    }
  }

  /**
   * Sends the next call of the script.
   *
   * @param due when it should have been sent: latency counts from there
   * @return false when this takes no more calls
   */
  boolean call(long due) {
    if (closed || outstanding != null) {
      return false;
    }
    if (worker.ending() || !worker.claimCall()) {
      finish();
      return false;
    }
    List<Template> loop = worker.script().loop();
    send(loop.get(loopStep), due);
    loopStep = loopStep + 1 == loop.size() ? 0 : loopStep + 1;
    return true;
  }

  private void finish() {
    if (transaction == 0) {
      leave();
    } else {
      send(worker.script().closing(), System.nanoTime());
    }
  }

  private void send(Template template, long due) {
    outstanding = template;
    calls++;
    energyWh += ENERGY_STEP_WH;
    sequence++;
    if (template.opens()) {
      transaction = worker.nextTransaction(number);
      sequence = 0;
    }
    messageId = worker.messageId(calls);
    Scratch scratch = worker.scratch();
    template.write(scratch, messageId, worker.timestamp(), transaction, energyWh, sequence);
    sentNanos = System.nanoTime();
    dueNanos = due;
    worker.counters().begun.increment();
    socket.write(framing.frame(scratch.bytes(), scratch.length()));
  }

  @Override
  public void text(byte[] bytes, int from, int to) {
    if (Bytes.startsWith(bytes, from, to, CALL)) {
      answer(bytes, from + CALL.length, to);
      return;
    }
    Template asked = outstanding;
    boolean result = Bytes.startsWith(bytes, from, to, RESULT);
    boolean error = Bytes.startsWith(bytes, from, to, ERROR);
    if (asked == null
        || !result && !error
        || !Bytes.startsWith(bytes, from + RESULT.length, to, messageId)) {
      worker.counters().mismatches.increment();
      worker.counters().reason("mismatch: " + excerpt(bytes, from, to));
      return;
    }
    outstanding = null;
    worker.answered(asked, System.nanoTime() - dueNanos);
    if (asked == worker.script().closing()) {
      transaction = 0;
    }
    if (error) {
      worker.counters().errors.increment();
      worker.counters().reason(asked.action() + ": " + excerpt(bytes, from, to));
    } else {
      check(asked, bytes, from, to);
    }
    next();
  }

  private void check(Template asked, byte[] bytes, int from, int to) {
    boolean right =
        switch (asked.expected()) {
          case RESULT -> true;
          case ACCEPTED -> Bytes.indexOf(bytes, from, to, ACCEPTED) >= 0;
          case TRANSACTION -> {
            transaction = number(bytes, Bytes.indexOf(bytes, from, to, TRANSACTION_ID), to);
            yield transaction != 0 && Bytes.indexOf(bytes, from, to, ACCEPTED) >= 0;
          }
        };
    if (!right) {
      worker.counters().mismatches.increment();
      worker.counters().reason(asked.action() + ": " + excerpt(bytes, from, to));
    }
  }

  private static long number(byte[] bytes, int at, int to) {
    if (at < 0) {
      return 0;
    }
    int digit = at + TRANSACTION_ID.length;
    boolean negative = digit < to && bytes[digit] == '-';
    long number = 0;
    for (digit += negative ? 1 : 0;
        digit < to && bytes[digit] >= '0' && bytes[digit] <= '9';
        digit++) {
      number = number * 10 + bytes[digit] - '0';
    }
    return negative ? -number : number;
  }

  /** A call of the central system: this is no whole station, and says so. */
  private void answer(byte[] bytes, int from, int to) {
    int end = Bytes.indexOf(bytes, from, to, Bytes.of("\""));
    if (end > 0) {
      String id = new String(bytes, from, end - from, StandardCharsets.UTF_8);
      byte[] answer =
          Bytes.of(
              Bytes.startsWith(bytes, end + 2, to, CLEAR_CACHE)
                  ? "[3,\"" + id + "\",{\"status\":\"Accepted\"}]"
                  : "[4,\"" + id + "\",\"NotImplemented\",\"a load client\",{}]");
      socket.write(framing.frame(answer, answer.length));
    }
  }

  private static String excerpt(byte[] bytes, int from, int to) {
    int length = Math.min(LONGEST_EXCERPT, to - from);
    String text = new String(bytes, from, length, StandardCharsets.UTF_8);
    // Without its id, so that the same trouble counts as one reason.
    return text.replaceFirst("^(\\[\\d,)\"[^\"]*\"", "$1...");
  }
}
