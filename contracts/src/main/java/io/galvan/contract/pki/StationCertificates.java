package io.galvan.contract.pki;

import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.platform.bus.BusAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The root certificates that charging stations are known to hold, kept by the charger service. */
public final class StationCertificates {
  public static final BusAddress<ChargerKey, InstalledCertificates> LIST =
      new BusAddress<>(
          "charger.installed-certificates", ChargerKey.class, InstalledCertificates.class);

  private StationCertificates() {}

  /**
   * A root certificate that a charger is known to hold.
   *
   * @param certificateType the standard's CertificateUse
   * @param hashAlgorithm null, as the hashes, until the charger listed it
   * @param subject null, as what follows, when it was not installed by us
   */
  public record InstalledCertificate(
      String certificateType,
      String serialNumber,
      @Nullable String hashAlgorithm,
      @Nullable String issuerNameHash,
      @Nullable String issuerKeyHash,
      @Nullable String subject,
      @Nullable Instant validTo,
      @Nullable String certificate,
      @Nullable List<ContractCertificates.HashData> childCertificates,
      Instant storedAt) {}

  public record InstalledCertificates(String chargerId, List<InstalledCertificate> items) {}
}
