package io.galvan.central.session;

import io.galvan.contract.messagelog.MessageLogs.Caller;
import io.galvan.contract.messagelog.MessageLogs.LogEntry;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.platform.json.Mapper;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes one station's exchanges into the message log: secrets masked, long texts cut. */
final class SessionLog {
  private static final int MAX_CHARS = 100_000;

  private final Journal journal;
  private final String chargerId;
  private final OcppVersion version;

  SessionLog(Journal journal, String chargerId, OcppVersion version) {
    this.version = version;
    this.journal = journal;
    this.chargerId = chargerId;
  }

  /**
   * A CALL of the station and what came of it.
   *
   * @param response null: it was not answered
   * @param durationUs null: it was not handled
   */
  void received(
      Incoming incoming,
      @Nullable String response,
      @Nullable String errorCode,
      @Nullable Long durationUs) {
    add(
        Caller.Charger,
        incoming.receivedAt,
        incoming.call.messageId(),
        incoming.action(),
        incoming.text,
        response,
        errorCode,
        durationUs,
        repaired(incoming.deviations, incoming.text));
  }

  /** One exchange, or a text that stands alone. */
  void add(
      Caller caller,
      Instant at,
      @Nullable String messageId,
      @Nullable String action,
      String request,
      @Nullable String response,
      @Nullable String errorCode,
      @Nullable Long durationUs,
      @Nullable String deviations) {
    journal.add(
        new LogEntry(
            chargerId,
            at,
            caller,
            messageId,
            action,
            bounded(request),
            response == null ? null : bounded(response),
            errorCode,
            durationUs,
            deviations == null ? null : Secrets.maskRepairs(deviations, request + response),
            version));
  }

  /** What was repaired in a text; null if nothing. */
  static @Nullable String repaired(List<Deviation> deviations, String text) {
    return deviations.isEmpty() ? null : Mapper.write(Secrets.mask(deviations, text));
  }

  /** A frame as a whole that was refused or could not be used, as its one deviation. */
  static String whole(String kind, String reason, String text) {
    int colon = reason.startsWith("$") ? reason.indexOf(": ") : -1;
    String path = colon < 0 ? "frame" : reason.substring(0, colon);
    return Mapper.write(List.of(new Deviation(path, kind, bounded(text), reason)));
  }

  static String bounded(String text) {
    // Masked first: the cut may take what tells a secret.
    String masked = Secrets.mask(text);
    return masked.length() > MAX_CHARS ? masked.substring(0, MAX_CHARS) : masked;
  }
}
