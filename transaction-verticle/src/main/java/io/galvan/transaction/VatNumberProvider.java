package io.galvan.transaction;

import io.galvan.contract.settlement.Payments.VatAnswer;
import io.galvan.contract.settlement.Payments.VatQuery;
import io.vertx.core.Future;

/**
 * Says whether a VAT number is one (2.1 part 2, C), and whose. Found by {@link
 * java.util.ServiceLoader}; without one the form of the number decides.
 */
public interface VatNumberProvider {
  /** Called on an event loop, so it must not block; one that fails has not found the number. */
  Future<VatAnswer> check(VatQuery query);
}
