package io.galvan.charger.broker;

import io.galvan.contract.broker.Brokers;
import io.galvan.contract.broker.Mirrors;
import io.galvan.contract.broker.MqttEvents;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.Wiring;

/** The external MQTT broker: whose turn it is to read, mirrored frames, events to publish. */
public final class BrokerBlock {
  public BrokerBlock(Wiring wiring) {
    var brokers = new BrokerService(wiring.leases());
    wiring.serve(Brokers.BEAT, brokers::beat);
    wiring.serve(Brokers.LEAVE, brokers::leave);
    var mirrors = new MirrorService(wiring.pool(), wiring.writer(), new MirrorStore());
    wiring.serve(Mirrors.GET, mirrors::get);
    wiring.serve(Mirrors.SET, mirrors::set);
    wiring.serve(Mirrors.LIST, mirrors::list);
    var events =
        new MqttEventService(
            wiring.settings().mqtt(), wiring.pool(), wiring.writer(), new MqttEventStore());
    wiring.hear(Subscription.MQTT, events::hear);
    wiring.serve(MqttEvents.TAKE, events::take);
    wiring.serve(MqttEvents.PUBLISHED, events::published);
  }
}
