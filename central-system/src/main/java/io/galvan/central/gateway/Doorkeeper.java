package io.galvan.central.gateway;

import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.Settings;
import io.galvan.platform.contract.Auth;
import io.galvan.platform.contract.Auth.CredentialOutcome;
import io.galvan.platform.contract.Chargers;
import io.galvan.platform.contract.Chargers.Admission;
import io.galvan.platform.contract.Chargers.Transport;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** Decides, the same for every transport, whether a charging station may come in. */
public final class Doorkeeper {
  /** The longest identity of any version (2.0.1 part 4, 3.1.1). */
  public static final int MAX_IDENTITY = 48;

  private final Bus bus;
  private final Settings settings;

  public Doorkeeper(Bus bus, Settings settings) {
    this.bus = bus;
    this.settings = settings;
  }

  /**
   * Lets the station in or fails: INVALID identity, NOT_FOUND when unknown and the policy refuses,
   * UNAUTHENTICATED when the password is wrong or missing.
   */
  public Future<Admission> admit(
      String identity, @Nullable String username, byte @Nullable [] password, Transport transport) {
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
                    ? checkPassword(admission, username, password)
                    : Future.failedFuture(
                        GalvanException.notFound("charging station " + identity)));
  }

  private Future<Admission> checkPassword(
      Admission admission, @Nullable String username, byte @Nullable [] password) {
    return bus.request(
            Auth.CHECK_CREDENTIALS, new Auth.Credentials(admission.chargerId(), username, password))
        .compose(
            verdict -> {
              boolean in =
                  verdict.outcome() == CredentialOutcome.Accepted
                      || (verdict.outcome() == CredentialOutcome.NoneStored
                          && !settings.chargerPasswordRequired());
              return in
                  ? Future.succeededFuture(admission)
                  : Future.failedFuture(
                      new GalvanException(
                          Fault.UNAUTHENTICATED, "the password is wrong or missing"));
            });
  }
}
