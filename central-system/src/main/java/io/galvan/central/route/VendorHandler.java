package io.galvan.central.route;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/**
 * Understands what one vendor's charging stations say beyond the standard, by DataTransfer. Found
 * by {@link java.util.ServiceLoader}; docs/guides/add-a-vendor.md tells how to add one.
 */
public interface VendorHandler {
  /** The vendor, as stations write it; letter case does not count. */
  String vendorId();

  /**
   * Answers one message. It is called on an event loop, so it must not block; one that fails,
   * throws or takes too long is answered as Rejected.
   *
   * @param messageId null when the station sent none
   * @param data null when the station sent none
   */
  Future<Answer> handle(String chargerId, @Nullable String messageId, @Nullable String data);

  /** What becomes of a message. */
  enum Verdict {
    Accepted,
    Rejected,
    /** The vendor is known, this message of it is not. */
    UnknownMessageId
  }

  /**
   * @param data for the station, of its vendor's making; null for none
   */
  record Answer(Verdict verdict, @Nullable String data) {
    public static Answer accepted(@Nullable String data) {
      return new Answer(Verdict.Accepted, data);
    }

    public static Answer rejected() {
      return new Answer(Verdict.Rejected, null);
    }

    public static Answer unknownMessageId() {
      return new Answer(Verdict.UnknownMessageId, null);
    }
  }
}
