package io.galvan.central.route;

import io.vertx.core.Future;
import org.jspecify.annotations.Nullable;

/** A vendor whose one message is echoed, and whose handler goes wrong in every way it can. */
public final class ExampleVendor implements VendorHandler {
  @Override
  public String vendorId() {
    return "example.org";
  }

  @Override
  public Future<Answer> handle(
      String chargerId, @Nullable String messageId, @Nullable String data) {
    if (messageId == null) {
      return Future.succeededFuture(Answer.unknownMessageId());
    }
    return switch (messageId) {
      case "Echo" -> Future.succeededFuture(Answer.accepted(chargerId + ": " + data));
      case "Throw" -> throw new IllegalArgumentException("broken data");
      case "Fail" -> Future.failedFuture("the vendor's server is away");
      case "Null" -> null;
      case "NoAnswer" -> Future.succeededFuture(null);
      default -> Future.succeededFuture(Answer.unknownMessageId());
    };
  }
}
