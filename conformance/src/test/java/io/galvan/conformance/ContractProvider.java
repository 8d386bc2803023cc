package io.galvan.conformance;

import com.fasterxml.jackson.databind.JsonNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The provisioning service from which the system under test gets the certificates of vehicles, as
 * docs/reference/iso15118.md has it. It has three for each vehicle.
 */
public final class ContractProvider implements AutoCloseable {
  public static final int CONTRACTS = 3;

  private final HttpServer server;
  private final Map<String, Integer> given = new ConcurrentHashMap<>();

  private ContractProvider(HttpServer server) {
    this.server = server;
  }

  static ContractProvider start() {
    try {
      HttpServer server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      ContractProvider provider = new ContractProvider(server);
      server.createContext("/", provider::respond);
      server.start();
      return provider;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort() + "/";
  }

  /** What a vehicle gets for what it asked, in base64. */
  public static String answerTo(String exiRequest, String action) {
    return Base64.getEncoder()
        .encodeToString((action + " of " + exiRequest).getBytes(StandardCharsets.UTF_8));
  }

  private void respond(HttpExchange exchange) throws IOException {
    try (exchange) {
      JsonNode asked =
          Json.parse(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      String exiRequest = asked.get("exiRequest").asText();
      int times = given.merge(exiRequest, 1, Integer::sum);
      byte[] answer =
          Json.of(
                  "{'accepted':true,'exiResponse':'%s','remainingContracts':%d}",
                  answerTo(exiRequest, asked.get("action").asText()), CONTRACTS - times)
              .toString()
              .getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(200, answer.length);
      exchange.getResponseBody().write(answer);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
