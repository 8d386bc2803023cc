package io.galvan.simulator.report;

import java.util.List;

/** One HTML page that needs nothing beside it: headings, tables and charts, one under the other. */
public final class Page {
  private static final String STYLE =
      """
      :root{color-scheme:light dark;--line:#d6dbe1;--soft:#f4f6f8;--dim:#5b6672;--good:#0b6e4f;
      --bad:#b3261e;background:#fff;color:#16202a}
      @media(prefers-color-scheme:dark){:root{--line:#38424d;--soft:#1f262e;--dim:#9aa7b4;
      --good:#5fd3a4;--bad:#ff8a80;background:#14191f;color:#e3e9ef}}
      body{font:15px/1.5 system-ui,sans-serif;max-width:62rem;margin:2rem auto;padding:0 1rem}
      h1{font-size:1.5rem}h2{font-size:1.1rem;margin:2rem 0 .3rem}
      .wide{overflow-x:auto}table{border-collapse:collapse;width:100%}
      td,th{padding:.25rem .6rem;text-align:left;border-bottom:1px solid var(--line)}
      th{color:var(--dim);font-weight:600}td.n{text-align:right;
      font-variant-numeric:tabular-nums}svg{width:100%;height:auto}
      .good{color:var(--good)}.bad{color:var(--bad)}
      pre{white-space:pre-wrap;background:var(--soft);padding:.6rem;border-radius:6px}
      """;

  private final StringBuilder body = new StringBuilder();
  private final String title;

  /** Begins a page. */
  public Page(String title) {
    this.title = title;
    body.append("<h1>").append(Plot.escaped(title)).append("</h1>\n");
  }

  /** A heading. */
  public Page heading(String text) {
    body.append("<h2>").append(Plot.escaped(text)).append("</h2>\n");
    return this;
  }

  /** A sentence that says whether all went well. */
  public Page verdict(boolean good, String text) {
    body.append("<p class=\"").append(good ? "good" : "bad").append("\"><b>");
    body.append(Plot.escaped(text)).append("</b></p>\n");
    return this;
  }

  /** A sentence. */
  public Page sentence(String text) {
    body.append("<p>").append(Plot.escaped(text)).append("</p>\n");
    return this;
  }

  /** A chart that carries its own title. */
  public Page chart(String svg) {
    body.append(svg);
    return this;
  }

  /** A table; what looks like a number stands to the right. */
  public Page table(List<String> head, List<List<String>> rows) {
    body.append("<div class=\"wide\"><table>\n");
    if (!head.isEmpty()) {
      body.append("<tr>");
      head.forEach(cell -> body.append("<th>").append(Plot.escaped(cell)).append("</th>"));
      body.append("</tr>\n");
    }
    for (List<String> row : rows) {
      body.append("<tr>");
      for (String cell : row) {
        boolean number = cell.matches("-?[\\d.,]+( .{1,6})?");
        body.append(number ? "<td class=\"n\">" : "<td>")
            .append(Plot.escaped(cell))
            .append("</td>");
      }
      body.append("</tr>\n");
    }
    body.append("</table></div>\n");
    return this;
  }

  /** A chart under its heading. */
  public Page chart(String heading, String svg) {
    heading(heading);
    body.append(svg);
    return this;
  }

  /** Lines as they are. */
  public Page lines(List<String> lines) {
    body.append("<pre>").append(Plot.escaped(String.join("\n", lines))).append("</pre>\n");
    return this;
  }

  /** The whole page. */
  public String html() {
    return "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">"
        + "<meta name=\"viewport\" content=\"width=device-width\"><title>"
        + Plot.escaped(title)
        + "</title>\n<style>\n"
        + STYLE
        + "</style></head>\n<body>\n"
        + body
        + "</body></html>\n";
  }
}
