package io.galvan.central.gateway;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.Settings;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Certificates;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.Admission;
import io.galvan.platform.contract.Chargers.Transport;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides, the same for every transport, whether a charging station may come in. */
public final class Doorkeeper {
  /** The longest identity of any version (2.0.1 part 4, 3.1.1). */
  public static final int MAX_IDENTITY = 48;

  private static final int PASSWORD = 1;
  private static final int PASSWORD_OVER_TLS = 2;
  private static final int CERTIFICATE = 3;

  private final Bus bus;
  private final Settings settings;

  public Doorkeeper(Bus bus, Settings settings) {
    this.bus = bus;
    this.settings = settings;
  }

  /**
   * Lets the station in or fails: INVALID identity, NOT_FOUND when unknown and the policy refuses,
   * UNAUTHENTICATED when password or certificate is wrong or missing, FORBIDDEN without the TLS
   * that its security profile asks for.
   */
  public Future<Admission> admit(Visitor visitor) {
    return vouched(visitor.identity(), visitor.transport())
        .compose(
            admission ->
                profile(admission, visitor)
                    .compose(profile -> demand(admission, visitor, profile)));
  }

  /**
   * As {@link #admit}, of a station that someone else has asked who it is, such as an external
   * broker.
   */
  public Future<Admission> vouched(String identity, Transport transport) {
    if (identity.isEmpty()
        || identity.length() > MAX_IDENTITY
        || identity.chars().anyMatch(Character::isISOControl)) {
      return Future.failedFuture(
          GalvanException.invalid(
              "identity", "the identity must have 1 to " + MAX_IDENTITY + " printable characters"));
    }
    return bus.request(Chargers.ADMIT, new Chargers.Admit(identity, transport))
        .compose(
            admission ->
                admission.admitted()
                    ? Future.succeededFuture(admission)
                    : Future.failedFuture(
                        GalvanException.notFound("charging station " + identity)));
  }

  /** The security profile that the station has shown itself to have (security whitepaper, 2). */
  private Future<Integer> profile(Admission admission, Visitor visitor) {
    return visitor.certificate() == null
        ? checkPassword(admission, visitor)
        : checkCertificate(admission, visitor.certificate());
  }

  /** What deviates in how an admitted station names itself. */
  public static List<Deviation> deviations(
      String identity, @Nullable String username, Admission admission) {
    List<Deviation> deviations = new ArrayList<>(0);
    if (!identity.equals(admission.chargerId())) {
      deviations.add(
          Deviation.of(
              "identity", DeviationKind.IdentityLetterCase, identity, admission.chargerId()));
    }
    if (username != null && !username.equalsIgnoreCase(identity)) {
      deviations.add(
          Deviation.of("username", DeviationKind.ForeignUserName, username, admission.chargerId()));
    }
    return deviations;
  }

  private Future<Integer> checkPassword(Admission admission, Visitor visitor) {
    return bus.request(
            Auth.CHECK_CREDENTIALS,
            new Auth.Credentials(admission.chargerId(), visitor.username(), visitor.password()))
        .compose(
            verdict ->
                switch (verdict.outcome()) {
                  case Accepted ->
                      admission.strict() && isForeign(admission, visitor.username())
                          ? unauthenticated("the user name is not the station's identity")
                          : Future.succeededFuture(visitor.secure() ? PASSWORD_OVER_TLS : PASSWORD);
                  case NoneStored ->
                      settings.chargerPasswordRequired()
                          ? unauthenticated("the password is wrong or missing")
                          : Future.succeededFuture(0);
                  case Refused -> unauthenticated("the password is wrong or missing");
                });
  }

  private static boolean isForeign(Admission admission, @Nullable String username) {
    return username != null && !username.equalsIgnoreCase(admission.chargerId());
  }

  /** A certificate says who the station is, so a password adds nothing to it. */
  private Future<Integer> checkCertificate(Admission admission, byte[] certificate) {
    List<String> names = new ArrayList<>(admission.security().serialNumbers());
    names.add(admission.chargerId());
    return bus.request(
            Certificates.CHECK, new Certificates.Shown(admission.chargerId(), certificate, names))
        .compose(
            verdict ->
                verdict.accepted()
                    ? Future.succeededFuture(CERTIFICATE)
                    : unauthenticated(String.valueOf(verdict.reason())));
  }

  private Future<Admission> demand(Admission admission, Visitor visitor, int profile) {
    int least = admission.security().profile();
    if (profile < least) {
      if (least >= PASSWORD_OVER_TLS && !visitor.secure()) {
        return Future.failedFuture(
            new GalvanException(
                Fault.FORBIDDEN, "security profile " + least + " asks for a TLS connection"));
      }
      return unauthenticated(
          "security profile "
              + least
              + " asks for a "
              + (least == CERTIFICATE ? "client certificate" : "password"));
    }
    Integer announced = admission.security().announced();
    return announced != null && announced <= profile
        ? bus.request(
                Chargers.SECURITY_PROFILE_REACHED,
                new Chargers.SecurityProfile(admission.chargerId(), profile))
            .map(admission)
        : Future.succeededFuture(admission);
  }

  private static <T> Future<T> unauthenticated(String why) {
    return Future.failedFuture(new GalvanException(Fault.UNAUTHENTICATED, why));
  }
}
