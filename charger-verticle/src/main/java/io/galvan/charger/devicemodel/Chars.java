package io.galvan.charger.devicemodel;

import io.galvan.contract.devicemodel.DeviceModels.Characteristics;
import io.galvan.contract.devicemodel.DeviceModels.DeviceEvent;
import io.galvan.contract.devicemodel.DeviceModels.Events;
import io.galvan.contract.devicemodel.DeviceModels.Report;
import io.galvan.contract.devicemodel.DeviceModels.ReportedAttribute;
import io.galvan.contract.devicemodel.DeviceModels.ReportedVariable;
import io.galvan.contract.devicemodel.DeviceModels.VariableName;
import org.jspecify.annotations.Nullable;

/** How long the texts in a station's messages are together, in characters. */
public final class Chars {
  /** Of messages of one kind that wait or are being written. */
  public static final long MOST = 32L << 20;

  private Chars() {}

  public static long of(Report part) {
    long chars = 0;
    for (ReportedVariable variable : part.variables()) {
      Characteristics has = variable.characteristics();
      chars += of(variable.name());
      if (has != null) {
        chars += length(has.dataType()) + length(has.unit()) + length(has.valuesList());
      }
      for (ReportedAttribute attribute : variable.attributes()) {
        chars += length(attribute.value());
      }
    }
    return chars;
  }

  public static long of(Events events) {
    long chars = 0;
    for (DeviceEvent event : events.items()) {
      chars +=
          of(event.name())
              + length(event.trigger())
              + length(event.actualValue())
              + length(event.techCode())
              + length(event.techInfo())
              + length(event.stationTransactionId());
    }
    return chars;
  }

  private static long of(VariableName name) {
    return length(name.component())
        + length(name.componentInstance())
        + length(name.variable())
        + length(name.variableInstance());
  }

  private static long length(@Nullable String text) {
    return text == null ? 0 : text.length();
  }
}
