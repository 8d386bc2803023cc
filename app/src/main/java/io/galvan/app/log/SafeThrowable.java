package io.galvan.app.log;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.IThrowableProxy;

/**
 * The stack trace of a log event; named in logback.xml. Lines that an exception's message brought
 * in are set in, so that none looks like a log line of its own.
 */
public final class SafeThrowable extends ThrowableProxyConverter {
  @Override
  protected String throwableProxyToString(IThrowableProxy throwable) {
    StringBuilder safe = new StringBuilder();
    boolean first = true;
    for (String line : super.throwableProxyToString(throwable).split("\\R", -1)) {
      boolean frame =
          first || line.isEmpty() || line.startsWith("\t") || line.startsWith("Caused by: ");
      safe.append(frame ? "" : "\t| ").append(OneLine.of(line)).append(System.lineSeparator());
      first = false;
    }
    return safe.toString().stripTrailing() + System.lineSeparator();
  }
}
