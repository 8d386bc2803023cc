package io.galvan.conformance;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;

/** Certificates and signing requests as text (RFC 7468). */
public final class Pem {
  private static final int LINE_LENGTH = 64;

  private Pem() {}

  public static String write(String label, byte[] der) {
    return "-----BEGIN %s-----\n%s\n-----END %s-----\n"
        .formatted(
            label,
            Base64.getMimeEncoder(LINE_LENGTH, new byte[] {'\n'}).encodeToString(der),
            label);
  }

  /** Certificates one after the other; fails on what is none. */
  public static List<X509Certificate> read(String pem) {
    try {
      return CertificateFactory.getInstance("X.509")
          .generateCertificates(new ByteArrayInputStream(pem.getBytes(StandardCharsets.US_ASCII)))
          .stream()
          .map(X509Certificate.class::cast)
          .toList();
    } catch (GeneralSecurityException e) {
      throw new AssertionError("no PEM: " + pem, e);
    }
  }

  /** The certificate of an authority that is nobody's, by the keytool of the Java platform. */
  public static String foreignRoot() {
    return ForeignRoot.PEM;
  }

  private static final class ForeignRoot {
    static final String PEM = make();

    private static String make() {
      try {
        Path store = Files.createTempDirectory("galvan-conformance").resolve("root.p12");
        keytool(store, "-genkeypair -keyalg EC -dname CN=Root -ext bc=ca:true -validity 30");
        return keytool(store, "-exportcert -rfc").replace("\r", "");
      } catch (IOException | InterruptedException e) {
        throw new IllegalStateException(e);
      }
    }

    private static String keytool(Path store, String arguments)
        throws IOException, InterruptedException {
      String keytool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
      String command = arguments + " -storepass changeit -alias root -keystore " + store;
      Process process =
          new ProcessBuilder((keytool + " " + command).split(" "))
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      if (process.waitFor() != 0) {
        throw new IllegalStateException("keytool said " + out);
      }
      return out;
    }
  }
}
