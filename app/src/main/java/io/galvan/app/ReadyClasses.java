package io.galvan.app;

import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.management.JMException;
import javax.management.ObjectName;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The classes of the program as Java has made them ready, kept for the next start, which is seconds
 * faster with them (class data sharing). ./run says where, and starts with what is there.
 */
final class ReadyClasses {
  private static final Logger LOG = LoggerFactory.getLogger(ReadyClasses.class);

  /** The file they are to be kept in; unset when there is nothing to keep. */
  private static final String FILE = "galvan.ready-classes";

  private ReadyClasses() {}

  /** Keeps them if that was asked for; takes a second or three, in which Java stands still. */
  static void keep(PrintWriter out) {
    String wanted = System.getProperty(FILE);
    if (wanted == null || Files.exists(Path.of(wanted))) {
      return;
    }
    out.println("Keeping the classes ready for a faster start ...");
    try {
      ManagementFactory.getPlatformMBeanServer()
          .invoke(
              new ObjectName("com.sun.management:type=DiagnosticCommand"),
              "vmCds",
              new Object[] {new String[] {"dynamic_dump", wanted}},
              new String[] {String[].class.getName()});
    } catch (JMException | RuntimeException e) {
      LOG.debug("the classes are not kept; the next start takes as long as this one", e);
    }
  }
}
