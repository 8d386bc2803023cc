package io.galvan.simulator.transport;

import io.vertx.core.net.ClientOptionsBase;
import io.vertx.core.net.PemKeyCertOptions;
import io.vertx.core.net.PemTrustOptions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a station knows of TLS, as PEM files.
 *
 * @param authority the roots it trusts; null trusts those of the Java machine
 * @param certificate its client certificate (security profile 3), and its key; null shows none
 */
public record TlsFiles(
    @Nullable String authority, @Nullable String certificate, @Nullable String key) {
  public static final TlsFiles NONE = new TlsFiles(null, null, null);

  public TlsFiles {
    if ((certificate == null) != (key == null)) {
      throw new IllegalArgumentException("a certificate and its key come together");
    }
  }

  /** Lets a client trust and show what the files say. */
  public void configure(ClientOptionsBase options) {
    options.setEnabledSecureTransportProtocols(Set.of("TLSv1.2", "TLSv1.3"));
    if (authority != null) {
      options.setTrustOptions(new PemTrustOptions().addCertPath(authority));
    }
    if (certificate != null && key != null) {
      options.setKeyCertOptions(new PemKeyCertOptions().addCertPath(certificate).addKeyPath(key));
    }
  }
}
