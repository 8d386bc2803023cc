package io.galvan.conformance;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.net.http.WebSocketHandshakeException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * OCPP-J over the WebSocket client of the Java platform, so that no code of ours is on this side.
 */
public final class WebSocketLine implements Line, WebSocket.Listener {
  private static final HttpClient PLAIN = HttpClient.newHttpClient();

  private final BlockingQueue<String> received = new LinkedBlockingQueue<>();
  private final CompletableFuture<String> closed = new CompletableFuture<>();
  private final StringBuilder partial = new StringBuilder();
  private @Nullable WebSocket socket;

  private WebSocketLine() {}

  public static WebSocketLine open(
      Version version, URI uri, String id, byte @Nullable [] password) {
    return open(PLAIN, uri, id, password, List.of(version.subprotocol()));
  }

  /**
   * @param client which holds the TLS context, where there is one
   * @param username in Basic authentication, where there is a password
   * @param subprotocols in the order of preference
   */
  public static WebSocketLine open(
      HttpClient client,
      URI uri,
      String username,
      byte @Nullable [] password,
      List<String> subprotocols) {
    WebSocketLine line = new WebSocketLine();
    WebSocket.Builder builder =
        client
            .newWebSocketBuilder()
            .subprotocols(
                subprotocols.get(0),
                subprotocols.subList(1, subprotocols.size()).toArray(String[]::new));
    if (password != null) {
      builder.header("Authorization", "Basic " + basic(username, password));
    }
    try {
      line.socket = Line.await(builder.buildAsync(uri, line));
      return line;
    } catch (ExecutionException e) {
      throw e.getCause() instanceof WebSocketHandshakeException refused
          ? new Refused("" + refused.getResponse().statusCode())
          : new Refused(String.valueOf(e.getCause()));
    }
  }

  /** The password is bytes, not text, as the standard has it. */
  private static String basic(String username, byte[] password) {
    byte[] user = (username + ":").getBytes(StandardCharsets.UTF_8);
    byte[] both = java.util.Arrays.copyOf(user, user.length + password.length);
    System.arraycopy(password, 0, both, user.length, password.length);
    return Base64.getEncoder().encodeToString(both);
  }

  /** What the central system chose of the subprotocols offered. */
  public String subprotocol() {
    return socket.getSubprotocol();
  }

  @Override
  public void send(String text) {
    try {
      Line.await(socket.sendText(text, true));
    } catch (ExecutionException e) {
      throw new AssertionError("the station could not send " + text, e);
    }
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence data, boolean last) {
    partial.append(data);
    if (last) {
      received.add(partial.toString());
      partial.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int code, String reason) {
    closed.complete(code + " " + reason);
    return null;
  }

  @Override
  public void onError(WebSocket from, Throwable error) {
    closed.complete(error.toString());
  }

  @Override
  public BlockingQueue<String> received() {
    return received;
  }

  @Override
  public CompletableFuture<String> closed() {
    return closed;
  }

  @Override
  public void close() {
    socket.sendClose(WebSocket.NORMAL_CLOSURE, "").whenComplete((ok, e) -> socket.abort());
  }
}
