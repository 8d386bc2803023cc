package io.galvan.central.http;

import io.galvan.platform.config.ConnectionSettings;
import io.galvan.platform.net.IpAddress;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a request or a connection comes from. Behind trusted proxies that is the address they
 * forward for; a header of anybody else is not looked at.
 *
 * @param host the address in figures
 * @param port of the client; 0 when it is not known, as behind a proxy
 * @param network what limits count by: the IPv4 address, or the first 64 bits of an IPv6 address
 */
public record ClientAddress(String host, int port, String network) {
  private static final String FORWARDED_FOR = "X-Forwarded-For";

  /** The client of a request. */
  public static ClientAddress of(HttpServerRequest request, ConnectionSettings settings) {
    return of(
        request.remoteAddress(),
        settings.trustedProxies().isEmpty() ? List.of() : request.headers().getAll(FORWARDED_FOR),
        settings);
  }

  /** The other end of a connection without headers, such as one of MQTT. */
  public static ClientAddress of(@Nullable SocketAddress peer) {
    String host = peer == null ? null : peer.hostAddress();
    if (peer == null || host == null) {
      return new ClientAddress("unknown", 0, "unknown");
    }
    return IpAddress.parse(host)
        .map(address -> of(address, peer.port()))
        .orElseGet(() -> new ClientAddress(host, peer.port(), host));
  }

  private static ClientAddress of(IpAddress address, int port) {
    return new ClientAddress(address.toString(), port, address.network());
  }

  /**
   * From the right: each proxy appends the address it was reached from, so the first that is no
   * trusted proxy is the client's; what stands left of it anybody may have written.
   *
   * @param forwarded the values of X-Forwarded-For, in order
   */
  static ClientAddress of(
      @Nullable SocketAddress peer, List<String> forwarded, ConnectionSettings settings) {
    Optional<IpAddress> at =
        peer == null || peer.hostAddress() == null
            ? Optional.empty()
            : IpAddress.parse(peer.hostAddress());
    if (at.isEmpty() || forwarded.isEmpty() || !settings.isTrustedProxy(at.get())) {
      return of(peer);
    }
    IpAddress client = at.get();
    String[] hops = String.join(",", forwarded).split(",", -1);
    for (int i = hops.length - 1; i >= 0 && settings.isTrustedProxy(client); i--) {
      Optional<IpAddress> hop = hop(hops[i].strip());
      if (hop.isEmpty()) {
        break;
      }
      client = hop.get();
    }
    return of(client, 0);
  }

  /** An address as proxies write it: alone, or with the port behind it. */
  private static Optional<IpAddress> hop(String text) {
    int colon = text.lastIndexOf(':');
    boolean port = colon > 0 && (text.indexOf(':') == colon || text.charAt(colon - 1) == ']');
    return IpAddress.parse(port ? text.substring(0, colon) : text);
  }

  /** As it is shown to people: with the port, if that is known. */
  @Override
  public String toString() {
    return port == 0 ? host : host.indexOf(':') < 0 ? host + ":" + port : "[" + host + "]:" + port;
  }
}
