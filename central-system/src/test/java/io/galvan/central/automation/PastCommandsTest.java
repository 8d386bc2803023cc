package io.galvan.central.automation;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PastCommandsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private static Command change(
      String key,
      String value,
      CommandState state,
      @Nullable String status,
      @Nullable String errorCode) {
    return command(
        "ChangeConfiguration",
        "{\"key\":\"" + key + "\",\"value\":\"" + value + "\"}",
        state,
        status,
        errorCode,
        "policy",
        NOW);
  }

  private static Command command(
      String action,
      String request,
      CommandState state,
      @Nullable String status,
      @Nullable String errorCode,
      String by,
      Instant at) {
    return new Command(
        "c", "CP", action, null, request, state, status, null, errorCode, null, by, null, at, at,
        at, null, null);
  }

  @Test
  void shouldKnowTheStationsLastWord() {
    PastCommands past =
        new PastCommands(
            List.of(
                change("HAS", "1", CommandState.Accepted, "Accepted", null),
                change("has", "1", CommandState.Rejected, "Rejected", null),
                change("Has", "2", CommandState.Rejected, "Rejected", null),
                change("Lacks", "1", CommandState.Rejected, "NotSupported", null),
                change("Broken", "1", CommandState.Failed, null, "InternalError"),
                change("Unsent", "1", CommandState.Failed, null, null),
                change("Silent", "1", CommandState.Unknown, null, null),
                change("Reboots", "1", CommandState.Accepted, "RebootRequired", null),
                command("ChangeConfiguration", "?", CommandState.Failed, null, null, "x", NOW)),
            NOW);
    assertThat(past.isRefused("Has", "1")).isFalse();
    assertThat(past.isRefused("has", "2")).isTrue();
    assertThat(past.isRefused("Has", "3")).isFalse();
    assertThat(past.isUnknown("LACKS")).isTrue();
    assertThat(past.isUnknown("Has")).isFalse();
    assertThat(past.isRefused("Broken", "1")).isTrue();
    assertThat(past.isRefused("Unsent", "1")).isFalse();
    assertThat(past.isRefused("Silent", "1")).isFalse();
    assertThat(past.isRefused("Reboots", "1")).isFalse();
    past.add(change("Has", "1", CommandState.Rejected, "Rejected", null));
    assertThat(past.isRefused("Has", "1")).isTrue();
  }

  @Test
  void shouldBoundWhatPoliciesSendAnHour() {
    Command silent = change("K", "1", CommandState.Unknown, null, null);
    List<Command> commands = new ArrayList<>(Collections.nCopies(19, silent));
    commands.add(
        command("Reset", "{}", CommandState.Accepted, "Accepted", null, "admin@test", NOW));
    commands.add(
        command(
            "GetConfiguration",
            "{}",
            CommandState.Unknown,
            null,
            null,
            "policy",
            NOW.minusSeconds(3_600)));
    PastCommands past = new PastCommands(commands, NOW);
    assertThat(past.enough()).isFalse();
    past.add(silent);
    assertThat(past.enough()).isTrue();
  }
}
