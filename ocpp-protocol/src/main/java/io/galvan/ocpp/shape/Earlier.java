package io.galvan.ocpp.shape;

import io.galvan.ocpp.OcppVersion;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** How a component was narrower or wider in the versions before one. */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Earlier {
  /** The first version in which the component is as it is declared. */
  OcppVersion before() default OcppVersion.V2_1;

  /** The most characters of a string; 0 for no other bound than the declared one. */
  int maxLength() default 0;

  /** Whether a decimal was a whole number. */
  boolean integer() default false;

  /** Whether it had to be there. */
  boolean required() default false;

  /** Whether a number had no least and no greatest value. */
  boolean unbounded() default false;

  /** The only texts that a string might have; empty for any. */
  String[] texts() default {};
}
