package io.galvan.simulator.station;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HexFormat;

/**
 * Signs readings of a meter in the Open Charge Metering Format: {@code OCMF|payload|signature},
 * ECDSA over P-256 with SHA-256. Each station has a key of its own.
 */
final class SignedMeter {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss,SSSxx").withZone(ZoneOffset.UTC);

  private final String serial;
  private final KeyPair keys;
  private long page;

  SignedMeter(String serial) {
    this.serial = serial;
    try {
      KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      this.keys = generator.generateKeyPair();
    } catch (GeneralSecurityException missing) {
      throw new IllegalStateException("this Java machine has no P-256", missing);
    }
  }

  /** The public key as hexadecimal DER (SubjectPublicKeyInfo). */
  String publicKey() {
    return HEX.formatHex(keys.getPublic().getEncoded());
  }

  /**
   * A reading of the imported energy.
   *
   * @param kind B for a begin, E for an end, T for what is between
   */
  String sign(Instant at, char kind, String tag, long registerWh) {
    JsonObject reading =
        new JsonObject()
            .put("TM", TIME.format(at) + " S")
            .put("TX", String.valueOf(kind))
            .put("RV", registerWh / 1_000.0)
            .put("RI", "1-b:1.8.0")
            .put("RU", "kWh")
            .put("ST", "G");
    String payload =
        new JsonObject()
            .put("FV", "1.0")
            .put("GI", "Galvan Simulator")
            .put("GS", serial)
            .put("PG", "T" + ++page)
            .put("MV", "Galvan")
            .put("MS", serial)
            .put("IS", true)
            .put("IT", "CENTRAL")
            .put("ID", tag)
            .put("RD", new JsonArray().add(reading))
            .encode();
    JsonObject signature =
        new JsonObject().put("SA", "ECDSA-secp256r1-SHA256").put("SD", signature(payload));
    return "OCMF|" + payload + "|" + signature.encode();
  }

  private String signature(String payload) {
    try {
      Signature signing = Signature.getInstance("SHA256withECDSA");
      signing.initSign(keys.getPrivate());
      signing.update(payload.getBytes(StandardCharsets.UTF_8));
      return HEX.formatHex(signing.sign());
    } catch (GeneralSecurityException broken) {
      throw new IllegalStateException("a key of our own does not sign", broken);
    }
  }
}
