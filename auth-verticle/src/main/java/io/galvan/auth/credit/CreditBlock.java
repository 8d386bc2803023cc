package io.galvan.auth.credit;

import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.Wiring;

/** Credit of prepaid tokens, which their transactions use up. */
public final class CreditBlock {
  public CreditBlock(Wiring wiring) {
    wiring.hear(Subscription.AUTH, new Credits(wiring.writer())::hear);
  }
}
