package io.galvan.simulator.load;

import java.util.Arrays;

/** Bytes being put together, in an array that is used again and again. */
final class Scratch {
  private static final int LONGEST_NUMBER = 20;

  private final byte[] digits = new byte[LONGEST_NUMBER];
  private byte[] bytes = new byte[1_024];
  private int length;

  byte[] bytes() {
    return bytes;
  }

  int length() {
    return length;
  }

  void clear() {
    length = 0;
  }

  void add(byte[] more) {
    reserve(more.length);
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  /** A number in decimal. */
  void add(long number) {
    if (number == Long.MIN_VALUE) {
      throw new IllegalArgumentException("too small");
    }
    reserve(LONGEST_NUMBER);
    if (number < 0) {
      bytes[length++] = '-';
    }
    long left = Math.abs(number);
    int count = 0;
    do {
      digits[count++] = (byte) ('0' + left % 10);
      left /= 10;
    } while (left > 0);
    while (count > 0) {
      bytes[length++] = digits[--count];
    }
  }

  private void reserve(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
