package io.galvan.platform.outbox;

import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.event.EventType;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * A service that must hear every event of some types, even when it is away for a while: the outbox
 * keeps the event until this address has answered. It may hear an event twice and must then do
 * nothing.
 */
public record Subscription(BusAddress<EventBatch, Done> address, Set<EventType> types) {
  private static final String SUFFIX = ".events";

  /**
   * The transaction service learns what its transactions do, which cannot run any more, and which
   * have ended and are to be charged.
   */
  public static final Subscription TRANSACTION =
      new Subscription(
          new BusAddress<>("transaction.events", EventBatch.class, Done.class),
          Set.of(
              EventType.connector_updated,
              EventType.charger_connected,
              EventType.charger_updated,
              EventType.charger_booted,
              EventType.transaction_status,
              EventType.transaction_end_inferred,
              EventType.transaction_corrected,
              EventType.transaction_stopped));

  /**
   * The charger service learns what followed remote starts and stops, ends reservations and
   * profiles with their transactions, and counts deviations.
   */
  public static final Subscription CHARGER =
      new Subscription(
          new BusAddress<>("charger.events", EventBatch.class, Done.class),
          Set.of(
              EventType.transaction_started,
              EventType.transaction_identified,
              EventType.transaction_end_inferred,
              EventType.transaction_corrected,
              EventType.transaction_stopped,
              EventType.authorization_denied,
              EventType.station_deviated));

  /** The notification service writes mails. */
  public static final Subscription NOTIFICATION =
      new Subscription(
          new BusAddress<>("notification.events", EventBatch.class, Done.class),
          Set.of(EventType.user_created));

  /**
   * The auth service keeps which stations accept tokens that nobody stored, takes from prepaid
   * tokens what their transactions cost, and learns what stations made of passwords and
   * certificates that they were sent.
   */
  public static final Subscription AUTH =
      new Subscription(
          new BusAddress<>("auth.events", EventBatch.class, Done.class),
          Set.of(
              EventType.policy_updated,
              EventType.transaction_corrected,
              EventType.transaction_stopped,
              EventType.command_completed));

  /** The charger service keeps what is to be published at an external MQTT broker. */
  public static final Subscription MQTT =
      new Subscription(
          new BusAddress<>("mqtt.events", EventBatch.class, Done.class),
          // One that tells that another was parked could be parked itself, and so on.
          EnumSet.complementOf(
              EnumSet.of(
                  EventType.user_created,
                  EventType.policy_updated,
                  EventType.event_parked,
                  EventType.station_deviated)));

  public static final List<Subscription> ALL =
      List.of(TRANSACTION, CHARGER, NOTIFICATION, AUTH, MQTT);

  /** The name of its cursor, as in metrics: the address without its ending. */
  public String name() {
    String name = address.name();
    return name.endsWith(SUFFIX) ? name.substring(0, name.length() - SUFFIX.length()) : name;
  }
}
