package io.galvan.simulator.report;

import java.util.List;
import java.util.Locale;

/** Charts as SVG, to be put into a page as they are; no script, no file beside them. */
public final class Svg {
  private static final int WIDTH = 760;
  private static final int HEIGHT = 220;
  private static final int LEFT = 64;
  private static final int RIGHT = 12;
  private static final int TOP = 14;
  private static final int BOTTOM = 34;
  private static final int GRID_LINES = 4;

  /** Points of one name, one value for each place on the x axis. */
  public record Series(String name, double[] values) {}

  private Svg() {}

  /** Lines over a time that runs from left to right; the labels stand at the two ends. */
  public static String lines(String title, String unit, String from, String to, Series... series) {
    double most = most(series);
    StringBuilder out = open(title, unit, most);
    for (int i = 0; i < series.length; i++) {
      String colour = Plot.colour(i);
      double[] values = series[i].values();
      StringBuilder points = new StringBuilder();
      for (int at = 0; at < values.length; at++) {
        points
            .append(number(x(at, Math.max(1, values.length - 1))))
            .append(',')
            .append(number(y(values[at], most)))
            .append(' ');
      }
      out.append("<polyline fill=\"none\" stroke-width=\"1.6\" stroke=\"").append(colour);
      out.append("\" points=\"").append(points.toString().trim()).append("\"/>\n");
    }
    legend(out, series);
    text(out, LEFT, HEIGHT - 12, "start", from);
    text(out, WIDTH - RIGHT, HEIGHT - 12, "end", to);
    return out.append("</svg>\n").toString();
  }

  /** A bar for each label. */
  public static String bars(String title, String unit, List<String> labels, double[] values) {
    Series series = new Series(title, values);
    double most = most(series);
    StringBuilder out = open(title, unit, most);
    double step = (double) (WIDTH - LEFT - RIGHT) / Math.max(1, values.length);
    for (int i = 0; i < values.length; i++) {
      double left = LEFT + i * step;
      double top = y(values[i], most);
      out.append("<rect x=\"").append(number(left + step * 0.12));
      out.append("\" y=\"").append(number(top));
      out.append("\" width=\"").append(number(step * 0.76));
      out.append("\" height=\"").append(number(HEIGHT - BOTTOM - top));
      out.append("\" fill=\"").append(Plot.colour(0)).append("\"><title>");
      out.append(Plot.escaped(labels.get(i) + ": " + brief(values[i]))).append("</title></rect>\n");
      text(out, left + step / 2, HEIGHT - 12, "middle", labels.get(i));
    }
    return out.append("</svg>\n").toString();
  }

  private static double most(Series... series) {
    double most = 0;
    for (Series each : series) {
      for (double value : each.values()) {
        most = Math.max(most, value);
      }
    }
    return nice(most);
  }

  /** The next of 1, 2, 2.5, 5 and 10 times a power of ten. */
  private static double nice(double value) {
    if (value <= 0) {
      return 1;
    }
    double power = Math.pow(10, Math.floor(Math.log10(value)));
    for (double step : new double[] {1, 2, 2.5, 5}) {
      if (value <= step * power) {
        return step * power;
      }
    }
    return 10 * power;
  }

  private static double x(double place, int places) {
    return LEFT + place * (WIDTH - LEFT - RIGHT) / places;
  }

  private static double y(double value, double most) {
    return HEIGHT - BOTTOM - value / most * (HEIGHT - TOP - BOTTOM);
  }

  private static StringBuilder open(String title, String unit, double most) {
    StringBuilder out = new StringBuilder();
    out.append("<svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" viewBox=\"0 0 ");
    out.append(WIDTH).append(' ').append(HEIGHT).append("\" aria-label=\"");
    out.append(Plot.escaped(title)).append("\">\n");
    for (int i = 0; i <= GRID_LINES; i++) {
      double value = most * i / GRID_LINES;
      double y = y(value, most);
      out.append("<line x1=\"").append(LEFT).append("\" x2=\"").append(WIDTH - RIGHT);
      out.append("\" y1=\"").append(number(y)).append("\" y2=\"").append(number(y));
      out.append("\" stroke=\"currentColor\" stroke-opacity=\"0.15\"/>\n");
      text(out, LEFT - 6, y + 4, "end", brief(value) + (i == GRID_LINES ? " " + unit : ""));
    }
    return out;
  }

  private static void legend(StringBuilder out, Series... series) {
    if (series.length < 2) {
      return;
    }
    double x = LEFT + 12;
    for (int i = 0; i < series.length; i++) {
      out.append("<rect x=\"").append(number(x)).append("\" y=\"").append(TOP - 8);
      out.append("\" width=\"10\" height=\"10\" fill=\"").append(Plot.colour(i));
      out.append("\"/>\n");
      text(out, x + 14, TOP + 1, "start", series[i].name());
      x += 30 + 7.0 * series[i].name().length();
    }
  }

  private static void text(StringBuilder out, double x, double y, String anchor, String text) {
    out.append("<text font-size=\"11\" fill=\"currentColor\" x=\"").append(number(x));
    out.append("\" y=\"").append(number(y)).append("\" text-anchor=\"").append(anchor);
    out.append("\">").append(Plot.escaped(text)).append("</text>\n");
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  /** As few digits as say it. */
  private static String brief(double value) {
    double size = Math.abs(value);
    if (size >= 1_000_000) {
      return trimmed(value / 1_000_000) + "M";
    }
    return size >= 10_000 ? trimmed(value / 1_000) + "k" : trimmed(value);
  }

  private static String trimmed(double value) {
    String text = String.format(Locale.ROOT, "%.2f", value);
    return text.contains(".") ? text.replaceAll("\\.?0+$", "") : text;
  }
}
