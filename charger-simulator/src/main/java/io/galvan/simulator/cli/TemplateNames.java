package io.galvan.simulator.cli;

import io.galvan.simulator.station.StationTemplate;
import java.util.Arrays;
import java.util.List;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads kinds of stations like AC22, ac-22 and AC_22. */
final class TemplateNames implements ITypeConverter<StationTemplate> {
  private static final List<String> NAMES =
      Arrays.stream(StationTemplate.values()).map(each -> each.name().replace("_", "")).toList();

  @Override
  public StationTemplate convert(String text) {
    return StationTemplate.named(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is no kind of station; there are "
                        + String.join(", ", NAMES)
                        + Suggestion.of(text, NAMES)));
  }
}
