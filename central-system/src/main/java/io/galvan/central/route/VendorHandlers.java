package io.galvan.central.route;

import io.galvan.central.route.VendorHandler.Answer;
import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The handlers of vendors' own messages, one a vendor. */
public final class VendorHandlers {
  private static final Logger LOG = LoggerFactory.getLogger(VendorHandlers.class);

  /** Long before a station gives up waiting for its answer. */
  private static final long TIMEOUT_MS = 10_000;

  private final Map<String, VendorHandler> byVendor = new HashMap<>();
  private final long timeoutMs;

  VendorHandlers(List<VendorHandler> handlers, long timeoutMs) {
    this.timeoutMs = timeoutMs;
    for (VendorHandler handler : handlers) {
      if (byVendor.put(key(handler.vendorId()), handler) != null) {
        throw new IllegalStateException("two handlers for the vendor " + handler.vendorId());
      }
    }
  }

  /** All on the class path; fails when two are for one vendor. */
  public static VendorHandlers load() {
    List<VendorHandler> found =
        ServiceLoader.load(VendorHandler.class, VendorHandler.class.getClassLoader()).stream()
            .map(ServiceLoader.Provider::get)
            .toList();
    found.forEach(handler -> LOG.info("DataTransfer of {} is understood", handler.vendorId()));
    return new VendorHandlers(found, TIMEOUT_MS);
  }

  private static String key(String vendorId) {
    return vendorId.toLowerCase(Locale.ROOT);
  }

  /**
   * The vendor's answer, which never fails; empty when nobody knows the vendor. A handler that goes
   * wrong has rejected the message.
   */
  public Future<Optional<Answer>> handle(
      String chargerId, String vendorId, @Nullable String messageId, @Nullable String data) {
    VendorHandler handler = byVendor.get(key(vendorId));
    if (handler == null) {
      return Future.succeededFuture(Optional.empty());
    }
    return ask(handler, chargerId, messageId, data)
        .otherwise(
            failure -> {
              LOG.warn("the handler of {} failed", handler.vendorId(), failure);
              return Answer.rejected();
            })
        .map(Optional::of);
  }

  private Future<Answer> ask(
      VendorHandler handler, String chargerId, @Nullable String messageId, @Nullable String data) {
    try {
      Future<Answer> answer = handler.handle(chargerId, messageId, data);
      if (answer == null) {
        return Future.failedFuture(new IllegalStateException("no answer"));
      }
      return answer
          .timeout(timeoutMs, TimeUnit.MILLISECONDS)
          .compose(
              given ->
                  given == null || given.verdict() == null
                      ? Future.failedFuture(new IllegalStateException("no answer"))
                      : Future.succeededFuture(given));
    } catch (RuntimeException | LinkageError e) {
      return Future.failedFuture(e);
    }
  }
}
