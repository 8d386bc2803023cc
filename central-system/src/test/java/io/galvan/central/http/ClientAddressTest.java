package io.galvan.central.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.platform.config.ConnectionSettings;
import io.vertx.core.net.SocketAddress;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ClientAddressTest {
  private static final ConnectionSettings BEHIND_PROXIES =
      ConnectionSettings.from(Map.of("GALVAN_TRUSTED_PROXIES", "10.0.0.0/8, 2001:db8::1"));
  private static final ConnectionSettings NO_PROXY = ConnectionSettings.from(Map.of());

  private static ClientAddress client(
      String peer, List<String> forwarded, ConnectionSettings settings) {
    return ClientAddress.of(SocketAddress.inetSocketAddress(4321, peer), forwarded, settings);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "10.0.0.1 | 203.0.113.9 | 203.0.113.9",
        // What the client wrote itself stands on the left and does not count.
        "10.0.0.1 | 192.0.2.66, 203.0.113.9 | 203.0.113.9",
        "10.0.0.1 | 192.0.2.66, 203.0.113.9, 10.2.3.4, 2001:db8::1 | 203.0.113.9",
        "2001:db8::1 | 203.0.113.9:5678 | 203.0.113.9",
        "10.0.0.1 | [2001:db8:5::7]:443 | 2001:db8:5::7",
        "10.0.0.1 | 2001:db8:5::7 | 2001:db8:5::7",
        "10.0.0.1 | 10.0.0.9 | 10.0.0.9",
        // What is no address ends the search at the last proxy that is known.
        "10.0.0.1 | 203.0.113.9, unknown, 10.0.0.7 | 10.0.0.7",
        "10.0.0.1 | unknown | 10.0.0.1",
      })
  void behindTrustedProxiesTheClientIsTheRightmostThatIsNone(
      String peer, String header, String client) {
    assertThat(client(peer, List.of(header), BEHIND_PROXIES).host()).isEqualTo(client);
  }

  @Test
  void headersThatComeInPartsAreOneList() {
    assertThat(client("10.0.0.1", List.of("203.0.113.9", "10.0.0.2"), BEHIND_PROXIES).host())
        .isEqualTo("203.0.113.9");
  }

  @Test
  void aHeaderOfAnybodyElseIsNotBelieved() {
    assertThat(client("192.0.2.1", List.of("203.0.113.9"), BEHIND_PROXIES))
        .hasToString("192.0.2.1:4321");
    assertThat(client("10.0.0.1", List.of("203.0.113.9"), NO_PROXY)).hasToString("10.0.0.1:4321");
  }
}
