package io.galvan.central.gateway;

import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.ConnectionAttempts.Outcome;
import io.galvan.contract.connection.ConnectionAttempts.StationAddress;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.Admission;
import io.galvan.contract.pki.Certificates;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.contract.registration.Identities;
import io.galvan.contract.station.StationCredentials;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.Settings;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Decides, the same for every transport, whether a charging station may come in. */
public final class Doorkeeper {
  private static final int PASSWORD = 1;
  private static final int PASSWORD_OVER_TLS = 2;
  private static final int CERTIFICATE = 3;

  private final Vertx vertx;
  private final Bus bus;
  private final Settings settings;
  private final AttemptLog attempts;
  private final GuessingBrake brake;
  private final Occupancy occupancy;

  public Doorkeeper(Vertx vertx, Platform platform) {
    this.vertx = vertx;
    this.bus = Bus.of(vertx);
    this.settings = platform.settings();
    this.attempts = new AttemptLog(bus, platform.clock());
    this.brake = GuessingBrake.of(vertx);
    this.occupancy = new Occupancy(bus);
  }

  /** Records attempts that come to no decision here. */
  public AttemptLog attempts() {
    return attempts;
  }

  /**
   * Lets the station in or fails with a {@link Refusal}, whose outcome is recorded: 400 for what is
   * no identity, 404 when unknown and the policy refuses, 401 when password or certificate is wrong
   * or missing, 403 without the TLS that its security profile asks for, 409 when a live connection
   * stands and it has proved nothing, 429 when it guesses. That it was let in is for the gateway to
   * record.
   */
  public Future<Admitted> admit(Visitor visitor) {
    return inTurn(visitor)
        .onFailure(
            failure -> {
              if (failure instanceof Refusal refusal) {
                attempts.record(visitor, refusal.outcome());
              }
            });
  }

  private Future<Admitted> inTurn(Visitor visitor) {
    String identity = visitor.identity();
    if (identity == null || !Identities.isIdentity(identity)) {
      return refused(
          Outcome.wrong_path,
          Fault.INVALID,
          "the identity must have 1 to 48 printable characters, without '/' and not be . or ..");
    }
    if (visitor.certificate() != null) {
      // TLS has verified it; there is nothing to guess.
      return decide(visitor, identity);
    }
    String network = visitor.address().network();
    if (!brake.isWidelyGuessed(identity, network)) {
      return inTurn(visitor, identity, false);
    }
    return bus.request(
            ConnectionAttempts.FAMILIAR, new StationAddress(identity, visitor.address().host()))
        .compose(known -> inTurn(visitor, identity, known.familiar()));
  }

  /** An attempt that waits its turn is not looked at before. */
  private Future<Admitted> inTurn(Visitor visitor, String identity, boolean familiar) {
    GuessingBrake.Turn turn = brake.enter(identity, visitor.address().network(), familiar);
    if (turn == null) {
      return refused(Outcome.limited, Fault.TOO_MANY, "too many attempts; wait");
    }
    if (turn.delayMs <= 0) {
      return decide(visitor, identity).onComplete(ignored -> brake.leave(turn));
    }
    Promise<Void> waited = Promise.promise();
    vertx.setTimer(turn.delayMs, id -> waited.complete());
    return waited
        .future()
        .compose(now -> decide(visitor, identity))
        .onComplete(ignored -> brake.leave(turn));
  }

  private Future<Admitted> decide(Visitor visitor, String identity) {
    return known(identity, visitor.transport(), visitor.address().network())
        .compose(
            admission ->
                profile(admission, visitor)
                    .compose(profile -> demand(admission, visitor, profile))
                    .compose(profile -> vacant(admission, visitor, profile)))
        .onComplete((admitted, failure) -> learn(visitor, identity, admitted, failure));
  }

  private void learn(
      Visitor visitor, String identity, @Nullable Admitted admitted, @Nullable Throwable failure) {
    String network = visitor.address().network();
    if (admitted != null && !admitted.provedNothing()) {
      brake.succeeded(identity, network);
    } else if (failure instanceof Refusal refusal) {
      switch (refusal.outcome()) {
        case wrong_password, no_password, foreign_certificate -> brake.failed(identity, network);
        default -> {
          // Nothing that could be guessed was shown.
        }
      }
    }
  }

  /**
   * As {@link #admit}, of a station that someone else has asked who it is, such as an external
   * broker.
   */
  public Future<Admitted> vouched(String identity, Transport transport) {
    return Identities.isIdentity(identity)
        ? known(identity, transport, null).map(admission -> new Admitted(admission, null, null, 0))
        : refused(Outcome.wrong_path, Fault.INVALID, "this is no identity");
  }

  private Future<Admission> known(String identity, Transport transport, @Nullable String network) {
    return bus.request(Connections.ADMIT, new Connections.Admit(identity, transport, network))
        .recover(
            failure ->
                failure instanceof GalvanException fault && fault.fault() == Fault.TOO_MANY
                    ? refused(Outcome.limited, Fault.TOO_MANY, fault.message())
                    : Future.failedFuture(failure))
        .compose(
            admission ->
                admission.admitted()
                    ? Future.succeededFuture(admission)
                    : refused(
                        Outcome.unknown,
                        Fault.NOT_FOUND,
                        "charging station " + identity + " does not exist"));
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
    if (username != null && !Identities.same(username, identity)) {
      deviations.add(
          Deviation.of("username", DeviationKind.ForeignUserName, username, admission.chargerId()));
    }
    return deviations;
  }

  private Future<Integer> checkPassword(Admission admission, Visitor visitor) {
    return bus.request(
            StationCredentials.CHECK,
            new StationCredentials.Credentials(
                admission.chargerId(), visitor.username(), visitor.password()))
        .compose(
            verdict ->
                switch (verdict.outcome()) {
                  case Accepted ->
                      admission.strict() && isForeign(admission, visitor.username())
                          ? unauthenticated(
                              Outcome.wrong_password, "the user name is not the station's identity")
                          : Future.succeededFuture(visitor.secure() ? PASSWORD_OVER_TLS : PASSWORD);
                  case NoneStored ->
                      settings.chargerPasswordRequired()
                          ? wrongOrMissing(visitor)
                          : Future.succeededFuture(0);
                  case Refused -> wrongOrMissing(visitor);
                });
  }

  private static Future<Integer> wrongOrMissing(Visitor visitor) {
    byte[] password = visitor.password();
    return unauthenticated(
        password == null || password.length == 0 ? Outcome.no_password : Outcome.wrong_password,
        "the password is wrong or missing");
  }

  private static boolean isForeign(Admission admission, @Nullable String username) {
    return username != null && !Identities.same(username, admission.chargerId());
  }

  /** A certificate says who the station is, so a password adds nothing to it. */
  private Future<Integer> checkCertificate(Admission admission, byte[] certificate) {
    return bus.request(
            Certificates.CHECK, new Certificates.Shown(admission.chargerId(), certificate))
        .compose(
            verdict ->
                verdict.accepted()
                    ? Future.succeededFuture(CERTIFICATE)
                    : unauthenticated(
                        Outcome.foreign_certificate, String.valueOf(verdict.reason())));
  }

  /** Who proves a password or certificate replaces an older connection at once. */
  private Future<Admitted> vacant(Admission admission, Visitor visitor, int profile) {
    if (profile > 0) {
      return Future.succeededFuture(new Admitted(admission, visitor, profile, 0));
    }
    return occupancy
        .vacant(admission.chargerId(), admission.live())
        .map(epoch -> new Admitted(admission, visitor, 0, epoch));
  }

  private Future<Integer> demand(Admission admission, Visitor visitor, int profile) {
    int least = admission.security().profile();
    if (profile < least) {
      if (least >= PASSWORD_OVER_TLS && !visitor.secure()) {
        return refused(
            Outcome.profile_too_low,
            Fault.FORBIDDEN,
            "security profile " + least + " asks for a TLS connection");
      }
      return least == CERTIFICATE
          ? unauthenticated(
              Outcome.no_certificate, "security profile 3 asks for a client certificate")
          : unauthenticated(
              Outcome.no_password, "security profile " + least + " asks for a password");
    }
    Integer announced = admission.security().announced();
    // Whoever has shown itself over TLS does not come without it any more.
    boolean overTls = profile >= PASSWORD_OVER_TLS && least < PASSWORD_OVER_TLS;
    return overTls || (announced != null && announced <= profile)
        ? bus.request(
                Chargers.SECURITY_PROFILE_REACHED,
                new Chargers.SecurityProfile(admission.chargerId(), profile))
            .map(profile)
        : Future.succeededFuture(profile);
  }

  private static <T> Future<T> unauthenticated(Outcome outcome, String why) {
    return refused(outcome, Fault.UNAUTHENTICATED, why);
  }

  private static <T> Future<T> refused(Outcome outcome, Fault fault, String why) {
    return Future.failedFuture(new Refusal(outcome, fault, why));
  }
}
