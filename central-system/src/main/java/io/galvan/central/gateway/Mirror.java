package io.galvan.central.gateway;

import io.galvan.central.session.CloseReason;
import io.galvan.central.session.Link;
import io.galvan.central.session.Secrets;
import io.galvan.contract.broker.Mirrors;
import io.galvan.contract.broker.Mirrors.Frame;
import io.galvan.contract.broker.Mirrors.MirroredQuery;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.MqttTopics;
import io.galvan.ocpp.MqttTopics.Leaf;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.event.EventBatch;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.eventbus.MessageConsumer;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Shows the frames of chosen stations, both ways and with their secrets masked, to whoever reads
 * the mirror's topics; nothing comes back from there. For one event loop.
 */
public final class Mirror {
  private static final Logger LOG = LoggerFactory.getLogger(Mirror.class);
  private static final long RETRY_MS = 2_000;

  private final Vertx vertx;
  private final Bus bus;
  private final String nodeId;
  private final boolean all;
  private final MqttTopics names;
  private final MessageConsumer<?> edits;
  private Set<String> chosen = Set.of();
  private boolean closed;

  public Mirror(Vertx vertx, Platform platform) {
    this.vertx = vertx;
    this.bus = Bus.of(vertx);
    this.nodeId = platform.nodeId();
    this.all = platform.settings().mqtt().mirror();
    this.names = platform.settings().mqtt().topics();
    this.edits = bus.listen(this::onEvents);
    if (!all) {
      load();
    }
  }

  private void onEvents(EventBatch batch) {
    boolean changed =
        batch.events().stream()
            .anyMatch(
                event ->
                    event.happening() instanceof ChargerUpdated updated
                        && Mirrors.CHANGED.equals(updated.detail()));
    if (changed && !all) {
      load();
    }
  }

  private void load() {
    bus.request(Mirrors.LIST, new MirroredQuery())
        .onComplete(
            (mirrored, failure) -> {
              if (failure == null) {
                chosen = Set.copyOf(mirrored.chargerIds());
              } else if (!closed) {
                LOG.warn("whom to mirror is not known yet: {}", failure.getMessage());
                vertx.setTimer(RETRY_MS, id -> load());
              }
            });
  }

  /** A frame that the station sent. */
  public void up(String chargerId, OcppVersion version, String text) {
    show(chargerId, version, Leaf.up, text);
  }

  /** The link, with what is sent over it shown too. */
  public Link of(Link link, String chargerId, OcppVersion version) {
    return new Link() {
      @Override
      public Transport transport() {
        return link.transport();
      }

      @Override
      public String remoteAddress() {
        return link.remoteAddress();
      }

      @Override
      public void send(String frame) {
        link.send(frame);
        show(chargerId, version, Leaf.down, frame);
      }

      @Override
      public void ping() {
        link.ping();
      }

      @Override
      public void unanswered() {
        link.unanswered();
      }

      @Override
      public void pause(boolean paused) {
        link.pause(paused);
      }

      @Override
      public void close(CloseReason reason) {
        link.close(reason);
      }
    };
  }

  private void show(String chargerId, OcppVersion version, Leaf leaf, String text) {
    if (all || chosen.contains(chargerId)) {
      String topic = names.mirrored(version, chargerId, leaf);
      bus.publish(Mirrors.FRAME, new Frame(nodeId, topic, Secrets.mask(text)));
    }
  }

  /** Follows changes no more. */
  public Future<?> close() {
    closed = true;
    return edits.unregister();
  }
}
