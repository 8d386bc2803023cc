package io.galvan.charger.locallist;

import com.fasterxml.jackson.databind.JsonNode;
import io.galvan.charger.block.ReportFollower;
import io.galvan.charger.block.Requests;
import io.galvan.charger.command.CommandStore;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.UnitOfWork;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * When a station has told that it cleared what it knew of a customer, his idToken leaves its local
 * authorization list too (2.0.1 part 2, N10). The update is stored with the report and waits for
 * the station if need be.
 */
final class ClearedCustomers implements ReportFollower {
  private static final String ASK = "CustomerInformation";
  private static final String REQUESTED_BY = "galvan";
  private static final Duration WAIT = Duration.ofDays(7);

  /** The report may be stored before the answer to the command. */
  private static final Set<CommandState> ASKED =
      EnumSet.of(
          CommandState.Sent, CommandState.Accepted, CommandState.TimedOut, CommandState.Unknown);

  private final CommandStore commands;
  private final LocalListStore lists;

  ClearedCustomers(CommandStore commands, LocalListStore lists) {
    this.commands = commands;
    this.lists = lists;
  }

  @Override
  public Set<String> reports() {
    return Set.of("NotifyCustomerInformation");
  }

  @Override
  public Future<?> follow(UnitOfWork unit, StationReport report) {
    Integer requestId = report.requestId();
    boolean more = Requests.read(report.payload()).path("tbc").asBoolean();
    return requestId == null || more
        ? Future.succeededFuture()
        : commands
            .newest(unit.sql(), report.chargerId(), ASK, requestId)
            .compose(
                asked ->
                    asked == null || !ASKED.contains(asked.state())
                        ? Future.succeededFuture()
                        : told(unit, asked));
  }

  private Future<?> told(UnitOfWork unit, Command asked) {
    JsonNode request = Requests.read(asked.request());
    String idToken = Requests.text(request.at("/idToken/idToken"));
    if (idToken == null || !request.path("clear").asBoolean()) {
      return Future.succeededFuture();
    }
    LocalList.Change gone =
        new LocalList.Change(idToken, Requests.text(request.at("/idToken/type")), null);
    // Named after what asked for it, so that a report told twice sends nothing twice.
    String id =
        UUID.nameUUIDFromBytes((asked.id() + " local list").getBytes(StandardCharsets.UTF_8))
            .toString();
    return commands
        .hold(unit.sql(), id)
        .compose(
            known ->
                known == null
                    ? lists.find(unit.sql(), asked.chargerId())
                    : Future.succeededFuture())
        .compose(
            stored -> stored == null ? Future.succeededFuture() : remove(unit, asked, gone, id));
  }

  private Future<?> remove(UnitOfWork unit, Command asked, LocalList.Change gone, String id) {
    return lists
        .hold(unit.sql(), asked.chargerId(), unit.now())
        .compose(
            list -> {
              if (!list.mayHold(gone.idToken())) {
                return Future.succeededFuture();
              }
              int version = list.nextVersion(1);
              return lists
                  .put(unit.sql(), list.planned(version), unit.now())
                  .compose(
                      ok ->
                          commands.openWaiting(
                              unit.sql(), id, update(asked, version, gone), null, unit.now()));
            });
  }

  private static OpenCommand update(Command asked, int version, LocalList.Change gone) {
    OcppVersion ocpp = version(asked.version());
    return new OpenCommand(
        asked.chargerId(),
        "SendLocalList",
        ocpp,
        LocalListMessages.write(ocpp, version, false, List.of(gone)),
        REQUESTED_BY,
        null,
        WAIT.toSeconds());
  }

  private static OcppVersion version(@Nullable OcppVersion told) {
    return told == null ? OcppVersion.V2_0_1 : told;
  }
}
