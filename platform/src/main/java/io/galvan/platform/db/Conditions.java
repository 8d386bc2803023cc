package io.galvan.platform.db;

import io.galvan.platform.error.GalvanException;
import io.vertx.sqlclient.Tuple;
import java.util.ArrayList;
import java.util.List;

/** The WHERE of a list: only the conditions that are asked for, each with its parameters. */
public final class Conditions {
  public static final int MAX_LIMIT = 1_000;

  private final List<String> clauses = new ArrayList<>();
  private final List<Object> parameters = new ArrayList<>();

  /** Adds a condition; each ? in it is a parameter. */
  public Conditions add(String clause, Object... values) {
    String numbered = clause;
    for (Object value : values) {
      parameters.add(value);
      numbered = numbered.replaceFirst("\\?", "\\$" + parameters.size());
    }
    clauses.add(numbered);
    return this;
  }

  /** The clause with its keyword, or nothing. */
  public String where() {
    return clauses.isEmpty() ? "" : " where " + String.join(" and ", clauses);
  }

  public Tuple parameters() {
    return Tuple.wrap(parameters);
  }

  /** One more than the page holds, so that the last page is known without counting. */
  public static String limit(int limit) {
    if (limit < 1 || limit > MAX_LIMIT) {
      throw GalvanException.invalid("limit", "limit must be from 1 to " + MAX_LIMIT);
    }
    return " limit " + (limit + 1);
  }
}
