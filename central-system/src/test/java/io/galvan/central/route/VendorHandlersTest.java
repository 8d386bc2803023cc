package io.galvan.central.route;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.central.route.VendorHandler.Answer;
import io.vertx.core.Future;
import io.vertx.core.Promise;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class VendorHandlersTest {
  @Test
  void shouldRejectWhatAHandlerTakesTooLongFor() {
    VendorHandler silent =
        new VendorHandler() {
          @Override
          public String vendorId() {
            return "silent";
          }

          @Override
          public Future<Answer> handle(
              String chargerId, @Nullable String messageId, @Nullable String data) {
            return Promise.<Answer>promise().future();
          }
        };
    VendorHandlers handlers = new VendorHandlers(List.of(silent), 20);
    assertThat(await(handlers.handle("CP", "SILENT", null, null))).contains(Answer.rejected());
  }

  @Test
  void shouldKnowOnlyTheVendorsItHasHandlersFor() {
    VendorHandlers handlers = new VendorHandlers(List.of(new ExampleVendor()), 1_000);
    assertThat(await(handlers.handle("CP", "other.org", "Echo", null))).isEmpty();
    assertThat(await(handlers.handle("CP", "Example.ORG", "Echo", "x")))
        .contains(Answer.accepted("CP: x"));
  }

  @Test
  void shouldRefuseTwoHandlersOfOneVendor() {
    assertThatThrownBy(
            () -> new VendorHandlers(List.of(new ExampleVendor(), new ExampleVendor()), 1_000))
        .hasMessageContaining("example.org");
  }
}
