package io.galvan.app.log;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.joran.JoranConfigurator;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.joran.spi.JoranException;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** The log as logback.xml writes it. */
class SafeLogTest {
  private static final String FORGED =
      "x\n2026-01-01T00:00:00.000Z ERROR forged\u001b[31m\u2028y\u202ez";

  private static String logged(java.util.function.Consumer<Logger> work) throws JoranException {
    PrintStream before = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    LoggerContext context = new LoggerContext();
    context.setMDCAdapter(new LogbackMDCAdapter());
    System.setErr(new PrintStream(out, true, StandardCharsets.UTF_8));
    try {
      JoranConfigurator configurator = new JoranConfigurator();
      configurator.setContext(context);
      configurator.doConfigure(SafeLogTest.class.getResource("/logback.xml"));
      work.accept(context.getLogger("io.galvan.test"));
    } finally {
      context.stop();
      System.setErr(before);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  @Test
  void shouldWriteOneLineWhateverATopicOrIdentityHolds() throws JoranException {
    String log = logged(logger -> logger.warn("{} may not come in", FORGED));
    assertThat(log.lines()).hasSize(1);
    assertThat(log)
        .contains("x\\n2026-01-01T00:00:00.000Z ERROR forged\\u001b[31m\\u2028y\\u202ez may not");
  }

  @Test
  void shouldSetInWhatTheMessageOfAnExceptionBroughtIn() throws JoranException {
    String log =
        logged(
            logger -> logger.error("failed", new IllegalStateException(FORGED, new Error("b\nc"))));
    assertThat(log.lines().skip(1))
        .isNotEmpty()
        .allMatch(
            line ->
                line.startsWith("\t")
                    || line.startsWith("java.lang.IllegalStateException: x")
                    || line.startsWith("Caused by: java.lang.Error: b"));
    assertThat(log).contains("\t| 2026-01-01T00:00:00.000Z ERROR forged\\u001b[31m");
  }
}
