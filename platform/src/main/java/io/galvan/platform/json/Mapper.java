package io.galvan.platform.json;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.util.ServiceLoader;

/**
 * JSON of our own records (bus, API, jsonb columns): times as ISO 8601 text, absent fields left
 * out, decimals kept exact.
 */
public final class Mapper {
  /** The shared, immutable mapper. */
  public static final ObjectMapper JSON =
      configured(JsonMapper.builder())
          .addModule(new JavaTimeModule())
          .addModule(new Jdk8Module())
          .disable(
              SerializationFeature.WRITE_DATES_AS_TIMESTAMPS,
              SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
          .disable(DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .defaultPropertyInclusion(
              JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
          .build();

  private Mapper() {}

  private static JsonMapper.Builder configured(JsonMapper.Builder builder) {
    ServiceLoader.load(JsonSubtypes.class, JsonSubtypes.class.getClassLoader())
        .forEach(found -> builder.registerSubtypes(found.roots()));
    return builder;
  }

  /** The JSON text of one of our own records. */
  public static String write(Object value) {
    try {
      return JSON.writeValueAsString(value);
    } catch (JsonProcessingException e) {
      throw new GalvanException(
          Fault.INTERNAL, "cannot write " + value.getClass().getSimpleName(), null, e);
    }
  }

  /** Reads what {@link #write} wrote; text that is not of the type is an INVALID fault. */
  public static <T> T read(String json, Class<T> type) {
    try {
      return JSON.readValue(json, type);
    } catch (JsonProcessingException e) {
      throw new GalvanException(
          Fault.INVALID, "not a " + type.getSimpleName() + ": " + e.getOriginalMessage(), null, e);
    }
  }
}
