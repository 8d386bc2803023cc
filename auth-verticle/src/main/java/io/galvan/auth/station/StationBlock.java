package io.galvan.auth.station;

import io.galvan.contract.station.StationCredentials;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.Wiring;

/** Passwords of charging stations. */
public final class StationBlock {
  public StationBlock(Wiring wiring) {
    var credentials =
        new CredentialService(
            new CredentialStore(wiring.pool()),
            wiring.writer(),
            wiring.vertx(),
            wiring.platform().meters());
    wiring.hear(Subscription.AUTH, credentials::hear);
    wiring.atClose(credentials::close);
    wiring.serve(StationCredentials.CHECK, credentials::check);
    wiring.serve(StationCredentials.SET, credentials::set);
    wiring.serve(StationCredentials.ANNOUNCE, credentials::announce);
    wiring.serve(StationCredentials.ANSWERED, credentials::answered);
  }
}
