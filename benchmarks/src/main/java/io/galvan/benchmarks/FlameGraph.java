package io.galvan.benchmarks;

import io.galvan.simulator.report.Plot;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Stacks put on top of each other: the wider a frame, the more samples it was in. */
final class FlameGraph {
  private static final int WIDTH = 1_200;
  private static final int HEIGHT = 16;
  private static final int TOP = 28;
  private static final double NARROWEST = 0.5;
  private static final double NARROWEST_TEXT = 40;
  private static final double CHARACTER = 6.2;

  private static final class Frame {
    final Map<String, Frame> callees = new TreeMap<>();
    long samples;

    int depth() {
      return 1 + callees.values().stream().mapToInt(Frame::depth).max().orElse(0);
    }
  }

  private final Frame root = new Frame();

  /**
   * One more sample.
   *
   * @param stack from the outermost frame to the innermost
   */
  void add(List<String> stack) {
    Frame frame = root;
    frame.samples++;
    for (String name : stack) {
      frame = frame.callees.computeIfAbsent(name, any -> new Frame());
      frame.samples++;
    }
  }

  long samples() {
    return root.samples;
  }

  /** One line a stack, its frames with semicolons between, and the samples that ended there. */
  List<String> collapsed() {
    List<String> lines = new ArrayList<>();
    collapse(root, new ArrayList<>(), lines);
    Collections.sort(lines);
    return lines;
  }

  private static void collapse(Frame frame, List<String> path, List<String> lines) {
    long own =
        frame.samples - frame.callees.values().stream().mapToLong(callee -> callee.samples).sum();
    if (own > 0 && !path.isEmpty()) {
      lines.add(String.join(";", path) + " " + own);
    }
    frame.callees.forEach(
        (name, callee) -> {
          path.add(name);
          collapse(callee, path, lines);
          path.remove(path.size() - 1);
        });
  }

  /** The picture; the outermost frames are at the bottom. */
  String svg(String title) {
    int height = TOP + HEIGHT * root.depth();
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"monospace\" font-size=\"10\">%n"
                + "<rect width=\"100%%\" height=\"100%%\" fill=\"#fffaf0\"/>%n"
                + "<text x=\"8\" y=\"18\" font-size=\"14\">%s (%d samples)</text>%n",
            WIDTH,
            height,
            Plot.escaped(title),
            root.samples));
    draw(out, "all", root, 0, height - HEIGHT);
    return out.append("</svg>\n").toString();
  }

  private void draw(StringBuilder out, String name, Frame frame, double x, int y) {
    double width = (double) WIDTH * frame.samples / Math.max(1, root.samples);
    if (width < NARROWEST) {
      return;
    }
    String text = Plot.escaped(name);
    out.append(
        String.format(
            Locale.ROOT,
            "<g><title>%s (%d, %.1f%%)</title><rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\" stroke=\"#fffaf0\"/>",
            text,
            frame.samples,
            100.0 * frame.samples / Math.max(1, root.samples),
            x,
            y,
            width,
            HEIGHT - 1,
            colour(name)));
    if (width > NARROWEST_TEXT) {
      int fits = (int) (width / CHARACTER);
      String shown = name.length() > fits ? name.substring(0, Math.max(0, fits - 1)) + "…" : name;
      out.append(
          String.format(
              Locale.ROOT,
              "<text x=\"%.1f\" y=\"%d\">%s</text>",
              x + 2,
              y + HEIGHT - 5,
              Plot.escaped(shown)));
    }
    out.append("</g>\n");
    double at = x;
    for (Map.Entry<String, Frame> callee : frame.callees.entrySet()) {
      draw(out, callee.getKey(), callee.getValue(), at, y - HEIGHT);
      at += (double) WIDTH * callee.getValue().samples / Math.max(1, root.samples);
    }
  }

  /** Ours warm, libraries cool, the JDK grey. */
  private static String colour(String name) {
    if (name.startsWith("io.galvan")) {
      return "#ff922b";
    }
    if (name.startsWith("io.vertx")) {
      return "#b197fc";
    }
    if (name.startsWith("io.netty")) {
      return "#74c0fc";
    }
    return name.startsWith("java") || name.startsWith("jdk") ? "#ced4da" : "#8ce99a";
  }
}
