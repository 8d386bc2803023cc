package io.galvan.central.gateway.ws;

import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionData;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionDecoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketExtensionEncoder;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtension;
import io.netty.handler.codec.http.websocketx.extensions.WebSocketServerExtensionHandshaker;
import io.netty.handler.codec.http.websocketx.extensions.compression.PerMessageDeflateServerExtensionHandshaker;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Agrees to permessage-deflate (RFC 7692), which OCPP-J 2.x asks a CSMS to support, always without
 * context takeover in both directions: a connection that is silent then holds no window, and what a
 * message inflates to is bounded (docs/adr/0019). An offer without client_no_context_takeover is
 * declined.
 */
final class BoundedDeflate implements WebSocketServerExtensionHandshaker {
  private static final String NAME = "permessage-deflate";
  private static final String SERVER_NO_CONTEXT = "server_no_context_takeover";
  private static final String CLIENT_NO_CONTEXT = "client_no_context_takeover";
  private static final int LEVEL = 1;
  private static final int WINDOW_BITS = 15;

  private final int maxMessageBytes;

  /** Netty's, for the judging of offers and for what is sent. */
  private final PerMessageDeflateServerExtensionHandshaker netty;

  BoundedDeflate(int maxMessageBytes) {
    this.maxMessageBytes = maxMessageBytes;
    this.netty =
        new PerMessageDeflateServerExtensionHandshaker(
            LEVEL, false, WINDOW_BITS, true, true, maxMessageBytes);
  }

  @Override
  public @Nullable WebSocketServerExtension handshakeExtension(WebSocketExtensionData offer) {
    // A server may ask this of a client that did not offer it (7.1.1.2), but clients of widespread
    // libraries break off then; they come in without compression.
    boolean offered =
        offer.parameters().keySet().stream().anyMatch(CLIENT_NO_CONTEXT::equalsIgnoreCase);
    if (!offered || netty.handshakeExtension(offer) == null) {
      return null;
    }
    WebSocketServerExtension agreed =
        netty.handshakeExtension(
            new WebSocketExtensionData(NAME, Map.of(SERVER_NO_CONTEXT, "", CLIENT_NO_CONTEXT, "")));
    return agreed == null ? null : new Agreed(agreed, maxMessageBytes);
  }

  private record Agreed(WebSocketServerExtension netty, int maxMessageBytes)
      implements WebSocketServerExtension {
    @Override
    public int rsv() {
      return RSV1;
    }

    @Override
    public WebSocketExtensionEncoder newExtensionEncoder() {
      return netty.newExtensionEncoder();
    }

    @Override
    public WebSocketExtensionDecoder newExtensionDecoder() {
      return new MessageInflater(maxMessageBytes);
    }

    @Override
    public WebSocketExtensionData newReponseData() {
      return netty.newReponseData();
    }
  }
}
