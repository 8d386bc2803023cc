package io.galvan.central.node;

import com.hazelcast.cluster.MembershipEvent;
import com.hazelcast.cluster.MembershipListener;
import com.hazelcast.config.AdvancedNetworkConfig;
import com.hazelcast.config.Config;
import com.hazelcast.config.InterfacesConfig;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.config.ServerSocketEndpointConfig;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.eventbus.EventBusOptions;
import io.vertx.spi.cluster.hazelcast.ConfigUtil;
import io.vertx.spi.cluster.hazelcast.HazelcastClusterManager;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.function.Consumer;

/**
 * The membership behind the clustered event bus: Hazelcast over TCP between named hosts. Its ports
 * and the event bus listen at one address alone. The event bus lets in who knows the cluster's
 * secret; Hazelcast, whose free edition cannot authenticate, whoever reaches its port and knows the
 * installation's id.
 */
public final class Cluster {
  private static final String NODE_ATTRIBUTE = "galvan.node";

  /** So many ports from the first one on are tried. */
  public static final int PORT_TRIES = 20;

  private final String nodeId;
  private final HazelcastClusterManager manager;
  private final EventBusOptions eventBus;

  private Cluster(String nodeId, HazelcastClusterManager manager, EventBusOptions eventBus) {
    this.nodeId = nodeId;
    this.manager = manager;
    this.eventBus = eventBus;
  }

  /**
   * A member to be.
   *
   * @param nodeId its platform's
   * @param host the address of this machine that the other members reach
   * @param port the first port to try; the next ones are tried when it is taken
   * @param members host or host:port of members to join, this one may be among them
   * @param keys by which the members know each other
   * @throws GalvanException INVALID when the host has no address
   */
  public static Cluster of(
      String nodeId, String host, int port, List<String> members, ClusterKeys keys) {
    String address = address(host).getHostAddress();
    Config config = ConfigUtil.loadConfig();
    config.setClusterName("galvan-" + keys.installation());
    config.setProperty("hazelcast.logging.type", "slf4j");
    config.setProperty("hazelcast.phone.home.enabled", "false");
    config.setProperty("hazelcast.shutdownhook.enabled", "false");
    config.setProperty("hazelcast.max.no.heartbeat.seconds", "20");
    // Its sockets would listen at every address of the machine.
    config.setProperty("hazelcast.socket.bind.any", "false");
    config.setProperty("hazelcast.discovery.enabled", "false");
    config.getManagementCenterConfig().setConsoleEnabled(false).setScriptingEnabled(false);
    config.getManagementCenterConfig().setDataAccessEnabled(false);
    config.getJetConfig().setEnabled(false);
    config.getMemberAttributeConfig().setAttribute(NODE_ATTRIBUTE, nodeId);
    network(config.getAdvancedNetworkConfig(), address, port, members);
    return new Cluster(nodeId, new HazelcastClusterManager(config), keys.eventBus(address, nodeId));
  }

  /** One port, for members alone: none of the protocols for clients, REST and memcache. */
  private static void network(
      AdvancedNetworkConfig network, String address, int port, List<String> members) {
    ServerSocketEndpointConfig endpoint = new ServerSocketEndpointConfig();
    endpoint.setPort(port).setPortAutoIncrement(true).setPortCount(PORT_TRIES);
    InterfacesConfig interfaces = new InterfacesConfig();
    endpoint.setInterfaces(interfaces.setEnabled(true).addInterface(address));
    JoinConfig join = new JoinConfig();
    join.getMulticastConfig().setEnabled(false);
    join.getAutoDetectionConfig().setEnabled(false);
    join.getTcpIpConfig().setEnabled(true).setMembers(members);
    network.setEnabled(true).setMemberEndpointConfig(endpoint).setJoin(join);
  }

  private static InetAddress address(String host) {
    try {
      return InetAddress.getByName(host);
    } catch (UnknownHostException e) {
      throw GalvanException.invalid("--cluster-host", "--cluster-host " + host + " has no address");
    }
  }

  /** Whether only this machine reaches the address. */
  public static boolean isLoopback(String host) {
    return address(host).isLoopbackAddress();
  }

  /** The id of this member's platform. */
  public String nodeId() {
    return nodeId;
  }

  /** What Vert.x is built with. */
  public HazelcastClusterManager manager() {
    return manager;
  }

  /** How Vert.x's event bus listens and connects. */
  public EventBusOptions eventBus() {
    return eventBus;
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
