package io.galvan.central.api;

import io.galvan.central.command.CommandService;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.testing.TestPlatform;
import io.vertx.core.Future;
import java.util.Map;

/** The API before stations that answer by their names alone. */
abstract class ApiFixture extends DeployedApiFixture {
  /**
   * Stands in for the sessions: NOBODY is not connected, SLOW does not answer, all others accept.
   */
  @Override
  Future<CommandService.Outcome> execute(CommandService.CommandRequest request) {
    if (request.chargerId().equals("NOBODY")) {
      return Future.failedFuture(
          new GalvanException(Fault.NOT_CONNECTED, "the charging station is not connected"));
    }
    boolean slow = request.chargerId().equals("SLOW");
    return Future.succeededFuture(
        new CommandService.Outcome(
            new Command(
                "c-1",
                request.chargerId(),
                request.action(),
                null,
                request.request(),
                slow ? CommandState.Unknown : CommandState.Accepted,
                slow ? null : "Accepted",
                slow ? null : "{\"status\":\"Accepted\"}",
                null,
                null,
                request.requestedBy(),
                null,
                TestPlatform.clock().instant(),
                null,
                null,
                null,
                null)));
  }

  Answer get(String path) {
    return ask("GET", path, null, token);
  }

  Answer post(String path, Object body) {
    return ask("POST", path, body, token);
  }

  void charger(String id) {
    post(
            "/chargers",
            Map.of("id", id, "registration", "Accepted", "strict", false, "defaultVersion", "V1_6"))
        .json(201);
  }
}
