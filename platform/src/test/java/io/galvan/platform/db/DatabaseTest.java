package io.galvan.platform.db;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Pool;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DatabaseTest {
  private final Vertx vertx = Vertx.vertx();

  @AfterEach
  void stop() {
    await(vertx.close());
  }

  @Test
  void shouldKeepARoleOutOfTheSchemaOfAnother() {
    Database database = TestPlatform.create().database();
    database.migrate(Schema.auth);
    database.migrate(Schema.charger);
    Pool charger = database.pool(vertx, Schema.charger);
    assertThat(
            await(
                    charger
                        .query(
                            "select current_user::text as me, (select count(*) from outbox) as n")
                        .execute())
                .iterator()
                .next()
                .getString("me"))
        .isEqualTo(database.installation().role(Schema.charger));
    assertThatThrownBy(() -> await(charger.query("select * from auth.outbox").execute()))
        .hasMessageContaining("permission denied for schema auth");
  }

  @Test
  void shouldMigrateTheSameSchemaFromTwoNodesAtOnce() {
    Database database = TestPlatform.create().database();
    CompletableFuture<Void> other =
        CompletableFuture.runAsync(() -> database.migrate(Schema.transaction));
    database.migrate(Schema.transaction);
    other.join();
    Pool pool = database.pool(vertx, Schema.transaction);
    assertThat(await(pool.query("select 1 from outbox").execute()).size()).isZero();
  }

  @Test
  void shouldForceWhatItCommitsToTheDisk() {
    Database database = TestPlatform.create().database();
    database.migrate(Schema.auth);
    for (Pool pool :
        List.of(database.pool(vertx, Schema.auth), database.keyed(vertx, Schema.auth))) {
      for (String setting : List.of("fsync", "synchronous_commit", "full_page_writes")) {
        assertThat(await(pool.query("show " + setting).execute()).iterator().next().getString(0))
            .as(setting)
            .isEqualTo("on");
      }
    }
  }
}
