package io.galvan.simulator.cli;

import io.galvan.simulator.transport.TlsFiles;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say whom a station trusts over TLS and what it shows there. */
final class TlsOptions {
  @Option(
      names = "--ca",
      paramLabel = "FILE",
      description = "PEM file of the roots to trust over TLS; the Java machine's if not given.")
  private @Nullable String ca;

  @Option(
      names = "--cert",
      paramLabel = "FILE",
      description = "PEM file of the client certificate to show over TLS; none if not given.")
  private @Nullable String cert;

  @Option(names = "--key", paramLabel = "FILE", description = "PEM file of that one's key.")
  private @Nullable String key;

  TlsFiles files() {
    return new TlsFiles(readable("--ca", ca), readable("--cert", cert), readable("--key", key));
  }

  private static @Nullable String readable(String option, @Nullable String file) {
    if (file != null && !Files.isReadable(Path.of(file))) {
      throw new IllegalArgumentException(option + ": there is no file " + file);
    }
    return file;
  }
}
