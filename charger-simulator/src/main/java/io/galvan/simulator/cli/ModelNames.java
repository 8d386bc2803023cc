package io.galvan.simulator.cli;

import io.galvan.simulator.model.Models;
import io.galvan.simulator.yaml.YamlException;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads models of stations: a file, or the name of one that comes along. */
final class ModelNames implements ITypeConverter<Models.Source> {
  @Override
  public Models.Source convert(String text) {
    try {
      return Models.of(text);
    } catch (YamlException broken) {
      throw new TypeConversionException(String.valueOf(broken.getMessage()));
    }
  }
}
