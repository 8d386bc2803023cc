package io.galvan.ocpp.shape;

import io.galvan.ocpp.OcppVersion;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/** A component or an enum constant that older versions do not know. */
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.RECORD_COMPONENT, ElementType.FIELD})
public @interface Since {
  /** The first version that has it. */
  OcppVersion value();
}
