package io.galvan.simulator.cli;

import io.galvan.simulator.station.WireFrame;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;

/** Shows what goes over one station's wire. */
final class FrameLog {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss.SSS").withZone(ZoneOffset.UTC);
  private static final int SHORT = 100;

  /** How much is shown. */
  enum Detail {
    frames,
    brief,
    off
  }

  private final PrintWriter out;
  private volatile Detail detail;

  FrameLog(PrintWriter out, Detail detail) {
    this.out = out;
    this.detail = detail;
  }

  void show(Detail wanted) {
    detail = wanted;
  }

  void show(WireFrame frame) {
    Detail now = detail;
    if (now == Detail.off) {
      return;
    }
    String text = frame.text();
    boolean cut = now == Detail.brief && text.length() > SHORT;
    out.println(
        TIME.format(frame.at())
            + (frame.sent() ? " -> " : " <- ")
            + (cut ? text.substring(0, SHORT) + "…" : text));
    out.flush();
  }
}
