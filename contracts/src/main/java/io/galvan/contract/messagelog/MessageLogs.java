package io.galvan.contract.messagelog;

import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The log of what charging stations and the central system said to each other. */
public final class MessageLogs {
  public static final BusAddress<LogBatch, Done> WRITE =
      new BusAddress<>("charger.log.write", LogBatch.class, Done.class);
  public static final BusAddress<LogQuery, LogPage> READ =
      new BusAddress<>("charger.log.read", LogQuery.class, LogPage.class);

  private MessageLogs() {}

  public enum Caller {
    Charger,
    Central
  }

  /**
   * One exchange on the wire: a CALL and its answer, or a frame that stands alone. Secrets are
   * masked, long texts cut.
   *
   * @param at when the CALL was received or sent
   * @param request the frame as received or sent
   * @param response the answering frame; null if there was none
   * @param durationUs from request to response in microseconds
   * @param deviations JSON array of what was repaired or refused; null if nothing
   * @param ocppVersion that the connection spoke; null in entries of before it was kept
   */
  public record LogEntry(
      String chargerId,
      Instant at,
      Caller caller,
      @Nullable String messageId,
      @Nullable String action,
      String request,
      @Nullable String response,
      @Nullable String errorCode,
      @Nullable Long durationUs,
      @Nullable String deviations,
      @Nullable OcppVersion ocppVersion) {}

  public record LogBatch(List<LogEntry> entries) {}

  /**
   * @param chargerId null asks for the whole fleet, and only for a bounded time
   * @param error part of an error's code or of its words
   * @param from null: from the oldest entry; for the whole fleet an hour before its end
   */
  public record LogQuery(
      @Nullable String chargerId,
      @Nullable String action,
      @Nullable Caller caller,
      @Nullable String messageId,
      boolean errorsOnly,
      @Nullable String error,
      @Nullable Instant from,
      @Nullable Instant to,
      boolean oldestFirst,
      int limit,
      @Nullable String cursor) {
    /** All of one charger, newest first. */
    public static LogQuery of(String chargerId, int limit, @Nullable String cursor) {
      return new LogQuery(
          chargerId, null, null, null, false, null, null, null, false, limit, cursor);
    }
  }

  public record LogPage(List<LogEntry> items, @Nullable String next) {}
}
