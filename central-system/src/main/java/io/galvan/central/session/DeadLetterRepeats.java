package io.galvan.central.session;

import io.galvan.central.route.Caller;
import io.galvan.central.route.Route;
import io.galvan.central.route.RouteTable;
import io.galvan.contract.messagelog.DeadLetters;
import io.galvan.contract.messagelog.DeadLetters.DeadLetter;
import io.galvan.contract.messagelog.DeadLetters.LetterKey;
import io.galvan.contract.messagelog.DeadLetters.Repeated;
import io.galvan.contract.registration.Chargers.BootVerdict;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Deviation;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/**
 * Has dead letters handled again: the frame goes the way it would go if it were received now, but
 * for the station, which may be away and was answered long ago.
 */
public final class DeadLetterRepeats {
  private static final long LONGEST_S = 60;

  private final Bus bus;
  private final Clock clock;
  private final Map<OcppVersion, RouteTable> routes;

  public DeadLetterRepeats(Bus bus, Clock clock, Map<OcppVersion, RouteTable> routes) {
    this.bus = bus;
    this.clock = clock;
    this.routes = Map.copyOf(routes);
  }

  /** Serves {@link DeadLetters#REPEAT} on this node. */
  public void serve() {
    bus.serve(DeadLetters.REPEAT, this::repeat);
  }

  private Future<DeadLetter> repeat(LetterKey key) {
    return bus.request(DeadLetters.CLAIM, key)
        .compose(
            letter ->
                letter.repeatedAt() != null
                    ? Future.succeededFuture(letter)
                    : handle(letter)
                        .transform(
                            (answer, failure) ->
                                failure == null
                                    ? bus.request(
                                        DeadLetters.REPEATED,
                                        new Repeated(letter.id(), answer, null))
                                    : failedAgain(letter, failure)));
  }

  private Future<DeadLetter> failedAgain(DeadLetter letter, Throwable failure) {
    String why =
        failure instanceof GalvanException fault && fault.fault() != Fault.INTERNAL
            ? fault.message()
            : String.valueOf(failure.getCause() == null ? failure : failure.getCause());
    Fault fault = failure instanceof GalvanException known ? known.fault() : Fault.INTERNAL;
    return bus.request(DeadLetters.REPEATED, new Repeated(letter.id(), null, why))
        .transform(
            (ok, alsoFailed) ->
                Future.failedFuture(
                    new GalvanException(fault, "it failed again: " + why, null, failure)));
  }

  private Future<String> handle(DeadLetter letter) {
    RouteTable table = routes.get(letter.version());
    if (table == null) {
      return Future.failedFuture(
          new GalvanException(Fault.CONFLICT, letter.version() + " is not spoken"));
    }
    try {
      Inbound read =
          table
              .codec()
              .decode(
                  Objects.requireNonNull(letter.frame()),
                  Reading.TOLERANT,
                  id -> null,
                  letter::firstAt);
      Frame frame = read instanceof Inbound.Received received ? received.frame() : null;
      Frame.Call call =
          frame instanceof Frame.Call whole
              ? whole
              : frame instanceof Frame.Send send
                  ? new Frame.Call(send.messageId(), send.action(), send.payload())
                  : null;
      Route<?, ?> route = call == null ? null : table.find(call.action());
      if (call == null || route == null) {
        return Future.failedFuture(
            new GalvanException(Fault.CONFLICT, "the frame cannot be read any more"));
      }
      return route
          .handle(new Absent(letter.chargerId(), letter.version(), clock), call.payload())
          .timeout(LONGEST_S, TimeUnit.SECONDS)
          .map(answer -> table.codec().encode(new Frame.CallResult(call.messageId(), answer)));
    } catch (RuntimeException e) {
      return Future.failedFuture(e);
    }
  }

  /** The station of a letter, to which nothing can be told. */
  private record Absent(String chargerId, OcppVersion version, Clock clock) implements Caller {
    @Override
    public boolean takeAsked(String action) {
      return false;
    }

    @Override
    public Instant now() {
      return clock.instant();
    }

    @Override
    public void deviates(Deviation deviation) {
      // Written down when the frame was received.
    }

    @Override
    public void registered(BootVerdict verdict) {
      // Its session, if there is one, goes by what it was told itself.
    }
  }
}
