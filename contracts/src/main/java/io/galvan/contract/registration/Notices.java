package io.galvan.contract.registration;

import io.galvan.contract.registration.Chargers.NoticeKind;
import io.galvan.platform.bus.BusAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the notices that {@link Chargers#NOTICE} keeps. */
public final class Notices {
  public static final BusAddress<NoticeQuery, NoticePage> LIST =
      new BusAddress<>("notice.list", NoticeQuery.class, NoticePage.class);

  private Notices() {}

  /**
   * @param chargerId null: of all chargers
   * @param from inclusive
   * @param to exclusive
   */
  public record NoticeQuery(
      @Nullable String chargerId,
      @Nullable NoticeKind kind,
      @Nullable Instant from,
      @Nullable Instant to,
      int limit,
      @Nullable String cursor) {}

  public record StoredNotice(
      String chargerId,
      NoticeKind kind,
      String value,
      @Nullable Integer requestId,
      @Nullable String detail,
      Instant at) {}

  public record NoticePage(List<StoredNotice> items, @Nullable String next) {}
}
