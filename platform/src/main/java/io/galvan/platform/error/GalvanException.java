package io.galvan.platform.error;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The one error type that services answer with: a {@link Fault}, a sentence for people and, where
 * there is one, the field.
 */
public final class GalvanException extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final Fault fault;
  private final @Nullable String field;
  private @Nullable Duration retryAfter;

  public GalvanException(Fault fault, String message) {
    this(fault, message, null, null);
  }

  public GalvanException(Fault fault, String message, @Nullable String field) {
    this(fault, message, field, null);
  }

  public GalvanException(
      Fault fault, String message, @Nullable String field, @Nullable Throwable cause) {
    super(message, cause, false, cause != null);
    this.fault = fault;
    this.field = field;
  }

  public static GalvanException invalid(String field, String message) {
    return new GalvanException(Fault.INVALID, message, field);
  }

  public static GalvanException notFound(String what) {
    return new GalvanException(Fault.NOT_FOUND, what + " does not exist");
  }

  public Fault fault() {
    return fault;
  }

  /**
   * The request's field the error is about, as a JSON name or pointer; null when it is about the
   * whole.
   */
  public @Nullable String field() {
    return field;
  }

  /** Says when the same request may succeed. */
  public GalvanException retryAfter(Duration wait) {
    this.retryAfter = wait;
    return this;
  }

  /**
   * When the same request may succeed; null when that is not known, as after a way over the bus.
   */
  public @Nullable Duration retryAfter() {
    return retryAfter;
  }

  /** The message; never null, unlike {@link Throwable#getMessage()}. */
  public String message() {
    String message = getMessage();
    return message == null ? fault.name() : message;
  }
}
