package io.galvan.simulator.cli;

import io.galvan.simulator.verify.CentralApi;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The options that say where the central system's API is, and who asks. */
final class ApiOptions {
  @Option(
      names = "--api",
      paramLabel = "URL",
      description = "The central system's API (default: ${DEFAULT-VALUE}).",
      defaultValue = "http://127.0.0.1:8080")
  private String url = "";

  @Option(names = "--user", paramLabel = "MAIL", description = "Who signs in to the API.")
  private @Nullable String user;

  @Option(
      names = "--user-password",
      paramLabel = "TEXT",
      description = "The user's password; better in the environment, as GALVAN_API_PASSWORD.",
      defaultValue = "${env:GALVAN_API_PASSWORD}")
  private @Nullable String password;

  @Option(
      names = "--token",
      paramLabel = "TEXT",
      description =
          "A token instead of user and password, for 15 minutes; or in the environment, as"
              + " GALVAN_API_TOKEN.",
      defaultValue = "${env:GALVAN_API_TOKEN}")
  private @Nullable String token;

  /** Whether somebody is named who may ask. */
  boolean given() {
    return token != null || user != null;
  }

  /** Refuses options that do not say who asks. */
  void check() {
    if (token == null && (user == null || password == null)) {
      throw new IllegalArgumentException("the API needs --user and --user-password, or --token");
    }
  }

  CentralApi api() {
    check();
    return token != null
        ? CentralApi.withToken(url, token)
        : CentralApi.signIn(url, String.valueOf(user), String.valueOf(password));
  }
}
