package io.galvan.conformance.v2;

import io.galvan.conformance.Way;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases of the class are the same over every transport, and in 2.1 as in 2.0.1. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(value = Way.class, mode = EnumSource.Mode.MATCH_ALL, names = ".*201|WebSocket21")
@interface OverEveryTransport {}
