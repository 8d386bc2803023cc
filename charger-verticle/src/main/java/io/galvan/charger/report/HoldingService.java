package io.galvan.charger.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.galvan.charger.block.Follower;
import io.galvan.charger.block.ReportFollower;
import io.galvan.charger.block.Requests;
import io.galvan.charger.report.HoldingStore.EndedTransaction;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.command.Commands.CommandState;
import io.galvan.contract.event.Happening;
import io.galvan.contract.report.Holdings.Holding;
import io.galvan.contract.report.Holdings.HoldingKind;
import io.galvan.contract.report.Holdings.HoldingList;
import io.galvan.contract.report.Holdings.HoldingQuery;
import io.galvan.contract.report.StationReports.StationReport;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.galvan.platform.json.Mapper;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What stations of 2.x hold by their own word: they accepted it, reported it, or told that it is
 * gone.
 */
final class HoldingService implements Follower, ReportFollower {
  private static final String CURVES = "curve";

  /**
   * The lists of a report of DER controls, with the type of those in them; a curve says its own.
   */
  private static final Map<String, String> DER_LISTS =
      Map.of(
          CURVES,
          "",
          "enterService",
          "EnterService",
          "fixedPFAbsorb",
          "FixedPFAbsorb",
          "fixedPFInject",
          "FixedPFInject",
          "fixedVar",
          "FixedVar",
          "freqDroop",
          "FreqDroop",
          "gradient",
          "Gradients",
          "limitMaxDischarge",
          "LimitMaxDischarge");

  /** What of a charging schedule's period a dynamic update may change. */
  private static final Set<String> DYNAMIC =
      Set.of(
          "limit",
          "limit_L2",
          "limit_L3",
          "dischargeLimit",
          "dischargeLimit_L2",
          "dischargeLimit_L3",
          "setpoint",
          "setpoint_L2",
          "setpoint_L3",
          "setpointReactive",
          "setpointReactive_L2",
          "setpointReactive_L3");

  private final Pool pool;
  private final Writer writer;
  private final HoldingStore store;

  HoldingService(Pool pool, Writer writer, HoldingStore store) {
    this.pool = pool;
    this.writer = writer;
    this.store = store;
  }

  /** Answers {@code holding.list}. */
  Future<HoldingList> list(HoldingQuery query) {
    return store.list(pool, query).map(HoldingList::new);
  }

  @Override
  public Set<String> actions() {
    return Set.of(
        "SetDisplayMessage",
        "ClearDisplayMessage",
        "GetDisplayMessages",
        "SetDERControl",
        "ClearDERControl",
        "SetChargingProfile",
        "NotifyAllowedEnergyTransfer",
        "UpdateDynamicSchedule");
  }

  @Override
  public Future<?> follow(UnitOfWork unit, Command command) {
    JsonNode request = Requests.read(command.request());
    String chargerId = command.chargerId();
    boolean unknown = "Unknown".equals(command.status());
    if (command.state() != CommandState.Accepted && !unknown) {
      return Future.succeededFuture();
    }
    return switch (command.action()) {
      case "SetDisplayMessage" ->
          unknown
              ? Future.succeededFuture()
              : put(
                  unit,
                  chargerId,
                  HoldingKind.DisplayMessage,
                  request.at("/message/id"),
                  null,
                  request.path("message"),
                  null);
      // Accepted or unknown, the station does not have it any more.
      case "ClearDisplayMessage" ->
          store.remove(
              unit.sql(), chargerId, HoldingKind.DisplayMessage, request.path("id").asText());
      case "GetDisplayMessages" ->
          unknown && request.size() == 1
              ? store.remove(unit.sql(), chargerId, HoldingKind.DisplayMessage, null)
              : Future.succeededFuture();
      case "SetDERControl" ->
          put(
              unit,
              chargerId,
              HoldingKind.DERControl,
              request.path("controlId"),
              null,
              request,
              null);
      case "ClearDERControl" -> derCleared(unit, chargerId, request);
      case "SetChargingProfile" -> profileSet(unit, chargerId, request);
      case "NotifyAllowedEnergyTransfer" ->
          put(
              unit,
              chargerId,
              HoldingKind.AllowedEnergyTransfer,
              request.path("transactionId"),
              null,
              request,
              null);
      default ->
          put(
              unit,
              chargerId,
              HoldingKind.DynamicSchedule,
              request.path("chargingProfileId"),
              null,
              request.path("scheduleUpdate"),
              null);
    };
  }

  /** Hears that transactions ended, whose messages the station shows no longer. */
  Future<Done> hear(EventBatch batch) {
    List<EndedTransaction> ended = new ArrayList<>();
    for (Event event : batch.events()) {
      String chargerId = event.chargerId();
      Transaction over = Happening.over(event.happening());
      if (chargerId != null && over != null) {
        String transactionId = over.stationTransactionId();
        // Those of 1.6 have our number for a name, and stations of 1.6 have no messages.
        if (!transactionId.equals(Long.toString(over.id()))) {
          ended.add(new EndedTransaction(chargerId, transactionId));
        }
      }
    }
    return ended.isEmpty()
        ? Future.succeededFuture(Done.DONE)
        : writer.write(unit -> store.removeOfTransactions(unit.sql(), ended).map(Done.DONE));
  }

  private Future<?> derCleared(UnitOfWork unit, String chargerId, JsonNode request) {
    String id = Requests.text(request.path("controlId"));
    String type = Requests.text(request.path("controlType"));
    if (id != null) {
      return store.remove(unit.sql(), chargerId, HoldingKind.DERControl, id);
    }
    return store.removeControls(unit.sql(), chargerId, request.path("isDefault").asBoolean(), type);
  }

  /** Until it is updated, a dynamic profile has the limits it was set with. */
  private Future<?> profileSet(UnitOfWork unit, String chargerId, JsonNode request) {
    JsonNode profile = request.path("chargingProfile");
    if (!"Dynamic".equals(profile.path("chargingProfileKind").asText())) {
      return Future.succeededFuture();
    }
    JsonNode period = profile.at("/chargingSchedule/0/chargingSchedulePeriod/0");
    ObjectNode limits = Mapper.JSON.createObjectNode();
    for (Map.Entry<String, JsonNode> field : period.properties()) {
      if (DYNAMIC.contains(field.getKey())) {
        limits.set(field.getKey(), field.getValue());
      }
    }
    return put(
        unit,
        chargerId,
        HoldingKind.DynamicSchedule,
        profile.path("id"),
        Requests.number(request.path("evseId")),
        limits,
        null);
  }

  @Override
  public Set<String> reports() {
    return Set.of(
        "NotifyDisplayMessages",
        "ReportDERControl",
        "NotifyChargingLimit",
        "ClearedChargingLimit",
        "NotifyEVChargingNeeds",
        "NotifyEVChargingSchedule",
        "NotifyPriorityCharging");
  }

  @Override
  public Future<?> follow(UnitOfWork unit, StationReport report) {
    JsonNode told = Requests.read(report.payload());
    String chargerId = report.chargerId();
    int evseId = told.path("evseId").asInt();
    return switch (report.action()) {
      case "NotifyDisplayMessages" -> messages(unit, report, told);
      case "ReportDERControl" -> controls(unit, report, told);
      case "NotifyChargingLimit" ->
          put(
              unit,
              chargerId,
              HoldingKind.ChargingLimit,
              text(evseId + ":" + told.at("/chargingLimit/chargingLimitSource").asText()),
              evseId,
              told,
              null);
      case "ClearedChargingLimit" ->
          store.remove(
              unit.sql(),
              chargerId,
              HoldingKind.ChargingLimit,
              evseId + ":" + told.path("chargingLimitSource").asText());
      case "NotifyPriorityCharging" ->
          told.path("activated").asBoolean()
              ? put(
                  unit,
                  chargerId,
                  HoldingKind.PriorityCharging,
                  told.path("transactionId"),
                  null,
                  told,
                  null)
              : store.remove(
                  unit.sql(),
                  chargerId,
                  HoldingKind.PriorityCharging,
                  told.path("transactionId").asText());
      default ->
          put(
              unit,
              chargerId,
              report.action().equals("NotifyEVChargingNeeds")
                  ? HoldingKind.ChargingNeeds
                  : HoldingKind.EVChargingSchedule,
              text(Integer.toString(evseId)),
              evseId,
              told,
              null);
    };
  }

  private Future<?> messages(UnitOfWork unit, StationReport report, JsonNode told) {
    Future<?> kept = Future.succeededFuture();
    for (JsonNode message : told.path("messageInfo")) {
      kept =
          kept.compose(
              ok ->
                  put(
                      unit,
                      report.chargerId(),
                      HoldingKind.DisplayMessage,
                      message.path("id"),
                      null,
                      message,
                      report.requestId()));
    }
    return kept.compose(
        ok -> complete(unit, report, told, HoldingKind.DisplayMessage, "GetDisplayMessages"));
  }

  private Future<?> controls(UnitOfWork unit, StationReport report, JsonNode told) {
    Future<?> kept = Future.succeededFuture();
    for (String list : DER_LISTS.keySet()) {
      for (JsonNode control : told.path(list)) {
        kept =
            kept.compose(
                ok ->
                    put(
                        unit,
                        report.chargerId(),
                        HoldingKind.DERControl,
                        control.path("id"),
                        null,
                        reported(list, control),
                        report.requestId()));
      }
    }
    return kept.compose(
        ok -> complete(unit, report, told, HoldingKind.DERControl, "GetDERControl"));
  }

  /** As reported, with what SetDERControl would have said of its type. */
  private static JsonNode reported(String list, JsonNode control) {
    ObjectNode content = Mapper.JSON.createObjectNode();
    content.put(
        "controlType",
        list.equals(CURVES) ? control.path("curveType").asText() : DER_LISTS.get(list));
    // What to do when entering service, and gradients, there are as defaults only.
    content.put("isDefault", control.path("isDefault").asBoolean(true));
    return content.set(list, control);
  }

  /** With its last part the report is whole, if all were asked for. */
  private Future<?> complete(
      UnitOfWork unit, StationReport report, JsonNode told, HoldingKind kind, String action) {
    Integer requestId = report.requestId();
    return told.path("tbc").asBoolean() || requestId == null
        ? Future.succeededFuture()
        : store.removeUnreported(unit.sql(), report.chargerId(), kind, action, requestId);
  }

  private static JsonNode text(String key) {
    return Mapper.JSON.getNodeFactory().textNode(key);
  }

  private Future<?> put(
      UnitOfWork unit,
      String chargerId,
      HoldingKind kind,
      JsonNode key,
      @Nullable Integer evseId,
      JsonNode content,
      @Nullable Integer reportedBy) {
    return key.isMissingNode()
        ? Future.succeededFuture()
        : store.put(
            unit.sql(),
            chargerId,
            new Holding(kind, key.asText(), evseId, content.toString(), unit.now()),
            reportedBy);
  }
}
