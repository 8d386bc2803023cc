package io.galvan.ocpp.shape;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Reading;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.RecordComponent;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a record looks in JSON: reads it in one pass over the tokens, writes it, and checks it. Made
 * once for each record class and version; safe for all threads.
 *
 * <p>Where a strict reading differs from a JSON schema: integers are 32 or 64 bits wide, and 12.0
 * is none; decimals have at most 100 digits; a field may not come twice; times follow RFC 3339.
 */
public final class Shape<T extends Record> {
  private static final ClassValue<@Nullable Shape<?>[]> ALL =
      new ClassValue<>() {
        @Override
        protected @Nullable Shape<?>[] computeValue(Class<?> type) {
          return new Shape<?>[OcppVersion.values().length];
        }
      };

  private final Class<T> type;
  private final Slot[] slots;
  private final @Nullable Slot[] byName;
  private final @Nullable Object[] noValues;
  private final MethodHandle constructor;

  /** The index of the component that keeps the fields without one; -1 when the object is closed. */
  private final int rest;

  private final @Nullable MethodHandle restGetter;

  private Shape(Class<T> type, OcppVersion version) {
    this.type = type;
    RecordComponent[] components = type.getRecordComponents();
    Class<?>[] types =
        Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
    try {
      MethodHandles.Lookup lookup = MethodHandles.privateLookupIn(type, MethodHandles.lookup());
      constructor =
          lookup
              .findConstructor(type, MethodType.methodType(void.class, types))
              .asSpreader(Object[].class, types.length)
              .asType(MethodType.methodType(Object.class, Object[].class));
      List<Slot> known = new ArrayList<>();
      int open = -1;
      for (int i = 0; i < components.length; i++) {
        if (components[i].isAnnotationPresent(Rest.class)) {
          open = i;
        } else if (Slot.since(components[i]).compareTo(version) <= 0) {
          known.add(new Slot(components[i], i, lookup, version));
        } else if (types[i].isPrimitive()) {
          throw new IllegalArgumentException("@Since on a primitive: " + components[i]);
        }
      }
      slots = known.toArray(new Slot[0]);
      rest = open;
      restGetter =
          open < 0
              ? null
              : lookup
                  .unreflect(components[open].getAccessor())
                  .asType(MethodType.methodType(Map.class, Object.class));
    } catch (ReflectiveOperationException e) {
      throw new IllegalArgumentException("cannot reach " + type, e);
    }
    if (components.length > Long.SIZE) {
      throw new IllegalArgumentException("more than 64 components in " + type);
    }
    noValues = new Object[components.length];
    byName = new Slot[Integer.highestOneBit(Math.max(1, slots.length) * 4) * 2];
    for (Slot slot : slots) {
      int at = slot.field.name().hashCode() & (byName.length - 1);
      while (byName[at] != null) {
        at = (at + 1) & (byName.length - 1);
      }
      byName[at] = slot;
    }
  }

  /** The shape of a record with the fields of every version. */
  public static <T extends Record> Shape<T> of(Class<T> type) {
    return of(type, OcppVersion.V2_1);
  }

  /** The shape of a record in one version, without the fields and constants of later ones. */
  @SuppressWarnings("unchecked")
  public static <T extends Record> Shape<T> of(Class<T> type, OcppVersion version) {
    @Nullable Shape<?>[] made = ALL.get(type);
    Shape<?> shape = made[version.ordinal()];
    if (shape == null) {
      // Two threads may both make it; either is as good.
      shape = new Shape<>(type, version);
      made[version.ordinal()] = shape;
    }
    return (Shape<T>) shape;
  }

  /** The record's class. */
  public Class<T> type() {
    return type;
  }

  /** The fields in the order of the standard. */
  public List<Field> fields() {
    return Arrays.stream(slots).map(slot -> slot.field).toList();
  }

  /**
   * Reads the value the parser stands at, and leaves it at that value's end.
   *
   * @param deviations takes what a tolerant reading repaired
   * @throws Violation if the value cannot be taken, with the error code to answer
   */
  public T read(JsonParser parser, Reading reading, List<Deviation> deviations) {
    return read(parser, reading, deviations, InstantSource.system());
  }

  /**
   * The same.
   *
   * @param received tells the time of receipt, which may stand for a time that cannot be read
   */
  public T read(
      JsonParser parser, Reading reading, List<Deviation> deviations, InstantSource received) {
    RecordReader reader = new RecordReader(parser, reading, deviations, received);
    try {
      return type.cast(reader.payload(this));
    } catch (IOException broken) {
      throw new Violation(ErrorCode.FormatViolation, reader.path(), "broken JSON", broken);
    }
  }

  /**
   * Reads a text that is one JSON value.
   *
   * @throws Violation if it cannot be taken
   */
  public T read(String json, Reading reading, List<Deviation> deviations) {
    try (JsonParser parser = Json.parser(json)) {
      if (parser.nextToken() == null) {
        throw new Violation(ErrorCode.FormatViolation, "$", "no JSON value");
      }
      T record = read(parser, reading, deviations);
      if (parser.nextToken() != null) {
        throw new Violation(ErrorCode.FormatViolation, "$", "more than one JSON value");
      }
      return record;
    } catch (IOException broken) {
      throw new Violation(ErrorCode.FormatViolation, "$", "broken JSON", broken);
    }
  }

  /**
   * Writes a record; absent fields are left out, times are UTC, decimals plain.
   *
   * @throws Violation if a required field is null
   */
  public void write(JsonGenerator generator, T record) throws IOException {
    RecordWriter.write(generator, this, record);
  }

  /** The JSON text of a record. */
  public String write(T record) {
    StringWriter out = new StringWriter(256);
    try (JsonGenerator generator = Json.generator(out)) {
      write(generator, record);
    } catch (IOException onStrings) {
      throw new UncheckedIOException(onStrings);
    }
    return out.toString();
  }

  /**
   * Holds a record built in Java against its constraints.
   *
   * @throws Violation for the first that is not met
   */
  public void check(T record) {
    RecordCheck.check(this, record, "$");
  }

  Slot[] slots() {
    return slots;
  }

  @Nullable Slot slot(String name) {
    for (int at = name.hashCode() & (byName.length - 1); ; at = (at + 1) & (byName.length - 1)) {
      Slot slot = byName[at];
      if (slot == null || slot.field.name().equals(name)) {
        return slot;
      }
    }
  }

  /** Room for the values of all components, those of later versions too. */
  @Nullable Object[] arguments() {
    return noValues.clone();
  }

  int rest() {
    return rest;
  }

  /** What an open record keeps without naming it; empty for a closed one. */
  @SuppressWarnings("unchecked")
  Map<String, Json> restOf(Object record) {
    if (restGetter == null) {
      return Map.of();
    }
    try {
      return (Map<String, Json>) (Map<?, ?>) restGetter.invokeExact(record);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw new IllegalStateException(checked);
    }
  }

  Object construct(@Nullable Object[] arguments) {
    try {
      return (Object) constructor.invokeExact(arguments);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw new IllegalStateException(checked);
    }
  }
}
