package io.galvan.central.automation;

import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import io.galvan.ocpp.v16.ChangeConfigurationRequest;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a station's newest commands tell: which keys it does not have, which values it refused, and
 * how many commands our policies sent it lately. The stored commands are the only memory of the
 * automation, so it is the same on every node and after a restart.
 */
final class PastCommands {
  static final String POLICY = "policy";
  static final int READ = 200;

  /** A station that boots over and over gets no more than these. */
  private static final int MOST_AN_HOUR = 20;

  private record Change(String key, String value, Command command) {}

  private final List<Change> changes = new ArrayList<>();
  private int lately;

  /**
   * @param newestFirst of one station
   */
  PastCommands(List<Command> newestFirst, Instant now) {
    newestFirst.forEach(
        command -> {
          if (command.createdAt().isAfter(now.minus(Duration.ofHours(1)))) {
            count(command);
          }
          Change change = change(command);
          if (change != null) {
            changes.add(change);
          }
        });
  }

  /** The station has just answered one more. */
  void add(Command command) {
    count(command);
    Change change = change(command);
    if (change != null) {
      changes.add(0, change);
    }
  }

  private void count(Command command) {
    if (POLICY.equals(command.requestedBy())) {
      lately++;
    }
  }

  private static @Nullable Change change(Command command) {
    if (!command.action().equals("ChangeConfiguration")) {
      return null;
    }
    try {
      ChangeConfigurationRequest request =
          Shape.of(ChangeConfigurationRequest.class)
              .read(command.request(), Reading.TOLERANT, new ArrayList<>());
      return new Change(request.key(), request.value(), command);
    } catch (Violation e) {
      return null;
    }
  }

  /** Whether the policies have sent as many as they may for now. */
  boolean enough() {
    return lately >= MOST_AN_HOUR;
  }

  /** Whether the station's last word on the key was that it has no such key. */
  boolean isUnknown(String key) {
    return changes.stream()
        .filter(change -> change.key.equalsIgnoreCase(key) && change.command.status() != null)
        .findFirst()
        .filter(change -> "NotSupported".equals(change.command.status()))
        .isPresent();
  }

  /** Whether the station's last word on this value of the key was a no. */
  boolean isRefused(String key, String value) {
    return changes.stream()
        .filter(change -> change.key.equalsIgnoreCase(key) && change.value.equals(value))
        .filter(change -> change.command.status() != null || change.command.errorCode() != null)
        .findFirst()
        .filter(change -> change.command.state() != CommandState.Accepted)
        .isPresent();
  }
}
