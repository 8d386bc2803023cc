package io.galvan.charger.smartcharging;

import io.galvan.charger.block.Identity;
import io.galvan.charger.smartcharging.ChargingProfileStore.EndedTransaction;
import io.galvan.contract.event.Happening;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.smartcharging.ChargingProfiles.Assign;
import io.galvan.contract.smartcharging.ChargingProfiles.Assigned;
import io.galvan.contract.smartcharging.ChargingProfiles.EditTemplate;
import io.galvan.contract.smartcharging.ChargingProfiles.ProfileNumber;
import io.galvan.contract.smartcharging.ChargingProfiles.ProfileSlot;
import io.galvan.contract.smartcharging.ChargingProfiles.SetProfiles;
import io.galvan.contract.smartcharging.ChargingProfiles.Template;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateData;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateKey;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplatePage;
import io.galvan.contract.smartcharging.ChargingProfiles.TemplateQuery;
import io.galvan.contract.transaction.Transactions.Transaction;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v16.SetChargingProfileRequest;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.Event;
import io.galvan.platform.event.EventBatch;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import io.vertx.sqlclient.SqlClient;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Templates of charging profiles, and the profiles that chargers hold. */
final class ChargingProfileService {
  private static final String ORDER = "charging-profile-template";

  private final Platform platform;
  private final Pool pool;
  private final Writer writer;
  private final ChargingProfileStore store;

  ChargingProfileService(Platform platform, Pool pool, Writer writer, ChargingProfileStore store) {
    this.platform = platform;
    this.pool = pool;
    this.writer = writer;
    this.store = store;
  }

  /** Answers {@code charging-profile.templates.list}, in order of their names. */
  Future<TemplatePage> listTemplates(TemplateQuery query) {
    return store
        .templates(pool, query, Cursor.decode(query.cursor(), ORDER))
        .map(
            templates -> {
              if (templates.size() <= query.limit()) {
                return new TemplatePage(templates, null);
              }
              List<Template> page = templates.subList(0, query.limit());
              Template last = page.get(page.size() - 1);
              return new TemplatePage(page, new Cursor(ORDER, last.name(), last.id()).encode());
            });
  }

  /** Answers {@code charging-profile.templates.get}. */
  Future<Template> getTemplate(TemplateKey key) {
    return template(pool, key.id());
  }

  private Future<Template> template(SqlClient sql, String id) {
    return store
        .template(sql, Sql.required(id, 1_000))
        .compose(
            template ->
                template == null
                    ? Future.failedFuture(unknownTemplate(id))
                    : Future.succeededFuture(template));
  }

  private static GalvanException unknownTemplate(String id) {
    return new GalvanException(
        Fault.NOT_FOUND, "charging profile template " + id + " does not exist", "templateId");
  }

  /** Answers {@code charging-profile.templates.create}. */
  Future<Template> createTemplate(TemplateData data) {
    ChargingProfileTemplates.check(data);
    String id = UUID.randomUUID().toString();
    return writer
        .write(
            unit ->
                store
                    .create(unit.sql(), id, data, unit.now())
                    .compose(ok -> template(unit.sql(), id)))
        .recover(failure -> nameTaken(failure, data.name()));
  }

  /** Answers {@code charging-profile.templates.replace}. */
  Future<Template> replaceTemplate(EditTemplate edit) {
    ChargingProfileTemplates.check(edit.data());
    return writer
        .write(
            unit ->
                store
                    .replace(unit.sql(), edit.id(), edit.data(), unit.now())
                    .compose(ok -> template(unit.sql(), edit.id())))
        .recover(failure -> nameTaken(failure, edit.data().name()));
  }

  private static Future<Template> nameTaken(Throwable failure, String name) {
    boolean taken = failure instanceof GalvanException fault && fault.fault() == Fault.CONFLICT;
    return Future.failedFuture(
        taken
            ? new GalvanException(
                Fault.CONFLICT, "a template of the name " + name + " exists already", "name")
            : failure);
  }

  /** Answers {@code charging-profile.templates.delete}; profiles made from it stay. */
  Future<Done> deleteTemplate(TemplateKey key) {
    return writer.write(
        unit ->
            store
                .delete(unit.sql(), key.id())
                .compose(
                    deleted ->
                        deleted
                            ? Future.succeededFuture(Done.DONE)
                            : Future.failedFuture(unknownTemplate(key.id()))));
  }

  /** Answers {@code charging-profile.assign}. */
  Future<Assigned> assign(Assign assign) {
    return template(pool, assign.templateId())
        .compose(
            template -> {
              ChargingProfileTemplates.check(template, assign);
              return assign.version() == OcppVersion.V1_6
                  ? assign16(template, assign)
                  : assign2(template, assign);
            });
  }

  private Future<Assigned> assign16(Template template, Assign assign) {
    return store
        .nextId(pool, assign.chargerId())
        .map(
            id -> {
              if (id == null) {
                throw Identity.unknown(assign.chargerId());
              }
              SetChargingProfileRequest request =
                  ChargingProfileTemplates.apply(template, assign, id, platform.clock().instant());
              return new Assigned(id, Shape.of(SetChargingProfileRequest.class).write(request));
            });
  }

  /** In the place of the profile that is there: 2.x has no second one (2.0.1, K01.FR.39). */
  private Future<Assigned> assign2(Template template, Assign assign) {
    return number(
            new ProfileSlot(
                assign.chargerId(),
                assign.connectorId(),
                Wire.text(ChargingProfileTemplates2.purpose(template.purpose())),
                template.stackLevel(),
                assign.stationTransactionId()))
        .map(
            number ->
                new Assigned(
                    number.id(),
                    ChargingProfileTemplates2.apply(
                        template, assign, number.id(), platform.clock().instant())));
  }

  /** Answers {@code charging-profile.list}. */
  Future<SetProfiles> list(ChargerKey key) {
    return store
        .profiles(pool, key.chargerId())
        .compose(
            profiles ->
                profiles == null
                    ? Future.failedFuture(Identity.unknown(key.chargerId()))
                    : Future.succeededFuture(new SetProfiles(profiles)));
  }

  /** Answers {@code charging-profile.number}. */
  Future<ProfileNumber> number(ProfileSlot slot) {
    return store
        .numberAt(pool, slot)
        .compose(
            held ->
                held != null
                    ? Future.succeededFuture(new ProfileNumber(held, true))
                    : store
                        .nextId(pool, slot.chargerId())
                        .map(
                            next -> {
                              if (next == null) {
                                throw Identity.unknown(slot.chargerId());
                              }
                              return new ProfileNumber(next, false);
                            }));
  }

  /** A TxProfile goes with its transaction. */
  Future<Done> hear(EventBatch batch) {
    List<EndedTransaction> ended = new ArrayList<>();
    for (Event event : batch.events()) {
      String chargerId = event.chargerId();
      Transaction transaction = Happening.over(event.happening());
      if (chargerId != null && transaction != null) {
        ended.add(
            new EndedTransaction(
                chargerId, transaction.stationTransactionId(), transaction.evseId(), event.at()));
      }
    }
    return ended.isEmpty()
        ? Future.succeededFuture(Done.DONE)
        : writer.write(unit -> store.clearOfTransactions(unit.sql(), ended).map(Done.DONE));
  }
}
