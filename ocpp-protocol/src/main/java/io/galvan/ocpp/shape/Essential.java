package io.galvan.ocpp.shape;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * An optional component whose absence has a meaning of its own (a default unit, say), or on which a
 * decision rests: a value that cannot be read is never read as absent, and no element of a list is
 * left out. What holds it, an element of a list or the message, cannot be read either.
 */
@Retention(RetentionPolicy.RUNTIME)
@Target(ElementType.RECORD_COMPONENT)
public @interface Essential {}
