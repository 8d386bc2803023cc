package io.galvan.charger.broker;

import io.galvan.contract.broker.Brokers.Beat;
import io.galvan.contract.broker.Brokers.Leave;
import io.galvan.contract.broker.Brokers.Turn;
import io.galvan.platform.bus.Done;
import io.galvan.platform.lease.Lease;
import io.galvan.platform.lease.Leases;
import io.vertx.core.Future;
import java.util.List;
import java.util.Objects;

/** Whose turn it is to read the chargers of an external MQTT broker: who has the lease. */
final class BrokerService {
  private static final String READER = "broker.reader";

  /** One lease for each node that may read. */
  private static final String NODES = "broker.node/";

  private final Leases leases;

  BrokerService(Leases leases) {
    this.leases = leases;
  }

  /** Answers {@code broker.beat}: the reader stays it as long as it is heard of. */
  Future<Turn> beat(Beat beat) {
    return leases
        .acquire(NODES + beat.nodeId(), beat.nodeId())
        .compose(ok -> leases.acquire(READER, beat.nodeId()))
        .compose(ok -> leases.lapsed(NODES))
        .compose(gone -> Future.all(gone.stream().map(leases::release).toList()))
        .compose(ok -> Future.all(leases.list(READER), leases.list(NODES)))
        .map(
            both -> {
              List<Lease> reader = both.resultAt(0);
              List<Lease> nodes = both.resultAt(1);
              return new Turn(
                  reader.stream().map(Lease::node).findFirst().orElse(""),
                  nodes.stream().map(Lease::node).toList());
            });
  }

  /** Answers {@code broker.leave}. */
  Future<Done> leave(Leave leave) {
    return Future.all(leases.list(READER), leases.list(NODES + leave.nodeId()))
        .compose(
            both -> {
              List<Lease> reader = both.resultAt(0);
              List<Lease> node = both.resultAt(1);
              return Future.all(
                      reader.stream()
                          .filter(lease -> Objects.equals(lease.node(), leave.nodeId()))
                          .map(leases::release)
                          .toList())
                  .compose(ok -> Future.all(node.stream().map(leases::release).toList()));
            })
        .map(Done.DONE);
  }
}
