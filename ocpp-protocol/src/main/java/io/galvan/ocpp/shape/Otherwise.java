package io.galvan.ocpp.shape;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * What a tolerant reading takes where a required value is missing or cannot be read, because losing
 * the message would be worse. For a time it is the time of receipt.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Otherwise {
  /** The number that stands for unknown. */
  long number() default 0;

  /** The string, or the text of the enum constant. */
  String text() default "";
}
