package io.galvan.simulator.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringReader;
import java.io.StringWriter;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Clock;
import picocli.CommandLine;

/** The program with its output caught. */
record Program(int code, String out, String err) {
  /** Runs it; nobody types. */
  static Program run(String... arguments) {
    return script("", arguments);
  }

  /** Runs it with lines on its standard input. */
  static Program script(String lines, String... arguments) {
    CommandLine line =
        Main.commandLine(Clock.systemUTC(), new BufferedReader(new StringReader(lines)), false);
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    line.setOut(new PrintWriter(out));
    line.setErr(new PrintWriter(err));
    int code = line.execute(arguments);
    return new Program(code, out.toString(), err.toString());
  }

  /** A port where nobody listens. */
  static int closedPort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException full) {
      throw new IllegalStateException(full);
    }
  }
}
