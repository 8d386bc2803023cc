package io.galvan.simulator.station2;

import io.galvan.ocpp.v2.DisplayMessageStatus;
import io.galvan.ocpp.v2.GetDisplayMessagesRequest;
import io.galvan.ocpp.v2.MessageActions;
import io.galvan.ocpp.v2.MessageContent;
import io.galvan.ocpp.v2.MessageInfo;
import io.galvan.ocpp.v2.MessagePriority;
import io.galvan.ocpp.v2.NotifyDisplayMessagesRequest;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The display: the messages the central system sets (OCPP 2.x, O01 to O06), and the cost. */
final class Display {
  private static final int MAX_MESSAGES = 20;
  private static final int ITEMS_A_MESSAGE = 10;

  private final Station2 station;
  private final DeviceModel model;
  private final Map<Integer, MessageInfo> messages = new LinkedHashMap<>();
  private final Map<String, String> personal =
      new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, String> eldest) {
          return size() > MAX_MESSAGES;
        }
      };

  Display(Station2 station) {
    this.station = station;
    this.model = station.model();
    model
        .find("DisplayMessageCtrlr.DisplayMessages")
        .ifPresent(each -> each.shows(() -> Integer.toString(messages.size())));
  }

  /** SetDisplayMessage; the same id again replaces the message. */
  DisplayMessageStatus set(MessageInfo message) {
    forgetOver();
    if (!model
        .list("DisplayMessageCtrlr.SupportedFormats")
        .contains(message.message().format().name())) {
      return DisplayMessageStatus.NotSupportedMessageFormat;
    }
    if (!model
        .list("DisplayMessageCtrlr.SupportedPriorities")
        .contains(message.priority().name())) {
      return DisplayMessageStatus.NotSupportedPriority;
    }
    if (message.state() != null
        && !model.list("DisplayMessageCtrlr.SupportedStates").contains(message.state().name())) {
      return DisplayMessageStatus.NotSupportedState;
    }
    if (message.transactionId() != null && station.evseOf(message.transactionId()).isEmpty()) {
      return DisplayMessageStatus.UnknownTransaction;
    }
    if (!messages.containsKey(message.id()) && messages.size() >= MAX_MESSAGES) {
      return DisplayMessageStatus.Rejected;
    }
    if (message.priority() == MessagePriority.AlwaysFront) {
      // Only one can be always in front: the newest (O01.FR.08).
      messages.values().removeIf(each -> each.priority() == MessagePriority.AlwaysFront);
    }
    messages.put(message.id(), message);
    return DisplayMessageStatus.Accepted;
  }

  /** What is over is not shown any more. */
  private void forgetOver() {
    Instant now = station.timeline().now();
    messages
        .values()
        .removeIf(
            each ->
                each.endDateTime() != null && !each.endDateTime().toInstant().isAfter(now)
                    || each.transactionId() != null
                        && station.evseOf(each.transactionId()).isEmpty());
  }

  /** GetDisplayMessages: those that match. */
  List<MessageInfo> matching(GetDisplayMessagesRequest request) {
    forgetOver();
    return messages.values().stream()
        .filter(each -> request.id() == null || request.id().contains(each.id()))
        .filter(each -> request.priority() == null || each.priority() == request.priority())
        .filter(each -> request.state() == null || each.state() == request.state())
        .toList();
  }

  /** Tells the messages, in parts. */
  void report(int requestId, List<MessageInfo> found) {
    for (int from = 0; from < found.size(); from += ITEMS_A_MESSAGE) {
      int to = Math.min(found.size(), from + ITEMS_A_MESSAGE);
      station.tell(
          MessageActions.NOTIFY_DISPLAY_MESSAGES,
          new NotifyDisplayMessagesRequest(
              found.subList(from, to), requestId, to < found.size() ? true : null, null));
    }
  }

  /** ClearDisplayMessage; false when there is none. */
  boolean clear(int id) {
    return messages.remove(id) != null;
  }

  /** What a driver is told during a transaction: a message, or the cost. */
  void personal(String transactionId, @Nullable MessageContent message) {
    if (message != null) {
      personal.put(transactionId, message.content());
    }
  }

  /** What a transaction's driver was told last. */
  Optional<String> shown(String transactionId) {
    return Optional.ofNullable(personal.get(transactionId));
  }
}
