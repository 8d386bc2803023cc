package io.galvan.platform.config;

import io.galvan.platform.error.GalvanException;
import java.util.Locale;
import java.util.Map;

/**
 * How the ports for charging stations speak TLS, beyond certificates.
 *
 * @param rsaKeyExchange whether the suites TLS_RSA_* are spoken, which the security whitepaper asks
 *     for and which have no forward secrecy
 */
public record TlsSettings(boolean rsaKeyExchange) {
  private static final String RSA_KEY_EXCHANGE = "GALVAN_TLS_RSA_KEY_EXCHANGE";

  /** Reads them; a value that cannot be understood is an INVALID fault that names its variable. */
  static TlsSettings from(Map<String, String> environment) {
    String value = environment.getOrDefault(RSA_KEY_EXCHANGE, "").strip();
    return new TlsSettings(
        switch (value.toLowerCase(Locale.ROOT)) {
          case "", "false", "no", "off", "0" -> false;
          case "true", "yes", "on", "1" -> true;
          default ->
              throw GalvanException.invalid(
                  RSA_KEY_EXCHANGE, RSA_KEY_EXCHANGE + " must be true or false");
        });
  }
}
