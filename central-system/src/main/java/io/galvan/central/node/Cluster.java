package io.galvan.central.node;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.NetworkConfig;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.util.List;
import java.util.function.Consumer;

/**
 * The membership behind the clustered event bus: Hazelcast over TCP between named hosts, no
 * multicast.
 */
public final class Cluster {
  private static final String NODE_ATTRIBUTE = "galvan.node";
  private static final int PORT_TRIES = 20;

  private final HazelcastClusterManager manager;

  private Cluster(HazelcastClusterManager manager) {
    this.manager = manager;
  }

  /**
   * A member to be.
   *
   * @param host the address of this machine that the other members reach
   * @param port the first port to try; the next ones are tried when it is taken
   * @param members host or host:port of members to join, this one may be among them
   */
  public static Cluster of(String nodeId, String host, int port, List<String> members) {
    Config config = ConfigUtil.loadConfig();
    config.setClusterName("galvan");
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "20");
    config.getMemberAttributeConfig().setAttribute(NODE_ATTRIBUTE, nodeId);
    NetworkConfig network = config.getNetworkConfig();
    network
        .setPort(port)
        .setPortAutoIncrement(true)
        .setPortCount(PORT_TRIES)
        .setPublicAddress(null);
    network.getInterfaces().setEnabled(true).addInterface(host);
    JoinConfig join = network.getJoin();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(members);
    return new Cluster(new HazelcastClusterManager(config));
  }

  /** What Vert.x is built with. */
  public HazelcastClusterManager manager() {
    return manager;
  }

  /** How many nodes there are, this one included. */
  public int size() {
    return manager.getHazelcastInstance().getCluster().getMembers().size();
  }

  /**
   * Tells the node id of every member that leaves, on one of Hazelcast's threads. Call after Vert.x
   * is up.
   */
  void onNodeGone(Consumer<String> gone) {
    manager
        .getHazelcastInstance()
        .getCluster()
        .addMembershipListener(
            new MembershipListener() {
              @Override
              public void memberAdded(MembershipEvent event) {}

              @Override
              public void memberRemoved(MembershipEvent event) {
                String nodeId = event.getMember().getAttribute(NODE_ATTRIBUTE);
                if (nodeId != null) {
                  gone.accept(nodeId);
                }
              }
            });
  }
}
