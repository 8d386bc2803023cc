package io.galvan.ocpp.shape;

import io.galvan.ocpp.rpc.ErrorCode;
import org.jspecify.annotations.Nullable;

/** A payload that cannot be taken: what is wrong, where, and the error code to answer with. */
public final class Violation extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final ErrorCode code;
  private final String path;
  private final String problem;

  /** A violation at a JSON path such as {@code $.idTag}. */
  public Violation(ErrorCode code, String path, String problem) {
    this(code, path, problem, null);
  }

  /** No stack trace: a charger decides how often this is made. */
  Violation(ErrorCode code, String path, String problem, @Nullable Throwable cause) {
    super(path + ": " + problem, cause, false, false);
    this.code = code;
    this.path = path;
    this.problem = problem;
  }

  /** Where and what. */
  String text() {
    return path + ": " + problem;
  }

  /** The error code of the standard. */
  public ErrorCode code() {
    return code;
  }

  /** Where: {@code $} is the payload itself. */
  public String path() {
    return path;
  }

  /** What is wrong, without the path. */
  public String problem() {
    return problem;
  }

  /** Whether the text is no JSON at all, or JSON beyond the bounds of {@link Json}. */
  public boolean brokenJson() {
    return getCause() != null;
  }
}
