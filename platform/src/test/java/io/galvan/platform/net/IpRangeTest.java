package io.galvan.platform.net;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IpRangeTest {
  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, 10.255.1.2, true",
    "10.0.0.0/8, 11.0.0.1, false",
    "192.0.2.128/25, 192.0.2.127, false",
    "192.0.2.128/25, 192.0.2.129, true",
    "192.0.2.7, 192.0.2.7, true",
    "192.0.2.7, 192.0.2.6, false",
    "0.0.0.0/0, 203.0.113.9, true",
    "0.0.0.0/0, 2001:db8::1, false",
    "2001:db8::/33, 2001:db8:7fff::1, true",
    "2001:db8::/33, 2001:db8:8000::1, false",
    "10.0.0.0/8, ::ffff:10.1.2.3, true",
  })
  void aBlockHoldsTheAddressesThatShareItsPrefix(String range, String address, boolean inside) {
    assertThat(IpRange.parse(range).orElseThrow().contains(IpAddress.parse(address).orElseThrow()))
        .isEqualTo(inside);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "proxy.example.com",
        "10.0.0.0/33",
        "10.0.0.0/",
        "10.0.0.0/-1",
        "::/129",
        "/8"
      })
  void whatIsNoBlockIsNotRead(String text) {
    assertThat(IpRange.parse(text)).isEmpty();
  }

  @Test
  void anIpv6AddressIsCountedByItsFirst64Bits() {
    assertThat(IpAddress.parse("2001:db8:0:1:aaaa::5").orElseThrow().network())
        .isEqualTo("2001:db8:0:1::/64");
    assertThat(IpAddress.parse("192.0.2.1").orElseThrow().network()).isEqualTo("192.0.2.1");
  }
}
