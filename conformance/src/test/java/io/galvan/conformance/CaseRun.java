package io.galvan.conformance;

import io.galvan.conformance.ConformanceReport.Outcome;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.TestWatcher;

/**
 * Starts the system under test before the first case and ends it after the last; notes how each
 * case went.
 */
public final class CaseRun implements BeforeAllCallback, TestWatcher {
  private static final ExtensionContext.Namespace NAMESPACE =
      ExtensionContext.Namespace.create(CaseRun.class);
  private static final AtomicReference<WholeSystem> SYSTEM = new AtomicReference<>();

  /** What lasts as long as the run; closed by JUnit after the last test. */
  private static final class Run implements AutoCloseable {
    final ConformanceReport report = new ConformanceReport();

    Run() {
      WholeSystem system = WholeSystem.start();
      SYSTEM.set(system);
      Tokens.make(system.operator());
    }

    @Override
    public void close() {
      SYSTEM.get().close();
      if (Boolean.getBoolean("conformance.write")) {
        report.write();
      }
    }
  }

  public static WholeSystem system() {
    return SYSTEM.get();
  }

  @Override
  public void beforeAll(ExtensionContext context) {
    run(context);
  }

  @Override
  public void testSuccessful(ExtensionContext context) {
    note(context, Outcome.passed);
  }

  @Override
  public void testFailed(ExtensionContext context, Throwable cause) {
    note(context, Outcome.failed);
  }

  /** A case that cannot be played over a transport is no case of it. */
  @Override
  public void testAborted(ExtensionContext context, Throwable cause) {
    Suite suite = (Suite) context.getRequiredTestInstance();
    if (suite.way.transport() != Transport.Mosquitto) {
      note(context, Outcome.failed);
    }
  }

  private static void note(ExtensionContext context, Outcome outcome) {
    Suite suite = (Suite) context.getRequiredTestInstance();
    run(context).report.note(context.getRequiredTestMethod(), suite.way, outcome);
  }

  private static Run run(ExtensionContext context) {
    return context
        .getRoot()
        .getStore(NAMESPACE)
        .getOrComputeIfAbsent(Run.class, ignored -> new Run(), Run.class);
  }
}
