package io.galvan.simulator.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;

/** A plot of lines as SVG that needs nothing else; readable on light and dark ground. */
public final class Plot {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 300;
  private static final int LEFT = 64;
  private static final int RIGHT = 16;
  private static final int TOP = 40;
  private static final int BOTTOM = 48;
  private static final int TICKS = 5;
  private static final String[] COLOURS = {"#1c7ed6", "#e8590c", "#2f9e44", "#9c36b5", "#868e96"};

  private record Line(String name, double[] xs, double[] ys) {}

  private final String title;
  private final String xName;
  private final String yName;
  private final List<Line> lines = new ArrayList<>();
  private boolean logX;
  private boolean logY;
  private DoubleFunction<String> xText = Plot::text;

  /** A plot with named axes. */
  public Plot(String title, String xName, String yName) {
    this.title = title;
    this.xName = xName;
    this.yName = yName;
  }

  /** Steps of ten on the axis to the right; all values must be above 0. */
  public Plot logX() {
    logX = true;
    return this;
  }

  /** Steps of ten on the axis upwards; all values must be above 0. */
  public Plot logY() {
    logY = true;
    return this;
  }

  /** How values to the right are written. */
  public Plot xText(DoubleFunction<String> text) {
    xText = text;
    return this;
  }

  /** One more line; points in order. */
  public Plot line(String name, double[] xs, double[] ys) {
    if (xs.length != ys.length) {
      throw new IllegalArgumentException("as many x as y");
    }
    lines.add(new Line(name, xs.clone(), ys.clone()));
    return this;
  }

  private static final class Axis {
    private final boolean log;
    private final int from;
    private final int to;
    private double low = Double.POSITIVE_INFINITY;
    private double high = Double.NEGATIVE_INFINITY;

    Axis(boolean log, int from, int to) {
      this.log = log;
      this.from = from;
      this.to = to;
    }

    void take(double value) {
      low = Math.min(low, value);
      high = Math.max(high, value);
    }

    /** Rounds the ends; a linear axis upwards begins at 0. */
    void close(boolean fromZero) {
      if (low > high) {
        low = log ? 1 : 0;
        high = 10;
      }
      if (log) {
        low = Math.pow(10, Math.floor(Math.log10(low)));
        high = Math.pow(10, Math.ceil(Math.log10(high)));
      } else if (fromZero) {
        low = Math.min(0, low);
        double step = Math.pow(10, Math.floor(Math.log10(Math.max(high, 1e-9)))) / 2;
        high = Math.ceil(high / step) * step;
      }
      if (high <= low) {
        high = log ? low * 10 : low + 1;
      }
    }

    double place(double value) {
      double share =
          log
              ? (Math.log10(value) - Math.log10(low)) / (Math.log10(high) - Math.log10(low))
              : (value - low) / (high - low);
      return from + share * (to - from);
    }

    double[] ticks() {
      if (!log) {
        double[] ticks = new double[TICKS + 1];
        for (int i = 0; i <= TICKS; i++) {
          ticks[i] = low + (high - low) * i / TICKS;
        }
        return ticks;
      }
      int decades = (int) Math.round(Math.log10(high / low));
      double[] ticks = new double[decades + 1];
      for (int i = 0; i <= decades; i++) {
        ticks[i] = low * Math.pow(10, i);
      }
      return ticks;
    }
  }

  /** The plot. */
  public String svg() {
    Axis x = new Axis(logX, LEFT, WIDTH - RIGHT);
    Axis y = new Axis(logY, HEIGHT - BOTTOM, TOP);
    for (Line line : lines) {
      for (int i = 0; i < line.xs().length; i++) {
        x.take(line.xs()[i]);
        y.take(line.ys()[i]);
      }
    }
    x.close(false);
    y.close(true);
    StringBuilder out = new StringBuilder();
    out.append(
        String.format(
            Locale.ROOT,
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                + " font-family=\"sans-serif\" font-size=\"12\" fill=\"#868e96\">%n",
            WIDTH,
            HEIGHT,
            WIDTH,
            HEIGHT));
    label(out, LEFT, 18, "start", "font-weight=\"bold\" font-size=\"14\"", title);
    for (double tick : x.ticks()) {
      label(out, x.place(tick), HEIGHT - BOTTOM + 18, "middle", "", xText.apply(tick));
    }
    for (double tick : y.ticks()) {
      rule(out, y.place(tick));
      label(out, LEFT - 8, y.place(tick) + 4, "end", "", text(tick));
    }
    label(out, (LEFT + WIDTH - RIGHT) / 2.0, HEIGHT - 8, "middle", "", xName);
    label(out, LEFT - 8, TOP - 8, "end", "", yName);
    for (int i = 0; i < lines.size(); i++) {
      draw(out, lines.get(i), i, x, y);
    }
    return out.append("</svg>\n").toString();
  }

  private static void draw(StringBuilder out, Line line, int index, Axis x, Axis y) {
    String colour = colour(index);
    out.append("<polyline fill=\"none\" stroke-width=\"2\" stroke=\"")
        .append(colour)
        .append("\" points=\"");
    for (int i = 0; i < line.xs().length; i++) {
      out.append(
          String.format(Locale.ROOT, "%.1f,%.1f ", x.place(line.xs()[i]), y.place(line.ys()[i])));
    }
    out.append("\"/>\n");
    label(
        out,
        WIDTH - RIGHT - 4,
        TOP - 22 + index * 15,
        "end",
        "style=\"fill:" + colour + "\"",
        line.name());
  }

  private static void rule(StringBuilder out, double y) {
    out.append(
        String.format(
            Locale.ROOT,
            "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#868e96\" stroke-opacity=\"0.3\"/>%n",
            LEFT,
            WIDTH - RIGHT,
            y,
            y));
  }

  private static void label(
      StringBuilder out, double x, double y, String anchor, String more, String text) {
    out.append(
        String.format(
            Locale.ROOT,
            "<text x=\"%.1f\" y=\"%.1f\" text-anchor=\"%s\" %s>%s</text>%n",
            x,
            y,
            anchor,
            more,
            escaped(text)));
  }

  /** The colour of the line of a number, readable on light and dark ground. */
  static String colour(int number) {
    return COLOURS[number % COLOURS.length];
  }

  /** A text inside of XML. */
  public static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;");
  }

  /** A number in few characters. */
  public static String text(double value) {
    if (value != 0 && Math.abs(value) < 10 && value != Math.rint(value)) {
      return String.format(Locale.ROOT, Math.abs(value) < 1 ? "%.2f" : "%.1f", value);
    }
    return String.format(Locale.ROOT, "%,d", Math.round(value));
  }
}
