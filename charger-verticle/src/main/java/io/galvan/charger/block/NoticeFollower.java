package io.galvan.charger.block;

import io.galvan.contract.registration.Chargers.Notice;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;

/**
 * What a charger's notice changes beyond being kept: how far its update or its upload is. Written
 * in the transaction that keeps the notice.
 */
public interface NoticeFollower {
  /**
   * A notice of any kind and maybe of an unknown charger, in the order they came. A failure undoes
   * the notices of others too, so what a charger may say must never fail here.
   */
  Future<?> follow(UnitOfWork unit, Notice notice);
}
