package io.galvan.app;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Damages bytes in ways that parsers trip over. */
final class Corruption {
  private static final byte[] TELLING = {0, 1, 0x0A, 0x0D, 0x20, 0x22, 0x5C, 0x7F, -128, -64, -1};

  private static final List<byte[]> PIECES =
      List.of(
          "\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1),
          "%00".getBytes(StandardCharsets.ISO_8859_1),
          "%2e%2e/".getBytes(StandardCharsets.ISO_8859_1),
          "\\ud800".getBytes(StandardCharsets.ISO_8859_1),
          "\ufeff\u202e\u0000".getBytes(StandardCharsets.UTF_8),
          new byte[] {-19, -96, -128},
          new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});

  private Corruption() {}

  /** A damaged copy: one to three of bits turned, bytes replaced, cut out, doubled or put in. */
  static byte[] of(byte[] whole, Random random) {
    byte[] bytes = whole;
    for (int i = 1 + random.nextInt(3); i > 0 && bytes.length > 0; i--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(bytes.length - at, 1 + random.nextInt(8));
      bytes =
          switch (random.nextInt(6)) {
            case 0 -> with(bytes, at, (byte) (bytes[at] ^ (1 << random.nextInt(8))));
            case 1 -> with(bytes, at, TELLING[random.nextInt(TELLING.length)]);
            case 2 -> Arrays.copyOf(bytes, at);
            case 3 -> joined(Arrays.copyOf(bytes, at), rest(bytes, at + length));
            case 4 -> joined(Arrays.copyOf(bytes, at + length), rest(bytes, at));
            default ->
                joined(
                    Arrays.copyOf(bytes, at),
                    PIECES.get(random.nextInt(PIECES.size())),
                    rest(bytes, at));
          };
    }
    return bytes;
  }

  private static byte[] with(byte[] bytes, int at, byte value) {
    byte[] copy = bytes.clone();
    copy[at] = value;
    return copy;
  }

  private static byte[] rest(byte[] bytes, int from) {
    return Arrays.copyOfRange(bytes, from, bytes.length);
  }

  /** The parts, one behind the other. */
  static byte[] joined(byte[]... parts) {
    byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
    int at = 0;
    for (byte[] part : parts) {
      System.arraycopy(part, 0, all, at, part.length);
      at += part.length;
    }
    return all;
  }
}
