package io.galvan.auth;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.auth.user.FirstAdmin;
import io.galvan.contract.registration.Chargers;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.testing.MovableClock;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;

/** One node with a deployed auth service on an empty database. */
public final class AuthFixture implements AutoCloseable {
  public final Vertx vertx = Vertx.vertx();
  public final List<FirstAdmin> firstAdmins = Collections.synchronizedList(new ArrayList<>());
  public final List<Event> events;
  public final MovableClock clock;
  public final Platform platform;
  public final String deployment;

  public AuthFixture(Map<String, String> changes) {
    this(TestPlatform.clock(), changes);
  }

  private AuthFixture(MovableClock clock, Map<String, String> changes) {
    this(clock, TestPlatform.create(clock, changes));
  }

  /**
   * As the charger service would say: a station has the serial number SERIAL-its identity, and told
   * UNPROVED-its identity without proof; every station that is named TAKEN has another of its name.
   */
  private static Chargers.NameStanding standing(Chargers.NameClaim claim) {
    String name = claim.commonName();
    Chargers.NameKind kind =
        name.equalsIgnoreCase(claim.chargerId()) || name.startsWith("TAKEN")
            ? Chargers.NameKind.Identity
            : name.equals("SERIAL-" + claim.chargerId())
                ? Chargers.NameKind.SerialNumber
                : name.equals("UNPROVED-" + claim.chargerId())
                    ? Chargers.NameKind.UnprovedSerialNumber
                    : Chargers.NameKind.None;
    return new Chargers.NameStanding(kind, name.startsWith("TAKEN") ? "CP-OTHER" : null);
  }

  /** Another node on the same database. */
  public AuthFixture(AuthFixture first) {
    this(first.clock, first.platform);
  }

  private AuthFixture(MovableClock clock, Platform platform) {
    this.clock = clock;
    this.platform = platform;
    TestPlatform.standInForSubscribers(vertx, Subscription.AUTH);
    Bus.of(vertx).serve(Chargers.NAME, claim -> Future.succeededFuture(standing(claim)));
    events = TestPlatform.collectEvents(vertx);
    deployment =
        await(vertx.deployVerticle(AuthVerticle.withWeakHashes(platform, firstAdmins::add)));
  }

  public <Q extends Record, R extends Record> Future<R> send(BusAddress<Q, R> address, Q request) {
    return Bus.of(vertx).request(address, request);
  }

  public <Q extends Record, R extends Record> R ask(BusAddress<Q, R> address, Q request) {
    return await(send(address, request));
  }

  public static void assertFault(Fault fault, @Nullable String field, ThrowingCallable request) {
    assertThatThrownBy(request)
        .isInstanceOfSatisfying(
            GalvanException.class,
            e -> {
              org.assertj.core.api.Assertions.assertThat(e.fault())
                  .as(e.message())
                  .isEqualTo(fault);
              org.assertj.core.api.Assertions.assertThat(e.field()).isEqualTo(field);
            });
  }

  @Override
  public void close() {
    await(vertx.undeploy(deployment));
    await(vertx.close());
  }
}
