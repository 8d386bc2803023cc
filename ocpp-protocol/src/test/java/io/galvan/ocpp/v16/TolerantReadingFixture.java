package io.galvan.ocpp.v16;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.DeviationKind;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Violation;
import java.util.ArrayList;
import java.util.List;

/**
 * What real chargers send, one test for each quirk: repaired when tolerant, refused when strict.
 */
abstract class TolerantReadingFixture {
  static final String NOON = "\"timestamp\":\"2024-05-01T12:00:00Z\"";

  final List<Deviation> deviations = new ArrayList<>();

  /** Reads tolerantly, after seeing that a strict reading refuses. */
  <T extends Record> T read(Class<T> type, String json) {
    assertThatExceptionOfType(Violation.class)
        .isThrownBy(() -> Shape.of(type).read(json, Reading.STRICT, new ArrayList<>()));
    T record = Shape.of(type).read(json, Reading.TOLERANT, deviations);
    return record;
  }

  void assertDeviation(String path, DeviationKind kind, String raw, String repaired) {
    assertThat(deviations).containsExactly(Deviation.of(path, kind, raw, repaired));
  }

  Violation refused(Class<? extends Record> type, String json) {
    try {
      Record record = Shape.of(type).read(json, Reading.TOLERANT, deviations);
      throw new AssertionError("taken as " + record);
    } catch (Violation violation) {
      return violation;
    }
  }
}
