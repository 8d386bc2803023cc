package io.galvan.central.api;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.openapi.contract.OpenAPIContract;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Set;

/**
 * The contract of the API, openapi.yaml.
 *
 * @param document as written, for those who read it
 * @param routes as the router takes it
 */
record Contract(JsonObject document, OpenAPIContract routes) {
  private static final String FILE = "openapi.yaml";
  private static final String FORM = "application/x-www-form-urlencoded";

  /**
   * Media types of answers that the router's library does not know; it has no need to, since
   * answers are ours.
   */
  private static final Set<String> UNKNOWN_TO_THE_ROUTER =
      Set.of("application/problem+json", "text/event-stream", "application/x-ndjson");

  static Future<Contract> load(Vertx vertx) {
    return vertx
        .executeBlocking(Contract::read)
        .compose(
            document ->
                OpenAPIContract.from(vertx, forTheRouter(document.copy()))
                    .map(routes -> new Contract(document, routes)));
  }

  private static JsonObject read() {
    try (InputStream stream = Contract.class.getClassLoader().getResourceAsStream(FILE)) {
      if (stream == null) {
        throw new IllegalStateException(FILE + " is missing");
      }
      return new JsonObject(
          new YAMLMapper().readValue(stream, new TypeReference<Map<String, Object>>() {}));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static JsonObject forTheRouter(JsonObject document) {
    for (Map.Entry<String, Object> path : document.getJsonObject("paths")) {
      for (Map.Entry<String, Object> method : (JsonObject) path.getValue()) {
        forgetForms((JsonObject) method.getValue());
        for (Map.Entry<String, Object> response :
            ((JsonObject) method.getValue()).getJsonObject("responses")) {
          JsonObject content =
              ((JsonObject) response.getValue()).getJsonObject("content", new JsonObject());
          UNKNOWN_TO_THE_ROUTER.forEach(content::remove);
        }
      }
    }
    return document;
  }

  /** Forms, which the router's library does not know, are read by their handlers. */
  private static void forgetForms(JsonObject operation) {
    JsonObject body = operation.getJsonObject("requestBody");
    if (body != null && body.getJsonObject("content").containsKey(FORM)) {
      operation.remove("requestBody");
    }
  }

  /** The document for clients: they reach the API where they got the document. */
  JsonObject published() {
    return document
        .copy()
        .put("servers", new JsonArray().add(new JsonObject().put("url", "/api/v1")));
  }
}
