package sample;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.galvan.simulator.station.SimulatedStation;
import io.vertx.core.Vertx;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** A driver charges at the central system of the URL in the system property {@code central}. */
public class OneSessionTest {
  @Test
  public void aDriverCharges() throws Exception {
    String url = System.getProperty("central", "ws://127.0.0.1:9000/ocpp");
    Vertx vertx = Vertx.vertx();
    SimulatedStation station = SimulatedStation.builder(vertx).id("CP-1").webSocket(url).build();
    try {
      station.start().await();
      await(station::accepted);
      station.plugIn(1).await();
      assertEquals("Accepted", station.presentTag(1, "TAG-1").await().name());
      await(() -> station.transaction(1).isPresent());
      station.presentTag(1, "TAG-1").await();
      await(() -> station.queued() == 0);
    } finally {
      vertx.close().await();
    }
  }

  private static void await(BooleanSupplier holds) throws InterruptedException {
    for (int i = 0; i < 1_000 && !holds.getAsBoolean(); i++) {
      new CountDownLatch(1).await(10, TimeUnit.MILLISECONDS);
    }
    assertTrue(holds.getAsBoolean());
  }
}
