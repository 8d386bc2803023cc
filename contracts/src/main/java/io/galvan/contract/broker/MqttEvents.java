package io.galvan.contract.broker;

import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import io.galvan.platform.event.EventBatch;
import java.util.List;

/**
 * Events that wait to be published at an external MQTT broker. The charger service keeps them, a
 * bounded number, until the broker has them.
 */
public final class MqttEvents {
  public static final BusAddress<Take, Waiting> TAKE =
      new BusAddress<>("mqtt.events.take", Take.class, Waiting.class);
  public static final BusAddress<Published, Done> PUBLISHED =
      new BusAddress<>("mqtt.events.published", Published.class, Done.class);

  private MqttEvents() {}

  /** The oldest ones; they stay until they are told as published. */
  public record Take(int limit) {}

  /** The events of one database transaction. */
  public record Stored(long number, EventBatch batch) {}

  public record Waiting(List<Stored> items) {}

  /** The broker has all up to this number. */
  public record Published(long number) {}
}
