package io.galvan.central.api;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.central.gateway.Tls;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.config.Settings;
import io.galvan.platform.testing.TestPlatform;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.json.JsonObject;
import java.time.Clock;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The API over TLS by itself. */
class ApiTlsTest extends ApiFixture {
  @Test
  void shouldServeTheApiOverTlsAndHaveBrowsersStayThere() {
    Settings settings =
        TestPlatform.settings(
            "postgresql://u:p@127.0.0.1:1/none",
            Map.of(
                "GALVAN_TLS", "auto",
                "GALVAN_PUBLIC_HOST", "localhost",
                "GALVAN_API_PORT", "-1",
                "GALVAN_API_TLS_PORT", "0"));
    Platform secured =
        new Platform(settings, Clock.systemUTC(), platform.database(), new SimpleMeterRegistry());
    Tls tls = await(Tls.load(vertx, Bus.of(vertx), settings));
    ApiVerticle node = new ApiVerticle(secured, this::execute, tls::configureForPeople);
    await(vertx.deployVerticle(node));
    assertThat(node.port()).isEqualTo(-1);
    var client =
        vertx.createHttpClient(
            new HttpClientOptions().setSsl(true).setTrustAll(true).setVerifyHost(false));
    HttpClientResponse signedIn =
        await(
            client
                .request(HttpMethod.POST, node.securePort(), "localhost", "/api/v1/sessions")
                .compose(
                    request ->
                        request
                            .putHeader("Content-Type", "application/json")
                            .send(
                                new JsonObject()
                                    .put("email", admin.get().email())
                                    .put("password", admin.get().password())
                                    .put("cookie", true)
                                    .toBuffer())));
    assertThat(signedIn.statusCode()).isEqualTo(200);
    assertThat(signedIn.getHeader("Strict-Transport-Security")).isEqualTo("max-age=31536000");
    assertThat(signedIn.getHeader("Set-Cookie").split("; ")).contains("Secure");
    assertThat(get("/users/me").response().headers().firstValue("Strict-Transport-Security"))
        .isEmpty();
  }
}
