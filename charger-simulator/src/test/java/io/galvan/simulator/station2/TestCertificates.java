package io.galvan.simulator.station2;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** An authority that is nobody's, by the keytool of the Java platform. */
final class TestCertificates {
  private static final Path STORE = make();

  private TestCertificates() {}

  private static Path make() {
    try {
      Path store = Files.createTempDirectory("galvan-simulator").resolve("root.p12");
      keytool(store, "-genkeypair -keyalg EC -dname CN=Root -ext bc=ca:true -validity 30");
      return store;
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Its own certificate. */
  static String root() {
    try {
      return keytool(STORE, "-exportcert -rfc");
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The certificate for a request; refuses one whose signature is wrong. */
  static String sign(String request) {
    try {
      Path file = Files.createTempFile("galvan", ".csr");
      // Keytool knows requests by their older label.
      Files.writeString(file, request.replace("CERTIFICATE REQUEST", "NEW CERTIFICATE REQUEST"));
      return keytool(STORE, "-gencert -rfc -validity 30 -infile " + file);
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String keytool(Path store, String arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    command.addAll(Arrays.asList(arguments.split(" ")));
    command.addAll(
        List.of("-storepass", "changeit", "-alias", "root", "-keystore", store.toString()));
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.DISCARD).start();
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    if (process.waitFor() != 0) {
      throw new IllegalStateException("keytool said " + out);
    }
    return out.replace("\r", "");
  }
}
