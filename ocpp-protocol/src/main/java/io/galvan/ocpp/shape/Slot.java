package io.galvan.ocpp.shape;

import com.fasterxml.jackson.core.io.SerializedString;
import io.galvan.ocpp.OcppVersion;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A record component made ready for reading and writing: its constraints and how to reach it. */
final class Slot {
  /** Beyond this many digits behind or before the point a decimal is no measurement. */
  private static final int MAX_SCALE = 100;

  final int index;
  final Field field;
  final SerializedString name;
  final Field.Kind kind;
  final @Nullable WireEnum constants;
  final @Nullable Shape<?> nested;
  final boolean truncatable;
  final boolean keptLong;
  final boolean essential;
  final boolean rounded;
  private final @Nullable Otherwise otherwise;

  /** What holds in this version instead of what is declared. */
  private final @Nullable Earlier then;

  private final boolean decimalType;
  private final MethodHandle getter;

  Slot(RecordComponent component, int index, MethodHandles.Lookup lookup, OcppVersion version)
      throws IllegalAccessException {
    this.index = index;
    boolean list = component.getType() == List.class;
    Class<?> type =
        list
            ? (Class<?>)
                ((ParameterizedType) component.getGenericType()).getActualTypeArguments()[0]
            : component.getType();
    Earlier earlier = component.getAnnotation(Earlier.class);
    then = earlier != null && version.compareTo(earlier.before()) < 0 ? earlier : null;
    decimalType = type == BigDecimal.class;
    kind = then != null && then.integer() ? Field.Kind.INTEGER : kindOf(type);
    constants = kind == Field.Kind.ENUM ? WireEnum.of(type, version) : null;
    nested = kind == Field.Kind.OBJECT ? Shape.of(type.asSubclass(Record.class), version) : null;
    truncatable = component.isAnnotationPresent(Truncatable.class);
    keptLong = component.isAnnotationPresent(KeptLong.class);
    essential = component.isAnnotationPresent(Essential.class);
    rounded = component.isAnnotationPresent(Rounded.class);
    otherwise = component.getAnnotation(Otherwise.class);
    field = describe(component, type, list);
    name = new SerializedString(field.name());
    getter =
        lookup
            .unreflect(component.getAccessor())
            .asType(MethodType.methodType(Object.class, Object.class));
  }

  private Field describe(RecordComponent component, Class<?> type, boolean list) {
    Items items = component.getAnnotation(Items.class);
    Range range = then != null && then.unbounded() ? null : component.getAnnotation(Range.class);
    MultipleOf step = component.getAnnotation(MultipleOf.class);
    return new Field(
        component.getName(),
        kind,
        list,
        !component.getAnnotatedType().isAnnotationPresent(Nullable.class)
            || (then != null && then.required()),
        type == long.class || type == Long.class,
        maxLength(component),
        items == null ? 0 : items.min(),
        items == null ? Integer.MAX_VALUE : items.max(),
        range == null || Double.isInfinite(range.min()) ? null : BigDecimal.valueOf(range.min()),
        range == null || Double.isInfinite(range.max()) ? null : BigDecimal.valueOf(range.max()),
        step == null ? null : new BigDecimal(step.value()),
        component.isAnnotationPresent(Uri.class),
        texts(),
        nested,
        since(component));
  }

  private @Nullable Integer maxLength(RecordComponent component) {
    if (then != null && then.texts().length > 0) {
      return null;
    }
    if (then != null && then.maxLength() > 0) {
      return then.maxLength();
    }
    MaxLength maxLength = component.getAnnotation(MaxLength.class);
    return maxLength == null ? null : maxLength.value();
  }

  private List<String> texts() {
    if (constants != null) {
      return constants.texts();
    }
    return then == null ? List.of() : List.of(then.texts());
  }

  /** An integer as the component's type has it. */
  Object integer(long value) {
    if (decimalType) {
      return BigDecimal.valueOf(value);
    }
    return field.wide() ? (Object) value : (Object) (int) value;
  }

  /** What stands for a required value that cannot be read; null when nothing may. */
  @Nullable Object otherwise(InstantSource received) {
    if (otherwise == null) {
      return null;
    }
    return switch (kind) {
      case INTEGER -> integer(otherwise.number());
      case STRING -> otherwise.text();
      case ENUM -> constants == null ? null : constants.find(otherwise.text());
      case TIME -> received.instant().atOffset(ZoneOffset.UTC);
      case DECIMAL, BOOLEAN, OBJECT, JSON -> null;
    };
  }

  /** A single value as it is written, without quotation marks. */
  String text(Object value) {
    return switch (kind) {
      case ENUM -> constants == null ? "" : constants.text((Enum<?>) value).getValue();
      case TIME -> Times.text((OffsetDateTime) value);
      default -> value.toString();
    };
  }

  private static Field.Kind kindOf(Class<?> type) {
    if (type == String.class) {
      return Field.Kind.STRING;
    } else if (type == int.class
        || type == Integer.class
        || type == long.class
        || type == Long.class) {
      return Field.Kind.INTEGER;
    } else if (type == BigDecimal.class) {
      return Field.Kind.DECIMAL;
    } else if (type == boolean.class || type == Boolean.class) {
      return Field.Kind.BOOLEAN;
    } else if (type == OffsetDateTime.class) {
      return Field.Kind.TIME;
    } else if (type.isEnum()) {
      return Field.Kind.ENUM;
    } else if (type == Json.class) {
      return Field.Kind.JSON;
    } else if (type.isRecord()) {
      return Field.Kind.OBJECT;
    }
    throw new IllegalArgumentException("no JSON for " + type);
  }

  /** The first version that has a component. */
  static OcppVersion since(RecordComponent component) {
    Since since = component.getAnnotation(Since.class);
    return since == null ? OcppVersion.V1_6 : since.value();
  }

  /** The component's value in a record. */
  @Nullable Object get(Object record) {
    try {
      return (Object) getter.invokeExact(record);
    } catch (RuntimeException | Error thrown) {
      throw thrown;
    } catch (Throwable checked) {
      throw new IllegalStateException(checked);
    }
  }

  /** What is wrong with a single value of this slot's type; null when nothing is. */
  @Nullable String problem(Object value) {
    return switch (kind) {
      case STRING -> textProblem((String) value);
      case INTEGER ->
          decimalType && !isWhole((BigDecimal) value)
              ? "not a whole number"
              : field.min() == null && field.max() == null
                  ? null
                  : rangeProblem(BigDecimal.valueOf(((Number) value).longValue()));
      case DECIMAL -> decimalProblem((BigDecimal) value);
      case TIME -> Times.writable((OffsetDateTime) value) ? null : "not in the years 0 to 9999";
      case ENUM ->
          constants != null && !constants.has((Enum<?>) value) ? "unknown to this version" : null;
      case BOOLEAN, OBJECT, JSON -> null;
    };
  }

  /** Whether a string is over its limit. */
  boolean tooLong(String text) {
    Integer most = field.maxLength();
    return most != null && text.length() > most && text.codePointCount(0, text.length()) > most;
  }

  private @Nullable String textProblem(String text) {
    if (tooLong(text)) {
      return "longer than " + field.maxLength() + " characters";
    }
    if (kind == Field.Kind.STRING
        && !field.enumValues().isEmpty()
        && !field.enumValues().contains(text)) {
      return "not one of the enum's values";
    }
    return field.uri() && !isUri(text) ? "not an absolute URI" : null;
  }

  private static boolean isUri(String text) {
    try {
      return new URI(text).isAbsolute() && text.chars().allMatch(c -> c < 128);
    } catch (URISyntaxException notOne) {
      return false;
    }
  }

  private @Nullable String decimalProblem(BigDecimal value) {
    if (Math.abs((long) value.scale()) > MAX_SCALE || value.precision() > MAX_SCALE) {
      return "a number out of all bounds";
    }
    BigDecimal step = field.multipleOf();
    if (step != null && value.remainder(step).signum() != 0) {
      return "not a multiple of " + step.toPlainString();
    }
    return rangeProblem(value);
  }

  private static boolean isWhole(BigDecimal value) {
    return value.stripTrailingZeros().scale() <= 0;
  }

  private @Nullable String rangeProblem(BigDecimal value) {
    BigDecimal min = field.min();
    BigDecimal max = field.max();
    if (min != null && value.compareTo(min) < 0) {
      return "less than " + min.toPlainString();
    }
    return max != null && value.compareTo(max) > 0 ? "more than " + max.toPlainString() : null;
  }

  /** What is wrong with the number of items; null when nothing is. */
  @Nullable String itemsProblem(int items) {
    if (items < field.minItems()) {
      return "fewer than " + field.minItems() + " items";
    }
    return items > field.maxItems() ? "more than " + field.maxItems() + " items" : null;
  }
}
