package io.galvan.central.gateway.mqtt;

import io.galvan.central.route.RouteTable;
import io.galvan.central.session.Secrets;
import io.galvan.contract.messagelog.DeadLetters;
import io.galvan.ocpp.MqttTopics;
import io.galvan.ocpp.MqttTopics.Leaf;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.buffer.Buffer;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps the messages that no session could be opened for by a fault of ours: as dead letters, and
 * answered with InternalError, as a session does with what it fails on.
 */
final class BrokerLetters {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerLetters.class);

  private final Bus bus;
  private final Clock clock;
  private final Map<OcppVersion, RouteTable> routes;
  private final BrokerPublisher publisher;
  private final MqttTopics names;

  BrokerLetters(
      Bus bus,
      Clock clock,
      Map<OcppVersion, RouteTable> routes,
      BrokerPublisher publisher,
      MqttTopics names) {
    this.bus = bus;
    this.names = names;
    this.clock = clock;
    this.routes = Map.copyOf(routes);
    this.publisher = publisher;
  }

  /**
   * Succeeds when the message is kept, or is none that can be; fails when it should be tried on.
   */
  Future<?> keep(Delivery delivery, GalvanException fault) {
    LOG.error("{} could not be handled: {}", delivery.topic(), fault.message(), fault.getCause());
    Optional<ChargerTopic> topic =
        ChargerTopic.parse(names, delivery.topic()).filter(known -> known.leaf() == Leaf.up);
    RouteTable table = topic.map(known -> routes.get(known.version())).orElse(null);
    Optional<String> text = Payloads.text(delivery.payload());
    if (table == null || text.isEmpty()) {
      return Future.succeededFuture();
    }
    Inbound read = table.codec().decode(text.get(), Reading.TOLERANT, id -> null);
    Frame frame = read instanceof Inbound.Received received ? received.frame() : null;
    if (frame instanceof Frame.Call call) {
      return store(topic.get(), call.action().name(), call.messageId(), text.get(), fault)
          .onSuccess(
              kept ->
                  answer(
                      topic.get(),
                      table
                          .codec()
                          .encode(
                              Frame.CallError.of(
                                  call.messageId(), ErrorCode.InternalError, fault.message()))));
    }
    return frame instanceof Frame.Send send
        ? store(topic.get(), send.action().name(), send.messageId(), text.get(), fault)
        : Future.succeededFuture();
  }

  private Future<?> store(
      ChargerTopic topic, String action, String messageId, String text, GalvanException fault) {
    return bus.request(
            DeadLetters.STORE,
            new DeadLetters.Failed(
                topic.identity(),
                topic.version(),
                action,
                messageId,
                Secrets.mask(text),
                fault.getCause() == null ? fault.message() : String.valueOf(fault.getCause()),
                clock.instant()))
        .onSuccess(
            kept -> {
              if (kept.id() == null) {
                LOG.error("{} is not known, so its {} is not kept", topic.identity(), action);
              }
            })
        .recover(
            failure ->
                // A letter that is refused for what is in it is not kept by trying again.
                failure instanceof GalvanException known && known.fault() == Fault.INVALID
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure));
  }

  private void answer(ChargerTopic topic, String frame) {
    publisher
        .publish(topic.at(Leaf.down).name(), Buffer.buffer(frame), false)
        .onFailure(failure -> LOG.warn("an answer is lost: {}", failure.getMessage()));
  }
}
