package io.galvan.dashboard;

import io.mvnpm.importmap.Aggregator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/**
 * The operator's page. Everything it loads is served from the class path: our own modules and the
 * libraries' Maven jars.
 */
public final class Dashboard {
  /** Where our own files lie on the class path; they are served at the root of the site. */
  public static final String ROOT = "META-INF/resources/dashboard";

  /** Where the libraries' files lie on the class path; they are served under {@code /_static}. */
  public static final String LIBRARIES = "META-INF/resources/_static";

  private static final String INDEX =
      read(ROOT + "/index.html").replace("{{importmap}}", new Aggregator().aggregateAsJson());

  private Dashboard() {}

  /**
   * The page's HTML; its one inline script, the import map, carries the nonce that the
   * Content-Security-Policy allows.
   */
  public static String indexHtml(String nonce) {
    return INDEX.replace("{{nonce}}", nonce);
  }

  private static String read(String resource) {
    try (InputStream stream = Dashboard.class.getClassLoader().getResourceAsStream(resource)) {
      if (stream == null) {
        throw new IllegalStateException(resource + " is missing");
      }
      return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
