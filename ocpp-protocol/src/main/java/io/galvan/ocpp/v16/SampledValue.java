package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.Essential;
import org.jspecify.annotations.Nullable;

/**
 * One sampled value with what was measured, where and in which unit; absent parts have the defaults
 * of OCPP 1.6, section 7.
 */
public record SampledValue(
    String value,
    @Nullable ReadingContext context,
    @Essential @Nullable ValueFormat format,
    @Essential @Nullable Measurand measurand,
    @Essential @Nullable Phase phase,
    @Nullable Location location,
    @Essential @Nullable UnitOfMeasure unit) {
  /** A raw value of the outlet, over all phases. */
  public static SampledValue of(
      String value, ReadingContext context, Measurand measurand, UnitOfMeasure unit) {
    return new SampledValue(value, context, null, measurand, null, null, unit);
  }
}
