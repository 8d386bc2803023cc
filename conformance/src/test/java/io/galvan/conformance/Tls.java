package io.galvan.conformance;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.HexFormat;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManagerFactory;
import org.jspecify.annotations.Nullable;

/** The station's side of TLS. */
public final class Tls {
  /** The stores live in memory and need none. */
  public static final char[] NO_PASSWORD = {};

  /** Types of a TLS record (RFC 8446, 5.1). */
  public static final int ALERT = 21;

  public static final int HANDSHAKE = 22;

  private Tls() {}

  /**
   * @param roots whom the station trusts
   * @param own the key it shows; null to show none
   */
  public static SSLContext context(List<X509Certificate> roots, @Nullable KeyStore own) {
    try {
      KeyStore trusted = KeyStore.getInstance("PKCS12");
      trusted.load(null, null);
      for (int i = 0; i < roots.size(); i++) {
        trusted.setCertificateEntry("root-" + i, roots.get(i));
      }
      TrustManagerFactory trust =
          TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
      trust.init(trusted);
      KeyManager[] keys = own == null ? null : new KeyManager[] {new InsistentKeys(own)};
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(keys, trust.getTrustManagers(), null);
      return context;
    } catch (IOException | GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A ClientHello that asks for an RSA key exchange, by the layout of RFC 5246, 7.4.1.2. */
  public static byte[] hello(String version) {
    String hex =
        ("16 0301 002f" // record: handshake
                + "01 00002b" // ClientHello
                + version
                + "a5".repeat(32) // random
                + "00" // no session id
                + "0004 009c 002f" // suites: TLS_RSA_WITH_AES_128_GCM_SHA256, _CBC_SHA
                + "01 00") // no compression
            .replace(" ", "");
    return HexFormat.of().parseHex(hex);
  }

  /** A handshake of TLS 1.2 with this suite only, verifying the server and its name. */
  public static SSLSession handshake(WholeSystem system, List<X509Certificate> roots, String suite)
      throws IOException {
    try (SSLSocket socket =
        (SSLSocket)
            context(roots, null)
                .getSocketFactory()
                .createSocket(WholeSystem.TLS_HOST, system.tlsPort())) {
      SSLParameters parameters = socket.getSSLParameters();
      parameters.setProtocols(new String[] {"TLSv1.2"});
      parameters.setCipherSuites(new String[] {suite});
      parameters.setEndpointIdentificationAlgorithm("HTTPS");
      socket.setSSLParameters(parameters);
      socket.setSoTimeout(Line.PATIENCE_S * 1_000);
      socket.startHandshake();
      return socket.getSession();
    }
  }

  /** The type of the first record that the server sends. */
  public static int answerTo(WholeSystem system, byte[] hello) throws IOException {
    try (Socket socket = new Socket(WholeSystem.TLS_HOST, system.tlsPort());
        InputStream in = socket.getInputStream()) {
      socket.setSoTimeout(Line.PATIENCE_S * 1_000);
      socket.getOutputStream().write(hello);
      return in.read();
    }
  }
}
