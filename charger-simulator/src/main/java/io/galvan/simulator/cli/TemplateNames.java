package io.galvan.simulator.cli;

import io.galvan.simulator.station.StationTemplate;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads kinds of stations like AC22, ac-22 and AC_22. */
final class TemplateNames implements ITypeConverter<StationTemplate> {
  @Override
  public StationTemplate convert(String text) {
    return StationTemplate.named(text)
        .orElseThrow(
            () ->
                new TypeConversionException(
                    "'"
                        + text
                        + "' is no kind of station; there are AC11, AC22, DC50, DC150, V2X"));
  }
}
