package io.galvan.charger.policy;

import io.galvan.charger.block.Follower;
import io.galvan.charger.block.Payload;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.policy.Configurations.ConfigurationKey;
import io.galvan.contract.policy.Configurations.ConfigurationReport;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v16.ChangeConfigurationRequest;
import io.galvan.ocpp.v16.GetConfigurationRequest;
import io.galvan.ocpp.v16.GetConfigurationResponse;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import java.util.List;
import java.util.Set;

/** The configuration of a charger of 1.6, by its answers to what it was asked or told to change. */
final class ToldConfiguration implements Follower {
  private static final String ASK = "GetConfiguration";
  private static final String CHANGE = "ChangeConfiguration";

  private final ConfigurationService configuration;

  ToldConfiguration(ConfigurationService configuration) {
    this.configuration = configuration;
  }

  @Override
  public Set<String> actions() {
    return Set.of(ASK, CHANGE);
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    boolean ours = command.version() == null || command.version() == OcppVersion.V1_6;
    if (!ours || command.state() != CommandState.Accepted) {
      return Future.succeededFuture();
    }
    return command.action().equals(ASK) ? read(unit, command) : changed(unit, command);
  }

  private Future<?> read(UnitOfWork unit, Command command) {
    GetConfigurationRequest request =
        Payload.read(command.request(), GetConfigurationRequest.class).orElse(null);
    GetConfigurationResponse response =
        Payload.read(command.response(), GetConfigurationResponse.class).orElse(null);
    if (request == null || response == null) {
      return Future.succeededFuture();
    }
    List<ConfigurationKey> keys =
        response.configurationKey() == null
            ? List.of()
            : response.configurationKey().stream()
                .map(key -> new ConfigurationKey(key.key(), key.readonly(), key.value()))
                .toList();
    List<String> unknown = response.unknownKey() == null ? List.of() : response.unknownKey();
    boolean complete = request.key() == null || request.key().isEmpty();
    return configuration.store(
        unit, new ConfigurationReport(command.chargerId(), keys, unknown, complete, List.of()));
  }

  private Future<?> changed(UnitOfWork unit, Command command) {
    return Payload.read(command.request(), ChangeConfigurationRequest.class)
        .<Future<?>>map(
            request ->
                configuration.store(
                    unit,
                    new ConfigurationReport(
                        command.chargerId(),
                        List.of(new ConfigurationKey(request.key(), false, request.value())),
                        List.of(),
                        false,
                        "RebootRequired".equals(command.status())
                            ? List.of(request.key())
                            : List.of())))
        .orElseGet(Future::succeededFuture);
  }
}
