package io.galvan.simulator.cli;

import io.galvan.simulator.replay.Replay;
import io.galvan.simulator.transport.ConnectFailure;
import io.galvan.simulator.verify.CentralApi;
import java.io.IOException;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** How every command ends: what its exit code means, and what it says when it cannot run. */
final class Exit {
  /** All came out as expected. */
  static final int AS_EXPECTED = 0;

  /** Something differs from what was expected. */
  static final int DIFFERENT = 1;

  /** The command line, or a file it names, makes no sense; nothing was run. */
  static final int USAGE = 2;

  /** It could not run: the central system is absent, or refuses. */
  static final int COULD_NOT_RUN = 3;

  /** The central system is absent, or refuses. */
  static final class CouldNotRun extends RuntimeException {
    private static final long serialVersionUID = 1L;

    CouldNotRun(String message) {
      super(message, null, false, false);
    }
  }

  private Exit() {}

  /** For {@code --help}. */
  static Map<String, String> codes() {
    Map<String, String> codes = new LinkedHashMap<>();
    codes.put("0", "All came out as expected.");
    codes.put("1", "Something differs: an expectation failed, an answer or a message was lost.");
    codes.put("2", "The command line, or a file that it names, makes no sense; nothing was run.");
    codes.put("3", "It could not run: the central system is absent, or refuses.");
    return codes;
  }

  /** Says what is wrong with a command line, in a line or two. */
  static int wrongUsage(ParameterException problem, String[] arguments) {
    CommandLine command = problem.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("charger-simulator: " + problem.getMessage());
    UnmatchedArgumentException.printSuggestions(problem, err);
    err.println("See: " + command.getCommandSpec().qualifiedName() + " --help");
    err.flush();
    return USAGE;
  }

  /** Says in a line why a command failed. */
  static int failed(
      Exception failure, CommandLine command, CommandLine.@Nullable ParseResult line) {
    PrintWriter err = command.getErr();
    err.println("charger-simulator: " + sentence(failure));
    err.flush();
    return failure instanceof IllegalArgumentException || failure instanceof DateTimeException
        ? USAGE
        : COULD_NOT_RUN;
  }

  private static String sentence(Exception failure) {
    boolean told =
        failure instanceof CouldNotRun
            || failure instanceof IllegalArgumentException
            || failure instanceof DateTimeException
            || failure instanceof CentralApi.ApiException
            || failure instanceof Replay.ConnectionLost
            || failure instanceof ConnectFailure;
    String message = String.valueOf(failure.getMessage());
    if (told) {
      return message;
    }
    // A file's failure is often but its name.
    String kind = failure.getClass().getSimpleName();
    return failure instanceof IOException ? message + " (" + kind + ")" : kind + ": " + message;
  }
}
