package io.galvan.central.gateway.mqtt;

import io.galvan.contract.broker.Brokers.State;
import io.galvan.platform.config.MqttSettings.Broker;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Tries out, by messages to ourselves, whether an external broker does what Galvan needs of it: it
 * delivers, it keeps messages for a client that is away, it retains, and it takes a whole frame.
 * The topics are below {@code <root>/check/}, where no station is. For one event loop.
 */
final class BrokerCheck {
  private static final long PATIENCE_MS = 5_000;
  private static final int LEAST_BYTES = 16 * 1024;
  private static final int KILOBYTE = 1024;

  private final Vertx vertx;
  private final Broker broker;
  private final String root;
  private final String name;
  private final long patienceMs;
  private final List<String> remarks = new ArrayList<>();
  private @Nullable String fault;

  /**
   * @param root what all our topics begin with
   * @param name of this node at the broker
   */
  BrokerCheck(Vertx vertx, Broker broker, String root, String name) {
    this(vertx, broker, root, name, PATIENCE_MS);
  }

  BrokerCheck(Vertx vertx, Broker broker, String root, String name, long patienceMs) {
    this.root = root;
    this.vertx = vertx;
    this.broker = broker;
    this.name = name;
    this.patienceMs = patienceMs;
  }

  /** What the broker does; always succeeds. */
  Future<State> run() {
    return delivers()
        .compose(delivers -> delivers ? keeps() : Future.succeededFuture())
        .compose(ok -> fault == null ? retains() : Future.succeededFuture())
        .compose(ok -> fault == null ? size(Payloads.MOST_BYTES) : Future.succeededFuture())
        .map(ok -> new State(fault, List.copyOf(remarks)));
  }

  private String topic(String leaf) {
    return root + "/check/" + name + "/" + leaf;
  }

  private BrokerProbe probe(String role) {
    return new BrokerProbe(vertx, broker, name + "-check-" + role, patienceMs);
  }

  /** A text that nobody else sends, nor we another time. */
  private static Buffer nonce() {
    return Buffer.buffer(Long.toHexString(ThreadLocalRandom.current().nextLong()));
  }

  private Future<Boolean> delivers() {
    BrokerProbe reader = probe("reader");
    BrokerProbe writer = probe("writer");
    Buffer sent = nonce();
    reader.expect(message -> message.payload().equals(sent));
    Future<Boolean> tried =
        reader
            .connect(true)
            .compose(ok -> writer.connect(true))
            .compose(ok -> reader.subscribe(topic("delivery")))
            .compose(ok -> writer.publish(topic("delivery"), sent, false))
            .compose(ok -> reader.arrived())
            .map(true)
            .recover(
                failure -> {
                  fault =
                      "the MQTT broker does not give a second client what the first publishes on "
                          + topic("delivery")
                          + " ("
                          + failure.getMessage()
                          + "); two clients of one user must be allowed, each with a client id of"
                          + " its own, and the user must be allowed "
                          + root
                          + "/#";
                  return Future.succeededFuture(false);
                });
    return tried.compose(done -> closed(done, reader, writer));
  }

  private Future<Boolean> keeps() {
    BrokerProbe reader = probe("reader");
    BrokerProbe writer = probe("writer");
    Buffer sent = nonce();
    reader.expect(message -> message.payload().equals(sent));
    return reader
        .connect(false)
        .compose(ok -> reader.subscribe(topic("away")))
        .compose(ok -> reader.close())
        .compose(ok -> writer.connect(true))
        .compose(ok -> writer.publish(topic("away"), sent, false))
        .compose(
            ok -> {
              reader.expect(message -> message.payload().equals(sent));
              return reader.connect(false);
            })
        .compose(ok -> reader.arrived())
        .map(true)
        .recover(
            failure -> {
              fault =
                  "the MQTT broker keeps no messages for a client that is away (persistent session,"
                      + " QoS 1): what stations say while Galvan starts anew would be lost ("
                      + failure.getMessage()
                      + ")";
              return Future.succeededFuture(false);
            })
        // Nothing is left of the session.
        .compose(done -> closed(done, reader, writer))
        .compose(done -> reader.connect(true).transform(ok -> closed(done, reader)));
  }

  /** Some brokers give what they retained to a new subscriber without saying that it is that. */
  private Future<Boolean> retains() {
    BrokerProbe reader = probe("reader");
    BrokerProbe writer = probe("writer");
    Buffer sent = nonce();
    reader.expect(message -> message.payload().equals(sent));
    return writer
        .connect(true)
        .compose(ok -> writer.publish(topic("retained"), sent, true))
        .compose(ok -> reader.connect(true))
        .compose(ok -> reader.subscribe(topic("retained")))
        .compose(ok -> reader.arrived())
        .compose(ok -> writer.publish(topic("retained"), Buffer.buffer(), true))
        .map(true)
        .recover(
            failure -> {
              remarks.add(
                  "the MQTT broker retains no messages: after a start a station is known to be there"
                      + " when it sends something");
              return Future.succeededFuture(false);
            })
        .compose(done -> closed(done, reader, writer));
  }

  /** Finds the largest message that comes through, by halves. */
  private Future<Boolean> size(int bytes) {
    BrokerProbe reader = probe("reader");
    BrokerProbe writer = probe("writer");
    reader.expect(message -> message.payload().length() == bytes);
    return reader
        .connect(true)
        .compose(ok -> reader.subscribe(topic("size")))
        .compose(ok -> writer.connect(true))
        .compose(ok -> writer.publish(topic("size"), Buffer.buffer(new byte[bytes]), false))
        .compose(ok -> reader.arrived())
        .map(true)
        .otherwise(false)
        .compose(done -> closed(done, reader, writer))
        .compose(
            done -> {
              if (!done && bytes > LEAST_BYTES) {
                return size(bytes / 2);
              }
              if (bytes < Payloads.MOST_BYTES) {
                remarks.add(
                    "the MQTT broker takes no message of "
                        + 2 * bytes / KILOBYTE
                        + " kB, and a frame may have 1024 kB");
              }
              return Future.succeededFuture(done);
            });
  }

  private static <T> Future<T> closed(T result, BrokerProbe... probes) {
    List<Future<?>> closing = new ArrayList<>();
    for (BrokerProbe probe : probes) {
      closing.add(probe.close());
    }
    return Future.join(closing).transform(ok -> Future.succeededFuture(result));
  }
}
