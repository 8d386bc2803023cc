package io.galvan.ocpp.shape;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** The least and the greatest value of a number, both legal. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Range {
  /** The least legal value. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The greatest legal value. */
  double max() default Double.POSITIVE_INFINITY;
}
