package io.galvan.contract.messagelog;

import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * CALLs of stations that we failed on: kept whole, listed, and handled again on an operator's word.
 */
public final class DeadLetters {
  /** Keeps a frame; one that is kept already is counted. */
  public static final BusAddress<Failed, Kept> STORE =
      new BusAddress<>("dead_letter.store", Failed.class, Kept.class);

  /** Newest first, without their frames. */
  public static final BusAddress<LetterQuery, LetterPage> LIST =
      new BusAddress<>("dead_letter.list", LetterQuery.class, LetterPage.class);

  public static final BusAddress<LetterKey, DeadLetter> GET =
      new BusAddress<>("dead_letter.get", LetterKey.class, DeadLetter.class);

  public static final BusAddress<LetterKey, Done> DELETE =
      new BusAddress<>("dead_letter.delete", LetterKey.class, Done.class);

  /** Handles the frame as if it were received now; one that was repeated already is only told. */
  public static final BusAddress<LetterKey, DeadLetter> REPEAT =
      new BusAddress<>("dead_letter.repeat", LetterKey.class, DeadLetter.class);

  /** Takes a letter for a repetition; CONFLICT while another node is at it. */
  public static final BusAddress<LetterKey, DeadLetter> CLAIM =
      new BusAddress<>("dead_letter.claim", LetterKey.class, DeadLetter.class);

  /** What became of the repetition. */
  public static final BusAddress<Repeated, DeadLetter> REPEATED =
      new BusAddress<>("dead_letter.repeated", Repeated.class, DeadLetter.class);

  private DeadLetters() {}

  /**
   * @param frame the whole text, secrets masked
   * @param fault what went wrong, for people
   */
  public record Failed(
      String chargerId,
      OcppVersion version,
      String action,
      String messageId,
      String frame,
      String fault,
      Instant at) {}

  /**
   * @param id null: the station is not known, so nothing is kept
   */
  public record Kept(@Nullable Long id) {}

  public record LetterKey(long id) {}

  /**
   * @param chargerId null: of all stations
   * @param repeated true: only those that were repeated; false: only those that were not
   */
  public record LetterQuery(
      @Nullable String chargerId,
      @Nullable String action,
      @Nullable Boolean repeated,
      int limit,
      @Nullable String cursor) {}

  /**
   * @param frame the whole text, secrets masked; left out of lists
   * @param size of the frame in characters
   * @param count how often it was received
   * @param repeatedAt when it was handled after all; null while it waits
   * @param answer the payload that the station would have been answered with
   */
  public record DeadLetter(
      long id,
      String chargerId,
      OcppVersion version,
      String action,
      String messageId,
      @Nullable String frame,
      int size,
      String fault,
      int count,
      Instant firstAt,
      Instant lastAt,
      @Nullable Instant repeatedAt,
      @Nullable String answer) {}

  public record LetterPage(List<DeadLetter> items, @Nullable String next) {}

  /**
   * @param answer the whole answer as text; null when it failed again
   * @param fault why it failed; null when it did not
   */
  public record Repeated(long id, @Nullable String answer, @Nullable String fault) {}
}
