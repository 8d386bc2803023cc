package io.galvan.central.gateway.mqtt;

import io.galvan.central.gateway.Refusal;
import io.galvan.central.gateway.mqtt.Breaches.Breach;
import io.galvan.central.session.ChargerSession;
import io.galvan.central.session.CloseReason;
import io.galvan.ocpp.MqttTopics.Leaf;
import io.galvan.platform.bus.Done;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One station of the external broker whose session this node holds. The session opens when the
 * station is first heard of, and ends when its last will is published or nothing is heard of it for
 * too long; frames wait for it in their order.
 */
final class BrokerStation implements BrokerLink.Peer {
  private static final Logger LOG = LoggerFactory.getLogger(BrokerStation.class);

  /**
   * Frames that may wait for the session to open or to go on reading; the reader hands over fewer
   * at once.
   */
  private static final int MOST_WAITING = 4 * BrokerLane.MOST_HANDED;

  private record Waiting(String text, Promise<Done> handled) {}

  private final ChargerTopic up;
  private final BrokerPublisher publisher;
  private final Breaches breaches;
  private final BrokerLink link;
  private final BiFunction<ChargerTopic, BrokerLink, Future<ChargerSession>> door;
  private final Runnable ended;
  private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
  private @Nullable Future<ChargerSession> opening;
  private @Nullable ChargerSession session;
  private boolean toldOnline;

  /** It left a CALL of ours without an answer, and nothing was heard of it since. */
  private boolean doubted;

  private boolean detached;
  private boolean gone;

  /**
   * @param door lets the station in and opens its session
   * @param ended told once, when this station's session is over or could not be opened
   */
  BrokerStation(
      ChargerTopic up,
      BrokerPublisher publisher,
      String brokerAddress,
      Breaches breaches,
      BiFunction<ChargerTopic, BrokerLink, Future<ChargerSession>> door,
      Runnable ended) {
    this.up = up;
    this.publisher = publisher;
    this.breaches = breaches;
    this.door = door;
    this.ended = ended;
    this.link = new BrokerLink(publisher, brokerAddress, up.at(Leaf.down).name(), this);
  }

  /** The broker says that the station is connected to it. */
  Future<Done> online() {
    toldOnline = true;
    doubted = false;
    if (session != null) {
      session.heard();
    }
    return open().map(Done.DONE).recover(BrokerStation::refusedForGood);
  }

  /** Nothing is said of its presence any more; it is there as long as it is not silent. */
  Future<Done> unknown() {
    toldOnline = false;
    return Future.succeededFuture(Done.DONE);
  }

  /** The station said goodbye, or the broker in its name. */
  Future<Done> offline() {
    toldOnline = false;
    // What it says from now on belongs to a new session.
    detach();
    return opening == null
        ? Future.succeededFuture(Done.DONE)
        : opening.transform(
            (opened, failure) -> {
              if (opened != null) {
                end("offline");
              }
              return Future.succeededFuture(Done.DONE);
            });
  }

  /** One frame; completes when it is durably handled or refused for good. */
  Future<Done> frame(byte[] payload) {
    doubted = false;
    if (payload.length > Payloads.MOST_BYTES) {
      return refuse(Breach.OversizedPayload);
    }
    Optional<String> text = Payloads.text(payload);
    if (text.isEmpty()) {
      return refuse(Breach.BrokenPayload);
    }
    if (waiting.size() >= MOST_WAITING) {
      return Future.failedFuture(unavailable("too many messages wait"));
    }
    Waiting frame = new Waiting(text.get(), Promise.promise());
    waiting.add(frame);
    open().onSuccess(opened -> pump());
    return frame.handled.future();
  }

  private Future<Done> refuse(Breach breach) {
    return open()
        .<Done>map(
            opened -> {
              breaches.record(opened.chargerId(), breach, up.name());
              return Done.DONE;
            })
        .recover(BrokerStation::refusedForGood);
  }

  private Future<ChargerSession> open() {
    Future<ChargerSession> known = opening;
    if (known == null) {
      known = door.apply(up, link);
      opening = known;
      known.onComplete(
          (opened, failure) -> {
            if (failure == null) {
              session = opened;
              pump();
            } else {
              LOG.debug("{} may not come in: {}", up.identity(), failure.getMessage());
              leave(failure);
            }
          });
    }
    return known;
  }

  /** A station that may not come in is not asked again for each of its messages. */
  private static Future<Done> refusedForGood(Throwable failure) {
    return failure instanceof Refusal || !Refusal.faultOf(failure).fault().retryable()
        ? Future.succeededFuture(Done.DONE)
        : Future.failedFuture(failure);
  }

  private static GalvanException unavailable(String why) {
    return new GalvanException(Fault.UNAVAILABLE, why);
  }

  private void pump() {
    while (session != null && !link.paused() && !gone && !waiting.isEmpty()) {
      Waiting frame = waiting.poll();
      session
          .onFrame(frame.text)
          .onComplete(
              (ok, failure) -> {
                if (failure == null) {
                  frame.handled.complete(Done.DONE);
                } else {
                  frame.handled.fail(unavailable(String.valueOf(failure.getMessage())));
                }
              });
    }
  }

  @Override
  public void resumed() {
    pump();
  }

  /** A last will may be lost, and then the status says online for ever. */
  @Override
  public void unanswered() {
    doubted = true;
  }

  @Override
  public void askedForLife() {
    if (toldOnline && !doubted && publisher.isOpen() && session != null) {
      session.heard();
    }
  }

  @Override
  public void closed(CloseReason reason) {
    leave(unavailable(reason.text()));
  }

  private void end(String reason) {
    ChargerSession open = session;
    leave(unavailable(reason));
    if (open != null) {
      open.onClosed(reason);
    }
  }

  private void detach() {
    if (!detached) {
      detached = true;
      ended.run();
    }
  }

  /** What waits is handed over again, to a new session. */
  private void leave(Throwable why) {
    if (gone) {
      return;
    }
    gone = true;
    detach();
    Waiting frame;
    while ((frame = waiting.poll()) != null) {
      Promise<Done> handled = frame.handled;
      refusedForGood(why).onComplete(handled);
    }
  }
}
