package io.galvan.app;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.junit.jupiter.api.Test;

/** An admin gives a program a key, and takes it away, on the page. */
class DashboardApiKeysTest extends DashboardFixture {
  private int status(String key) throws IOException, InterruptedException {
    return HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(URI.create(system.api.site() + "/api/v1/chargers"))
                .header("Authorization", "Bearer " + key)
                .build(),
            HttpResponse.BodyHandlers.discarding())
        .statusCode();
  }

  @Test
  void shouldMakeAKeyShowItOnceAndRevokeIt() throws Exception {
    signIn();
    page.navigate(system.api.site() + "/api-keys");
    on("api-key-create").click();
    page.locator("#field-name").fill("Billing");
    on("form-submit").click();
    assertThat(on("api-key-shown")).isVisible();
    String key = on("api-key-shown").textContent();
    assertThat(status(key)).isEqualTo(200);
    assertThat(on("api-keys")).containsText(key.substring(0, 15));
    assertThat(on("api-keys")).not().containsText(key);
    on("api-key-copy").click();
    page.reload();
    Locator row = on("api-keys").locator("tbody tr");
    assertThat(row).containsText("Billing");
    assertThat(on("api-key-shown")).hasCount(0);
    row.getByText("Revoke").click();
    on("form-submit").click();
    assertThat(on("api-keys").locator("tbody tr")).hasCount(0);
    assertThat(status(key)).isEqualTo(401);
  }
}
