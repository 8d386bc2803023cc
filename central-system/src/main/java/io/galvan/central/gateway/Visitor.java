package io.galvan.central.gateway;

import io.galvan.platform.contract.Chargers.Transport;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A station at the door and what it shows of itself.
 *
 * @param secure whether it came over TLS
 * @param certificate its client certificate (DER), whose chain TLS has verified
 */
public record Visitor(
    String identity,
    Transport transport,
    @Nullable String username,
    byte @Nullable [] password,
    boolean secure,
    byte @Nullable [] certificate) {

  /** A station that came over this TLS session; null for none. */
  public static Visitor of(
      String identity,
      Transport transport,
      @Nullable String username,
      byte @Nullable [] password,
      @Nullable SSLSession session) {
    return new Visitor(
        identity, transport, username, password, session != null, certificate(session));
  }

  private static byte @Nullable [] certificate(@Nullable SSLSession session) {
    if (session == null) {
      return null;
    }
    try {
      return session.getPeerCertificates()[0].getEncoded();
    } catch (SSLPeerUnverifiedException e) {
      // It showed none, which is its right up to security profile 2.
      return null;
    } catch (CertificateEncodingException e) {
      throw new IllegalStateException("TLS has read this certificate", e);
    }
  }

  @Override
  public String toString() {
    return "Visitor[" + identity + "]";
  }
}
