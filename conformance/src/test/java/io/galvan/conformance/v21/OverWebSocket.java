package io.galvan.conformance.v21;

import io.galvan.conformance.Way;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The cases of the class are about the WebSocket itself, or the TLS beneath it. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ParameterizedClass(name = "{0}")
@EnumSource(value = Way.class, mode = EnumSource.Mode.MATCH_ALL, names = "WebSocket21")
@interface OverWebSocket {}
