package io.galvan.contract.pki;

import io.galvan.contract.pki.ContractCertificates.HashData;
import io.galvan.contract.registration.Chargers;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Galvan's certificate authority, kept by the auth service: the roots, what stations want signed,
 * and which client certificates open the door.
 */
public final class Certificates {
  public static final BusAddress<AuthorityQuery, Authority> AUTHORITY =
      new BusAddress<>("certificates.authority", AuthorityQuery.class, Authority.class);
  public static final BusAddress<ServerKey, CertificateChain> CERTIFY_SERVER =
      new BusAddress<>("certificates.certify-server", ServerKey.class, CertificateChain.class);
  public static final BusAddress<Submission, SigningRequest> SUBMIT =
      new BusAddress<>("certificates.submit", Submission.class, SigningRequest.class);
  public static final BusAddress<SigningKey, SigningRequest> SIGN =
      new BusAddress<>("certificates.sign", SigningKey.class, SigningRequest.class);
  public static final BusAddress<Refusal, SigningRequest> REJECT =
      new BusAddress<>("certificates.reject", Refusal.class, SigningRequest.class);
  public static final BusAddress<Handover, SigningRequest> HANDED_OVER =
      new BusAddress<>("certificates.handed-over", Handover.class, SigningRequest.class);
  public static final BusAddress<SigningKey, SigningRequest> GET =
      new BusAddress<>("certificates.get", SigningKey.class, SigningRequest.class);
  public static final BusAddress<SigningQuery, SigningPage> LIST =
      new BusAddress<>("certificates.list", SigningQuery.class, SigningPage.class);
  public static final BusAddress<Shown, Verdict> CHECK =
      new BusAddress<>("certificates.check", Shown.class, Verdict.class);
  public static final BusAddress<Chargers.ChargerKey, Done> FORGET =
      new BusAddress<>("certificates.forget", Chargers.ChargerKey.class, Done.class);

  /** Served by the nodes: hands a signed certificate to its station, by CertificateSigned. */
  public static final BusAddress<SigningKey, Done> HAND_OVER =
      new BusAddress<>("certificates.hand-over", SigningKey.class, Done.class);

  private Certificates() {}

  /** The two kinds of keys; a key is certified by the root of its own kind. */
  public enum Algorithm {
    ECDSA,
    RSA
  }

  /** What a station wants a certificate for (2.0.1 part 2, 3.21). */
  public enum CertificateUse {
    /** To show itself to Galvan. */
    ChargingStationCertificate,
    /** To show itself to vehicles (ISO 15118-2). */
    V2GCertificate,
    /** To show itself to vehicles of ISO 15118-20. */
    V2G20Certificate;

    /** What a station means that does not say. */
    public static CertificateUse of(@Nullable CertificateUse told) {
      return told == null ? ChargingStationCertificate : told;
    }
  }

  public record AuthorityQuery() {}

  /**
   * A root certificate.
   *
   * @param certificate as PEM
   */
  public record Root(
      Algorithm algorithm,
      String certificate,
      String subject,
      String serialNumber,
      Instant validFrom,
      Instant validTo) {}

  public record Authority(List<Root> roots) {}

  /**
   * A server wants a certificate for its name.
   *
   * @param host its fully qualified name or its address
   * @param publicKey SubjectPublicKeyInfo (DER)
   */
  public record ServerKey(String host, byte[] publicKey) {}

  /**
   * @param pem the certificate, then those between it and its root
   */
  public record CertificateChain(String pem) {}

  /** Where a station's signing request stands. */
  public enum SigningState {
    /** Waits for an operator. */
    Pending,
    /** Signed; the station has not said yet that it took the certificate. */
    Signed,
    /** Refused by us or by an operator, or the station did not take the certificate. */
    Rejected,
    /** The station took the certificate. */
    Installed;

    /** Whether a request may go from this state to the next. */
    public boolean mayBecome(SigningState next) {
      return switch (this) {
        case Pending -> next == Signed || next == Rejected;
        case Signed -> next == Installed || next == Rejected;
        case Rejected, Installed -> false;
      };
    }
  }

  /**
   * A station's SignCertificate.
   *
   * @param accepted the station's registration is Accepted, so the policy may sign at once
   * @param certificateType null when the station does not say
   * @param requestId given back with the certificate
   * @param root the only one that the certificate may come from; null: any
   */
  public record Submission(
      String chargerId,
      String csr,
      boolean accepted,
      @Nullable CertificateUse certificateType,
      @Nullable Integer requestId,
      @Nullable HashData root) {
    /** As OCPP 1.6 asks. */
    public Submission(String chargerId, String csr, boolean accepted) {
      this(chargerId, csr, accepted, null, null, null);
    }
  }

  /**
   * A certificate signed for a station.
   *
   * @param certificate as PEM; one for vehicles is followed by those between it and its root
   * @param usedAt when the station first connected with it
   * @param supersededAt since when it opens the door no more
   */
  public record ClientCertificate(
      String serialNumber,
      String subject,
      String certificate,
      Instant validFrom,
      Instant validTo,
      @Nullable Instant usedAt,
      @Nullable Instant supersededAt) {}

  /**
   * @param algorithm of the key; null when the request could not be read
   * @param reason why it is Rejected, or why it waits or waited for an operator
   */
  public record SigningRequest(
      String id,
      String chargerId,
      SigningState state,
      @Nullable CertificateUse certificateType,
      @Nullable Integer requestId,
      String csr,
      @Nullable String subject,
      @Nullable Algorithm algorithm,
      @Nullable String reason,
      @Nullable ClientCertificate certificate,
      Instant createdAt,
      Instant updatedAt) {}

  public record SigningKey(String id) {}

  public record Refusal(String id, String reason) {}

  /** What a station said to its certificate. */
  public record Handover(String id, boolean taken, @Nullable String reason) {}

  public record SigningQuery(
      @Nullable String chargerId,
      @Nullable SigningState state,
      int limit,
      @Nullable String cursor) {}

  public record SigningPage(List<SigningRequest> items, @Nullable String next) {}

  /**
   * The client certificate of a connection, whose chain the gateway has verified.
   *
   * @param certificate DER
   */
  public record Shown(String chargerId, byte[] certificate) {}

  /**
   * @param reason why it is not accepted
   */
  public record Verdict(boolean accepted, @Nullable String reason) {}
}
