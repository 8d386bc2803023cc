package io.galvan.platform.bus;

/** The answer of a request whose only news is that it is durable. */
public record Done() {
  public static final Done DONE = new Done();
}
