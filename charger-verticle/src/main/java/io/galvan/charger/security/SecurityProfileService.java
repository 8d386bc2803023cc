package io.galvan.charger.security;

import io.galvan.charger.block.Follower;
import io.galvan.charger.block.Identity;
import io.galvan.charger.registration.ChargerStore;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers.Charger;
import io.galvan.contract.registration.Chargers.SecurityProfile;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.ChangeConfigurationRequest;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.util.ArrayList;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The least security profile each charger must connect with (security whitepaper, 2). It rises when
 * an operator says so, when a charger has shown its password or certificate over TLS (to 2: plain
 * is refused from then on), or when a charger that accepted a higher SecurityProfile has connected
 * with it: until then the old one must still open the door, since the charger may fall back.
 */
final class SecurityProfileService implements Follower {
  private static final String KEY = "SecurityProfile";
  private static final int HIGHEST = 3;

  private final Writer writer;
  private final SecurityProfileStore store;
  private final ChargerStore chargers;

  SecurityProfileService(Writer writer, SecurityProfileStore store, ChargerStore chargers) {
    this.writer = writer;
    this.store = store;
    this.chargers = chargers;
  }

  /** Answers {@code charger.security-profile.set}. */
  Future<Charger> set(SecurityProfile request) {
    if (request.profile() < 0 || request.profile() > HIGHEST) {
      throw GalvanException.invalid("profile", "profile must be from 0 to " + HIGHEST);
    }
    return writer.write(
        unit ->
            store
                .set(unit.sql(), request.chargerId(), request.profile(), unit.now())
                .compose(
                    known -> {
                      if (!known) {
                        return Future.failedFuture(Identity.unknown(request.chargerId()));
                      }
                      unit.emit(
                          request.chargerId(), new ChargerUpdated(ChargerChange.Edited, null));
                      return chargers
                          .get(unit.sql(), request.chargerId())
                          .map(SecurityProfileService::present);
                    }));
  }

  private static Charger present(@Nullable Charger charger) {
    return Objects.requireNonNull(charger);
  }

  /** Answers {@code charger.security-profile.reached}. */
  Future<Done> reached(SecurityProfile request) {
    return writer.write(
        unit ->
            store
                .reached(unit.sql(), request.chargerId(), request.profile(), unit.now())
                .map(
                    raised -> {
                      if (raised) {
                        unit.emit(
                            request.chargerId(), new ChargerUpdated(ChargerChange.Edited, null));
                      }
                      return Done.DONE;
                    }));
  }

  @Override
  public Set<String> actions() {
    return Set.of("ChangeConfiguration");
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    if (command.state() != CommandState.Accepted) {
      return Future.succeededFuture();
    }
    ChangeConfigurationRequest request =
        Shape.of(ChangeConfigurationRequest.class)
            .read(command.request(), Reading.TOLERANT, new ArrayList<>());
    // Profile 0 is not one that a charger can be told to use.
    return request.key().equalsIgnoreCase(KEY) && request.value().strip().matches("[123]")
        ? store.announce(unit.sql(), command.chargerId(), Integer.parseInt(request.value().strip()))
        : Future.succeededFuture();
  }
}
