package io.galvan.contract.pki;

import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.Authorize;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Plug and Charge (ISO 15118), kept by the auth service: whose contract certificates are trusted,
 * whether one authorizes its driver, and what the responders of their authorities say.
 */
public final class ContractCertificates {
  public static final BusAddress<ContractAuthorize, ContractAuthorization> AUTHORIZE =
      new BusAddress<>(
          "contract-certificates.authorize", ContractAuthorize.class, ContractAuthorization.class);
  public static final BusAddress<OcspQuery, OcspAnswer> OCSP =
      new BusAddress<>("contract-certificates.ocsp", OcspQuery.class, OcspAnswer.class);
  public static final BusAddress<StatusQuery, StatusAnswer> STATUS =
      new BusAddress<>("contract-certificates.status", StatusQuery.class, StatusAnswer.class);
  public static final BusAddress<ProvisionQuery, Provision> PROVIDE =
      new BusAddress<>("contract-certificates.provide", ProvisionQuery.class, Provision.class);
  public static final BusAddress<TrustedQuery, TrustedPage> LIST_TRUSTED =
      new BusAddress<>("contract-certificates.trusted.list", TrustedQuery.class, TrustedPage.class);
  public static final BusAddress<Trust, Trusted> TRUST =
      new BusAddress<>("contract-certificates.trusted.add", Trust.class, Trusted.class);
  public static final BusAddress<TrustedKey, Done> DISTRUST =
      new BusAddress<>("contract-certificates.trusted.delete", TrustedKey.class, Done.class);

  private ContractCertificates() {}

  /** What a trusted certificate is the root of. */
  public enum TrustUse {
    V2GRootCertificate,
    MORootCertificate,
    OEMRootCertificate,
    /** What stations know the central system by. */
    CSMSRootCertificate,
    /** What stations know their manufacturer's firmware by. */
    ManufacturerRootCertificate,
    /** None: it stands between a root and the certificates that stations show. */
    SubCertificate
  }

  /** The standard's AuthorizeCertificateStatus (2.0.1 part 2, 3.3). */
  public enum CertificateVerdict {
    Accepted,
    SignatureError,
    CertificateExpired,
    CertificateRevoked,
    NoCertificateAvailable,
    CertChainError,
    ContractCancelled
  }

  /**
   * Names a certificate by its issuer and number (RFC 6960, 4.1.1), all in hexadecimal.
   *
   * @param hashAlgorithm SHA256, SHA384 or SHA512
   */
  public record HashData(
      String hashAlgorithm, String issuerNameHash, String issuerKeyHash, String serialNumber) {}

  /**
   * @param url of the responder that knows the certificate
   */
  public record OcspQuery(HashData certificate, String url) {}

  /**
   * @param response DER (RFC 6960); null when there is none
   * @param reason why there is none
   */
  public record OcspAnswer(byte @Nullable [] response, @Nullable String reason) {}

  /**
   * May this eMAID charge by its certificate?
   *
   * @param certificate the contract certificate, then those between it and its root, as PEM
   * @param hashData of the contract certificate and those above it, each with its responder
   */
  public record ContractAuthorize(
      Authorize authorize, @Nullable String certificate, List<OcspQuery> hashData) {}

  public record ContractAuthorization(
      Authorization authorization, CertificateVerdict certificateStatus) {}

  public enum StatusSource {
    CRL,
    OCSP
  }

  public enum RevocationStatus {
    Good,
    Revoked,
    Unknown,
    Failed
  }

  /**
   * @param urls asked one after the other until one answers
   */
  public record StatusQuery(HashData certificate, StatusSource source, List<String> urls) {}

  /**
   * @param nextUpdate when it is worth asking again
   */
  public record StatusAnswer(RevocationStatus status, Instant nextUpdate) {}

  public enum ProvisionAction {
    Install,
    Update
  }

  /**
   * What a vehicle asks its contract certificates with.
   *
   * @param schemaVersion of ISO 15118, as the vehicle speaks it
   * @param exiRequest in base64
   */
  public record ProvisionQuery(
      String chargerId,
      String schemaVersion,
      ProvisionAction action,
      String exiRequest,
      @Nullable Integer maximumContractCertificateChains,
      @Nullable List<String> prioritizedEmaids) {}

  /**
   * @param reason why it is not accepted
   * @param exiResponse in base64; empty when there is none
   * @param remainingContracts how many more the vehicle may ask for
   */
  public record Provision(
      boolean accepted,
      @Nullable String reason,
      String exiResponse,
      @Nullable Integer remainingContracts) {
    public static Provision failed(String reason) {
      return new Provision(false, reason, "", null);
    }
  }

  public record Trust(TrustUse use, String certificate) {}

  /**
   * @param fingerprint SHA-256 of the certificate, in hexadecimal
   * @param certificate as PEM
   * @param own Galvan's own authority, which cannot be taken away
   */
  public record Trusted(
      String fingerprint,
      TrustUse use,
      String subject,
      String serialNumber,
      String certificate,
      Instant validFrom,
      Instant validTo,
      boolean own) {}

  public record TrustedKey(String fingerprint) {}

  public record TrustedQuery() {}

  /** All there are: some hundred at most. */
  public record TrustedPage(List<Trusted> items) {}
}
