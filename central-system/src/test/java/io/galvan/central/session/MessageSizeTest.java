package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawSocket;
import io.galvan.central.testing.RawStation;
import io.galvan.contract.connection.Connections;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages over the limit, plain and compressed, in one frame and in several (RFC 6455, 7692). */
class MessageSizeTest extends SessionFixture {
  private static final String DEFLATE =
      "Sec-WebSocket-Extensions: permessage-deflate; client_no_context_takeover";
  private static final int MB = 1 << 20;

  MessageSizeTest() {
    super(Transport.WebSocket);
  }

  private RawSocket upgraded(String... headers) throws IOException {
    RawSocket socket = RawSocket.open("127.0.0.1", ports.get(Ports.Name.ocpp));
    socket.upgrade("CP-1", headers);
    assertThat(socket.status()).isEqualTo(101);
    await().until(() -> registry.find("CP-1") != null);
    return socket;
  }

  private static byte[] deflated(byte[] text) {
    Deflater deflater = new Deflater(9, true);
    deflater.setInput(text);
    byte[] buffer = new byte[text.length + 64];
    int length = deflater.deflate(buffer, 0, buffer.length, Deflater.SYNC_FLUSH);
    deflater.end();
    return Arrays.copyOf(buffer, length - 4);
  }

  private static byte[] spaces(int length) {
    byte[] spaces = new byte[length];
    Arrays.fill(spaces, (byte) ' ');
    return spaces;
  }

  private void assertTooLarge(RawSocket socket) throws IOException {
    RawSocket.Received received = socket.receive();
    assertThat(received.closeCode()).isEqualTo(1009);
    await().until(() -> registry.find("CP-1") == null);
    assertThat(services.heard(Connections.Disconnect.class))
        .singleElement()
        .satisfies(
            disconnect -> assertThat(disconnect.reason()).isEqualTo(CloseReason.TooLarge.text()));
  }

  @Test
  void shouldReadCompressedMessagesInFramesOfAnySize() throws IOException {
    try (RawSocket socket = upgraded(DEFLATE)) {
      assertThat(socket.head())
          .contains("client_no_context_takeover")
          .contains("server_no_context_takeover");
      for (int i = 0; i < 3; i++) {
        byte[] call =
            deflated(
                ("[2,\""
                        + i
                        + "\",\"DataTransfer\",{\"vendorId\":\""
                        + "x".repeat(200_000)
                        + "\"}]")
                    .getBytes(StandardCharsets.UTF_8));
        int half = call.length / 2;
        socket.write(RawSocket.frame(RawSocket.TEXT, false, true, Arrays.copyOf(call, half)));
        socket.write(
            RawSocket.frame(
                RawSocket.CONTINUATION, true, false, Arrays.copyOfRange(call, half, call.length)));
        assertThat(socket.receive().opcode()).isEqualTo(RawSocket.TEXT);
        socket.write(
            RawSocket.frame(
                RawSocket.TEXT,
                true,
                false,
                "[2,\"p\",\"Heartbeat\",{}]".getBytes(StandardCharsets.UTF_8)));
        assertThat(socket.receive().opcode()).isEqualTo(RawSocket.TEXT);
      }
    }
  }

  @Test
  void shouldDeclineCompressionThatTheClientMayNotBeAbleTo() throws IOException {
    for (String offer :
        new String[] {"", "; client_max_window_bits", "; server_no_context_takeover"}) {
      try (RawSocket socket = upgraded("Sec-WebSocket-Extensions: permessage-deflate" + offer)) {
        assertThat(socket.head()).doesNotContain("permessage-deflate");
        socket.write(
            RawSocket.frame(
                RawSocket.TEXT,
                true,
                false,
                "[2,\"p\",\"Heartbeat\",{}]".getBytes(StandardCharsets.UTF_8)));
        assertThat(socket.receive().text()).startsWith("[3,\"p\"");
      }
      await().until(() -> registry.find("CP-1") == null);
    }
  }

  @Test
  void shouldReadAMessageWhoseFirstFragmentsAreEmpty() throws IOException {
    byte[] call = "[2,\"e\",\"Heartbeat\",{}]".getBytes(StandardCharsets.UTF_8);
    try (RawSocket socket = upgraded()) {
      for (int i = 0; i < 2; i++) {
        socket.write(RawSocket.frame(RawSocket.TEXT, false, false, new byte[0]));
        socket.write(RawSocket.frame(RawSocket.CONTINUATION, false, false, new byte[0]));
        socket.write(RawSocket.frame(RawSocket.CONTINUATION, false, false, call));
        socket.write(RawSocket.frame(RawSocket.CONTINUATION, true, false, new byte[0]));
        assertThat(socket.receive().text()).startsWith("[3,\"e\"");
      }
      socket.write(RawSocket.frame(RawSocket.TEXT, true, false, call));
      assertThat(socket.receive().text()).startsWith("[3,\"e\"");
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {MB + 1, 16 * MB, 64 * MB})
  void shouldCloseWith1009WhatInflatesToMoreThanAFrameMayHold(int length) throws IOException {
    RawStation other = station("CP-2");
    byte[] bomb = deflated(spaces(length));
    try (RawSocket socket = upgraded(DEFLATE + "; client_max_window_bits")) {
      socket.write(RawSocket.frame(RawSocket.TEXT, true, true, bomb));
      long start = System.nanoTime();
      assertThat(other.ask("[2,\"1\",\"Heartbeat\",{}]")).startsWith("[3,\"1\"");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(2));
      assertTooLarge(socket);
    }
  }

  @Test
  void shouldCloseWith1009ABombInFragments() throws IOException {
    byte[] bomb = deflated(spaces(4 * MB));
    try (RawSocket socket = upgraded(DEFLATE)) {
      int part = bomb.length / 4 + 1;
      for (int i = 0; i * part < bomb.length; i++) {
        socket.write(
            RawSocket.frame(
                i == 0 ? RawSocket.TEXT : RawSocket.CONTINUATION,
                false,
                i == 0,
                Arrays.copyOfRange(bomb, i * part, Math.min(bomb.length, (i + 1) * part))));
      }
      assertTooLarge(socket);
    }
  }

  @Test
  void shouldCloseWith1009AFrameThatAnnouncesTooMuch() throws IOException {
    try (RawSocket socket = upgraded()) {
      byte[] frame = RawSocket.frame(RawSocket.TEXT, true, false, spaces(3 * MB / 2));
      socket.write(Arrays.copyOf(frame, 20_000));
      assertTooLarge(socket);
      // Though the client answers nothing; for all that are too large by the same way.
      assertThat(socket.isClosedByPeer()).isTrue();
    }
  }

  @Test
  void shouldCloseWith1009AMessageInFragmentsThatIsTooLarge() throws IOException {
    try (RawSocket socket = upgraded()) {
      for (int i = 0; i < 4; i++) {
        socket.write(
            RawSocket.frame(
                i == 0 ? RawSocket.TEXT : RawSocket.CONTINUATION, false, false, spaces(300_000)));
      }
      assertTooLarge(socket);
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void shouldCloseWith1009AMessageInTooManyFragments(boolean compressed) throws IOException {
    try (RawSocket socket = compressed ? upgraded(DEFLATE) : upgraded()) {
      ByteArrayOutputStream fragments = new ByteArrayOutputStream();
      fragments.write(RawSocket.frame(RawSocket.TEXT, false, compressed, new byte[0]));
      for (int i = 0; i < 10_000; i++) {
        fragments.write(RawSocket.frame(RawSocket.CONTINUATION, false, false, new byte[0]));
      }
      socket.write(fragments.toByteArray());
      assertTooLarge(socket);
    }
  }

  @Test
  void shouldReadAMessageOfExactlyTheLimit() throws IOException {
    try (RawSocket socket = upgraded()) {
      byte[] message = spaces(MB);
      byte[] call = "[2,\"1\",\"Heartbeat\",{}]".getBytes(StandardCharsets.UTF_8);
      System.arraycopy(call, 0, message, 0, call.length);
      socket.write(RawSocket.frame(RawSocket.TEXT, true, false, message));
      assertThat(socket.receive().text()).startsWith("[3,\"1\"");
    }
  }

  @Test
  void shouldTellWhatBreaksTheProtocolByACloseFrame() throws IOException {
    try (RawSocket socket = upgraded()) {
      // RSV1 without an extension that gives it a meaning.
      socket.write(RawSocket.frame(RawSocket.TEXT, true, true, new byte[0]));
      socket.write(RawSocket.frame(9, false, false, new byte[0]));
      assertThat(socket.receive().closeCode()).isEqualTo(1002);
      assertThat(socket.isClosedByPeer()).isTrue();
    }
  }
}
