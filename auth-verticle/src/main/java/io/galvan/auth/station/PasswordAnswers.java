package io.galvan.auth.station;

import io.galvan.auth.block.CommandPayload;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.event.Happening.CommandCompleted;
import io.galvan.contract.station.PasswordPlaces;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v16.ChangeConfigurationRequest;
import io.galvan.ocpp.v2.Attribute;
import io.galvan.ocpp.v2.SetNetworkProfileRequest;
import io.galvan.ocpp.v2.SetVariableData;
import io.galvan.ocpp.v2.SetVariableResult;
import io.galvan.ocpp.v2.SetVariableStatus;
import io.galvan.ocpp.v2.SetVariablesRequest;
import io.galvan.ocpp.v2.SetVariablesResponse;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stations answered to commands that brought them a password. Only a clear yes or no is an
 * answer: after a CALLERROR, or without an answer, the station may have the password or not.
 */
final class PasswordAnswers {
  private static final String AUTHORIZATION_KEY = "AuthorizationKey";

  private PasswordAnswers() {}

  /**
   * @param taken the station has the password now, or will after a reboot; false: it has not
   */
  record Answer(String chargerId, String commandId, String place, boolean taken) {}

  static List<Answer> in(EventBatch batch) {
    List<Answer> answers = new ArrayList<>(0);
    for (Event event : batch.events()) {
      if (event.happening() instanceof CommandCompleted completed) {
        add(completed.command(), answers);
      }
    }
    return answers;
  }

  static List<Answer> in(Command command) {
    List<Answer> answers = new ArrayList<>(1);
    add(command, answers);
    return answers;
  }

  private static void add(Command command, List<Answer> answers) {
    boolean sentAndAnswered =
        command.state() == CommandState.Accepted || command.state() == CommandState.Rejected;
    boolean notSent = command.state() == CommandState.Failed && command.errorCode() == null;
    if (!sentAndAnswered && !notSent) {
      return;
    }
    for (String place : places(command)) {
      boolean taken =
          sentAndAnswered
              && ("SetVariables".equals(command.action())
                  ? taken(command, place)
                  : command.state() == CommandState.Accepted);
      answers.add(new Answer(command.chargerId(), command.id(), place, taken));
    }
  }

  /** The places that the command brought a password to. */
  private static Set<String> places(Command command) {
    Set<String> places = new HashSet<>(2);
    switch (command.action()) {
      case "ChangeConfiguration" ->
          CommandPayload.read(command.request(), ChangeConfigurationRequest.class, OcppVersion.V1_6)
              .filter(request -> request.key().equalsIgnoreCase(AUTHORIZATION_KEY))
              .ifPresent(request -> places.add(PasswordPlaces.STATION));
      case "SetNetworkProfile" ->
          CommandPayload.read(command.request(), SetNetworkProfileRequest.class, OcppVersion.V2_1)
              .ifPresent(
                  request ->
                      places.add(
                          PasswordPlaces.slot(Integer.toString(request.configurationSlot()))));
      case "SetVariables" ->
          CommandPayload.read(command.request(), SetVariablesRequest.class, OcppVersion.V2_1)
              .ifPresent(
                  request -> {
                    for (SetVariableData data : request.setVariableData()) {
                      String place = PasswordPlaces.of(data.component(), data.variable());
                      if (place != null && isActual(data.attributeType())) {
                        places.add(place);
                      }
                    }
                  });
      default -> {
        // Nothing else carries a password.
      }
    }
    return places;
  }

  private static boolean taken(Command command, String place) {
    return CommandPayload.read(command.response(), SetVariablesResponse.class, OcppVersion.V2_1)
        .map(
            response -> {
              boolean taken = false;
              for (SetVariableResult result : response.setVariableResult()) {
                taken |=
                    place.equals(PasswordPlaces.of(result.component(), result.variable()))
                        && isActual(result.attributeType())
                        && (result.attributeStatus() == SetVariableStatus.Accepted
                            || result.attributeStatus() == SetVariableStatus.RebootRequired);
              }
              return taken;
            })
        .orElse(false);
  }

  private static boolean isActual(@Nullable Attribute type) {
    return type == null || type == Attribute.Actual;
  }
}
