package io.galvan.ocpp.shape;

import com.fasterxml.jackson.core.io.SerializedString;
import io.galvan.ocpp.OcppVersion;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** An enum's constants by their text on the wire of one version. */
final class WireEnum {
  private static final ClassValue<WireEnum[]> ALL =
      new ClassValue<>() {
        @Override
        protected WireEnum[] computeValue(Class<?> type) {
          OcppVersion[] versions = OcppVersion.values();
          WireEnum[] tables = new WireEnum[versions.length];
          for (OcppVersion version : versions) {
            tables[version.ordinal()] = new WireEnum(type, version);
          }
          return tables;
        }
      };

  private final SerializedString[] textByOrdinal;
  private final List<String> texts = new ArrayList<>();
  private final Map<String, Enum<?>> byText = new HashMap<>();
  private final Map<String, Enum<?>> byLowerCase = new HashMap<>();
  private final Map<String, Enum<?>> byAlias = new HashMap<>();
  private final @Nullable Enum<?> fallback;
  // Open addressing over the characters, so that reading a constant makes no string.
  private final @Nullable Enum<?>[] table;
  private final String[] tableTexts;

  private WireEnum(Class<?> type, OcppVersion version) {
    Enum<?>[] constants = (Enum<?>[]) type.getEnumConstants();
    textByOrdinal = new SerializedString[constants.length];
    int size = Integer.highestOneBit(constants.length * 4) * 2;
    table = new Enum<?>[size];
    tableTexts = new String[size];
    Enum<?> other = null;
    for (Enum<?> constant : constants) {
      java.lang.reflect.Field field = declaration(type, constant);
      WireText spelled = field.getAnnotation(WireText.class);
      String text = spelled == null ? constant.name() : spelled.value();
      textByOrdinal[constant.ordinal()] = new SerializedString(text);
      Since since = field.getAnnotation(Since.class);
      if (since != null && since.value().compareTo(version) > 0) {
        continue;
      }
      if (field.isAnnotationPresent(Tolerated.class)) {
        byAlias.put(text.toLowerCase(Locale.ROOT), constant);
        continue;
      }
      add(text, constant);
      Alias alias = field.getAnnotation(Alias.class);
      for (String also : alias == null ? new String[0] : alias.value()) {
        byAlias.put(also.toLowerCase(Locale.ROOT), constant);
      }
      if (field.isAnnotationPresent(Fallback.class)) {
        other = constant;
      }
    }
    fallback = other;
  }

  /** The table of an enum in a version. */
  static WireEnum of(Class<?> type, OcppVersion version) {
    return ALL.get(type)[version.ordinal()];
  }

  private static java.lang.reflect.Field declaration(Class<?> type, Enum<?> constant) {
    try {
      return type.getField(constant.name());
    } catch (NoSuchFieldException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private void add(String text, Enum<?> constant) {
    texts.add(text);
    byText.put(text, constant);
    byLowerCase.put(text.toLowerCase(Locale.ROOT), constant);
    int at = text.hashCode() & (table.length - 1);
    while (table[at] != null) {
      at = (at + 1) & (table.length - 1);
    }
    table[at] = constant;
    tableTexts[at] = text;
  }

  /** The constant of exactly these characters. */
  @Nullable Enum<?> find(char[] buffer, int offset, int length) {
    int hash = 0;
    for (int i = offset; i < offset + length; i++) {
      hash = 31 * hash + buffer[i];
    }
    for (int at = hash & (table.length - 1); ; at = (at + 1) & (table.length - 1)) {
      Enum<?> constant = table[at];
      if (constant == null || same(tableTexts[at], buffer, offset, length)) {
        return constant;
      }
    }
  }

  private static boolean same(String text, char[] buffer, int offset, int length) {
    if (text.length() != length) {
      return false;
    }
    for (int i = 0; i < length; i++) {
      if (text.charAt(i) != buffer[offset + i]) {
        return false;
      }
    }
    return true;
  }

  /** The constant of exactly this text. */
  @Nullable Enum<?> find(String text) {
    return byText.get(text);
  }

  /** The constant of a text in any letter case. */
  @Nullable Enum<?> findIgnoringCase(String text) {
    return byLowerCase.get(text.toLowerCase(Locale.ROOT));
  }

  /** The constant that has this text as an alias. */
  @Nullable Enum<?> findAlias(String text) {
    return byAlias.get(text.toLowerCase(Locale.ROOT));
  }

  /** The constant for unknown texts, if the enum has one. */
  @Nullable Enum<?> fallback() {
    return fallback;
  }

  /** The text of a constant, ready to be written. */
  SerializedString text(Enum<?> constant) {
    return textByOrdinal[constant.ordinal()];
  }

  /** Whether the version has this constant. */
  boolean has(Enum<?> constant) {
    return byText.get(text(constant).getValue()) == constant;
  }

  /** All texts, in the order of the standard. */
  List<String> texts() {
    return List.copyOf(texts);
  }
}
