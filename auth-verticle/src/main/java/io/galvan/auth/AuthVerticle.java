package io.galvan.auth;

import io.galvan.auth.credit.CreditBlock;
import io.galvan.auth.pki.PkiBlock;
import io.galvan.auth.station.StationBlock;
import io.galvan.auth.token.TokenBlock;
import io.galvan.auth.user.FirstAdmin;
import io.galvan.auth.user.UserBlock;
import io.galvan.platform.Platform;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.service.ServiceVerticle;
import io.galvan.platform.service.Wiring;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.function.Consumer;

/** The auth service. Its blocks answer the addresses, each those of its contracts. */
public final class AuthVerticle extends ServiceVerticle {
  private static final Duration SWEEP = Duration.ofMinutes(1);

  private static final int WEAK_ITERATIONS = 1_000;

  private final Consumer<FirstAdmin> firstAdmin;
  private final int iterations;

  /**
   * @param firstAdmin told once, on the event loop, when the first start made an admin
   */
  public AuthVerticle(Platform platform, Consumer<FirstAdmin> firstAdmin) {
    this(platform, firstAdmin, UserBlock.ITERATIONS);
  }

  private AuthVerticle(Platform platform, Consumer<FirstAdmin> firstAdmin, int iterations) {
    super(platform, Schema.auth);
    this.firstAdmin = firstAdmin;
    this.iterations = iterations;
  }

  /** For tests only: with hashes of people's passwords that take no time, and hide nothing. */
  public static AuthVerticle withWeakHashes(Platform platform, Consumer<FirstAdmin> firstAdmin) {
    return new AuthVerticle(platform, firstAdmin, WEAK_ITERATIONS);
  }

  @Override
  protected Future<?> open(Pool pool, Writer writer) {
    Wiring wiring = wiring(pool, writer);
    var token = new TokenBlock(wiring);
    new CreditBlock(wiring);
    new StationBlock(wiring);
    var user = new UserBlock(wiring, iterations);
    new PkiBlock(wiring, token.tokens());
    return user.open(firstAdmin).compose(opened -> start(wiring, SWEEP));
  }
}
