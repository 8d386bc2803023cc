package io.galvan.simulator.cli;

import io.galvan.simulator.quirk.Quirk;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;

/** The options that give stations habits other than the standard's. */
final class QuirkOptions {
  @Option(
      names = "--quirk",
      split = ",",
      paramLabel = "NAME",
      description = "What it does other than the standard says: names of --list-quirks, or all.")
  private List<String> quirks = List.of();

  @Option(names = "--list-quirks", description = "Shows the quirks and ends.")
  private boolean listQuirks;

  /** Whether they are only to be shown. */
  boolean list() {
    return listQuirks;
  }

  void show(PrintWriter out) {
    for (Quirk quirk : Quirk.values()) {
      out.printf("%-24s %s%n", quirk.kebab(), quirk.sentence());
    }
    out.flush();
  }

  private static List<String> names() {
    return Arrays.stream(Quirk.values()).map(Quirk::kebab).toList();
  }

  Set<Quirk> played(CommandLine line) {
    Set<Quirk> played = EnumSet.noneOf(Quirk.class);
    for (String name : quirks) {
      if (name.equals("all")) {
        return EnumSet.allOf(Quirk.class);
      }
      played.add(
          Quirk.named(name)
              .orElseThrow(
                  () ->
                      new ParameterException(
                          line,
                          "there is no quirk "
                              + name
                              + "; --list-quirks shows them"
                              + Suggestion.of(name, names()))));
    }
    return played;
  }
}
