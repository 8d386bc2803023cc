package io.galvan.platform.json;

import java.util.List;

/**
 * Names classes whose {@code @JsonSubTypes} belong to an interface of the platform; found by {@link
 * java.util.ServiceLoader}.
 */
public interface JsonSubtypes {
  List<Class<?>> roots();
}
