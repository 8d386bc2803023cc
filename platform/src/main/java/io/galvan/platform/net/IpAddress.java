package io.galvan.platform.net;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Optional;

/**
 * An IP address; an IPv4 address that is written as IPv6 (::ffff:192.0.2.1) is the IPv4 address.
 */
public final class IpAddress {
  private static final int IPV4_BYTES = 4;
  private static final int MAPPED_PREFIX_BYTES = 12;

  /** The bits of an IPv6 address that one customer of a provider usually has for himself. */
  private static final int NETWORK_BITS = 64;

  private final byte[] bytes;

  private IpAddress(byte[] bytes) {
    this.bytes = bytes;
  }

  /** Of 4 or 16 bytes, in network order. */
  static IpAddress of(byte[] bytes) {
    boolean mapped = bytes.length > IPV4_BYTES && bytes[10] == -1 && bytes[11] == -1;
    for (int i = 0; mapped && i < MAPPED_PREFIX_BYTES - 2; i++) {
      mapped = bytes[i] == 0;
    }
    return new IpAddress(
        mapped ? Arrays.copyOfRange(bytes, MAPPED_PREFIX_BYTES, bytes.length) : bytes.clone());
  }

  /** Reads an address in figures, IPv6 also in brackets; never asks a name server. */
  public static Optional<IpAddress> parse(String text) {
    byte[] bytes = NetUtil.createByteArrayFromIpAddressString(text);
    return bytes == null ? Optional.empty() : Optional.of(of(bytes));
  }

  byte[] bytes() {
    return bytes;
  }

  /**
   * What limits count by: an IPv4 address as it is, an IPv6 address by its first 64 bits, such as
   * 2001:db8:0:1::/64.
   */
  public String network() {
    if (bytes.length == IPV4_BYTES) {
      return toString();
    }
    byte[] network = Arrays.copyOf(Arrays.copyOf(bytes, NETWORK_BITS / Byte.SIZE), bytes.length);
    return new IpAddress(network) + "/" + NETWORK_BITS;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof IpAddress that && Arrays.equals(bytes, that.bytes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(bytes);
  }

  /** The address in figures; IPv6 in its short form (RFC 5952). */
  @Override
  public String toString() {
    try {
      return NetUtil.toAddressString(InetAddress.getByAddress(bytes));
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address has 4 or 16 bytes", e);
    }
  }
}
