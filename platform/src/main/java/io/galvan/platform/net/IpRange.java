package io.galvan.platform.net;

import java.util.Optional;

/**
 * A block of IP addresses in CIDR notation (RFC 4632), such as 10.0.0.0/8 or 2001:db8::/32.
 *
 * @param prefixBits how many bits from the left an address must share with the first
 */
public record IpRange(IpAddress first, int prefixBits) {
  /** Reads a block, or one address without prefix length. */
  public static Optional<IpRange> parse(String text) {
    int slash = text.indexOf('/');
    return IpAddress.parse(slash < 0 ? text : text.substring(0, slash))
        .flatMap(
            first -> {
              int width = first.bytes().length * Byte.SIZE;
              int bits = slash < 0 ? width : prefix(text.substring(slash + 1));
              return bits < 0 || bits > width
                  ? Optional.empty()
                  : Optional.of(new IpRange(first, bits));
            });
  }

  private static int prefix(String text) {
    boolean number =
        !text.isEmpty() && text.length() <= 3 && text.chars().allMatch(c -> c >= '0' && c <= '9');
    return number ? Integer.parseInt(text) : -1;
  }

  /** Whether the address is in the block. */
  public boolean contains(IpAddress address) {
    byte[] mine = first.bytes();
    byte[] other = address.bytes();
    if (mine.length != other.length) {
      return false;
    }
    for (int bit = 0; bit < prefixBits; bit += Byte.SIZE) {
      int free = Math.max(0, Byte.SIZE - (prefixBits - bit));
      if ((mine[bit / Byte.SIZE] & 0xFF) >> free != (other[bit / Byte.SIZE] & 0xFF) >> free) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return first + "/" + prefixBits;
  }
}
