package io.galvan.central.gateway;

import io.galvan.central.http.ClientAddress;
import io.galvan.contract.registration.Chargers.Transport;
import java.security.cert.CertificateEncodingException;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A station at the door and what it shows of itself.
 *
 * @param identity null when it names none
 * @param address where it comes from
 * @param asked the subprotocols it offers, or its version of MQTT; null when it offers none
 * @param secure whether it came over TLS
 * @param certificate its client certificate (DER), whose chain TLS has verified
 */
public record Visitor(
    @Nullable String identity,
    Transport transport,
    ClientAddress address,
    @Nullable String asked,
    @Nullable String username,
    byte @Nullable [] password,
    boolean secure,
    byte @Nullable [] certificate) {

  /** A station that came over this TLS session; null for none. */
  public static Visitor of(
      @Nullable String identity,
      Transport transport,
      ClientAddress address,
      @Nullable String asked,
      @Nullable String username,
      byte @Nullable [] password,
      @Nullable SSLSession session) {
    return new Visitor(
        identity,
        transport,
        address,
        asked,
        username,
        password,
        session != null,
        certificate(session));
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
