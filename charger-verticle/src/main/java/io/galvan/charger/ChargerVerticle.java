package io.galvan.charger;

import io.galvan.charger.attempt.AttemptService;
import io.galvan.charger.device.DeviceService;
import io.galvan.contract.broker.Brokers;
import io.galvan.contract.broker.Mirrors;
import io.galvan.contract.broker.MqttEvents;
import io.galvan.contract.campaign.Campaigns;
import io.galvan.contract.command.Commands;
import io.galvan.contract.connection.ConnectionAttempts;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.diagnostics.Uploads;
import io.galvan.contract.file.Files;
import io.galvan.contract.firmware.Firmwares;
import io.galvan.contract.locallist.LocalLists;
import io.galvan.contract.messagelog.DeadLetters;
import io.galvan.contract.messagelog.Deviations;
import io.galvan.contract.messagelog.MessageLogs;
import io.galvan.contract.pki.StationCertificates;
import io.galvan.contract.policy.Configurations;
import io.galvan.contract.policy.Policies;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Notices;
import io.galvan.contract.report.Holdings;
import io.galvan.contract.report.StationReports;
import io.galvan.contract.reservation.Reservations;
import io.galvan.contract.smartcharging.ChargingProfiles;
import io.galvan.platform.Platform;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.outbox.Subscription;
import io.galvan.platform.service.ServiceVerticle;
import io.galvan.platform.service.Sweep;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The charger service: answers the addresses of {@link Chargers}, of {@link Policies} and those of
 * {@link Commands} that are not the nodes' own.
 */
public final class ChargerVerticle extends ServiceVerticle {
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(60);
  private static final Duration TICK_INTERVAL = Duration.ofSeconds(1);

  private final Duration sweepInterval;
  private @Nullable AttemptService connectionAttempts;

  public ChargerVerticle(Platform platform) {
    this(platform, SWEEP_INTERVAL);
  }

  ChargerVerticle(Platform platform, Duration sweepInterval) {
    super(platform, Schema.charger);
    this.sweepInterval = sweepInterval;
  }

  @Override
  protected Future<?> open(Pool connections, Writer writer) {
    var admission = new AdmissionService(platform, keyed(), writer, new AdmissionStore());
    var connection = new ConnectionService(platform, connections, writer, new ConnectionStore());
    var files = new FileService(platform, connections, writer, new FileStore());
    var firmware = new FirmwareService(connections, writer, new FirmwareStore(), files);
    var updates =
        new FirmwareUpdateService(platform, connections, writer, new FirmwareUpdateStore());
    var uploads = new UploadService(platform, connections, writer, new UploadStore(), files);
    var followed = new UploadFollower(platform, new UploadStore());
    var notices = new NoticeService(connections, new NoticeStore());
    var securityProfileStore = new SecurityProfileStore();
    var campaigns =
        new CampaignService(platform.settings(), connections, writer, new CampaignStore());
    var device =
        new DeviceService(
            platform, connections, writer, securityProfileStore::announce, campaigns::create);
    var reports =
        new ReportService(
            platform, writer, new ReportStore(), List.of(updates, followed), device::booted);
    var configuration = new ConfigurationService(connections, writer, new ConfigurationStore());
    var chargerStore = new ChargerStore();
    var names = new NameStore();
    var policies = new PolicyService(platform, connections, keyed(), writer, new PolicyStore());
    var chargers = new ChargerService(connections, writer, chargerStore, policies);
    var commandStore = new CommandStore();
    var waitingStore = new WaitingStore();
    var outcomes =
        new OutcomeService(platform.settings(), writer, commandStore, new OutcomeStore());
    var reservations =
        new ReservationService(platform, connections, writer, new ReservationStore());
    var localLists =
        new LocalListService(
            Bus.of(vertx), connections, writer, new LocalListStore(), new ConfigurationStore());
    var profiles =
        new ChargingProfileService(platform, connections, writer, new ChargingProfileStore());
    var holdings = new HoldingService(connections, writer, new HoldingStore());
    var heldProfiles = new HeldProfiles(new ChargingProfileStore());
    var stationReports =
        new StationReportService(
            platform,
            connections,
            writer,
            new StationReportStore(),
            List.of(
                heldProfiles,
                holdings,
                reservations,
                updates,
                new ClearedCustomers(commandStore, new LocalListStore())));
    var securityProfiles = new SecurityProfileService(writer, securityProfileStore, chargerStore);
    var certificates =
        new InstalledCertificateService(connections, new InstalledCertificateStore());
    List<Follower> followers =
        new ArrayList<>(
            List.of(
                outcomes,
                new ToldConfiguration(configuration),
                reservations,
                localLists,
                heldProfiles,
                holdings,
                securityProfiles,
                certificates,
                updates,
                followed,
                new TransactionStatusFollower()));
    followers.addAll(device.followers());
    var ends = new CommandEnds(writer, commandStore, new DebtStore(), followers, campaigns::moved);
    var commands =
        new CommandService(platform, connections, writer, commandStore, waitingStore, ends);
    var waiting = new WaitingService(writer, commandStore, waitingStore, ends);
    var deviations = new DeviationService(connections, writer, new DeviationStore());
    var log =
        new MessageLogService(platform, connections, writer, new MessageLogStore(), deviations);

    var deadLetters = new DeadLetterService(connections, writer, new DeadLetterStore());
    var brokers = new BrokerService(leases());
    var attempts = new AttemptService(platform, keyed(), writer, reports::noticeAll);
    connectionAttempts = attempts;
    var mirrors = new MirrorService(connections, writer, new MirrorStore());
    var mqttEvents =
        new MqttEventService(platform.settings().mqtt(), connections, writer, new MqttEventStore());

    Duration tick = sweepInterval.compareTo(TICK_INTERVAL) < 0 ? sweepInterval : TICK_INTERVAL;
    return sweep(
            sweepInterval,
            List.of(
                new Sweep.Job("keeping the message log's days", log::keepDays),
                new Sweep.Job("deleting strangers that left", admission::expire),
                new Sweep.Job("telling lost chargers", connection::tellLost),
                new Sweep.Job("closing abandoned commands", commands::closeAbandoned),
                new Sweep.Job("deleting old commands", commands::deleteOld),
                new Sweep.Job("deleting old campaigns", campaigns::deleteOld),
                new Sweep.Job("deleting old notices", reports::deleteOldNotices),
                new Sweep.Job("deleting old connection attempts", attempts::trim),
                new Sweep.Job("deleting old station reports", stationReports::deleteOld),
                new Sweep.Job("expiring reservations", reservations::expire),
                new Sweep.Job("deleting old reservations", reservations::deleteOld),
                new Sweep.Job("deleting old firmware updates", updates::deleteOld),
                new Sweep.Job("ending uploads that never came", uploads::expire),
                new Sweep.Job("deleting old uploads", uploads::deleteOld),
                new Sweep.Job("deleting old dead letters", deadLetters::deleteOld),
                new Sweep.Job("deleting unused files", files::deleteUnused)))
        .compose(
            swept ->
                sweep(
                    tick,
                    List.of(
                        new Sweep.Job("ending commands that waited too long", waiting::expire),
                        new Sweep.Job("calling followers again that failed", ends::payDebts),
                        new Sweep.Job("giving up on remote starts and stops", outcomes::giveUp),
                        new Sweep.Job("moving campaigns on", campaigns::moveOn),
                        new Sweep.Job("storing connection attempts", attempts::store))))
        .compose(swept -> sweep(sweepInterval, device.jobs()))
        .onSuccess(
            swept -> {
              serve(Connections.ADMIT, admission::admit);
              serve(Chargers.NAME, claim -> names.standing(keyed(), claim));
              serve(Connections.CONNECT, connection::connect);
              serve(Connections.DISCONNECT, connection::disconnect);
              serve(
                  Connections.NODE_GONE,
                  gone ->
                      connection
                          .nodeGone(gone.nodeId())
                          .compose(closed -> commands.nodeGone(gone.nodeId())));
              serve(Connections.LOCATE, connection::locate);
              serve(Connections.CONFIRM_SECRETS, connection::confirmSecrets);
              serve(Connections.SEEN, connection::seen);
              serve(Chargers.BOOT, reports::boot);
              serve(Chargers.STATUS, reports::status);
              serve(Chargers.NOTICE, reports::notice);
              serve(Configurations.STORE, configuration::store);
              serve(Configurations.GET, configuration::get);
              serve(Chargers.LIST, chargers::list);
              serve(Chargers.GET, chargers::get);
              serve(Chargers.CREATE, chargers::create);
              serve(Chargers.EDIT, chargers::edit);
              serve(Chargers.DELETE, chargers::delete);
              serve(Chargers.SET_SECURITY_PROFILE, securityProfiles::set);
              serve(Chargers.SECURITY_PROFILE_REACHED, securityProfiles::reached);
              serve(StationCertificates.LIST, certificates::list);
              serve(Chargers.FLEET, chargers::fleet);
              serve(Policies.DEFAULT, policies::standard);
              serve(Policies.GET, policies::get);
              serve(Policies.SET, policies::set);
              serve(Policies.EFFECTIVE, policies::effective);
              serve(MessageLogs.WRITE, log::append);
              serve(MessageLogs.READ, log::read);
              serve(ConnectionAttempts.RECORD, attempts::record);
              serve(ConnectionAttempts.LIST, attempts::list);
              serve(ConnectionAttempts.FAMILIAR, attempts::familiar);
              serve(Deviations.LIST, deviations::list);
              serve(DeadLetters.STORE, deadLetters::store);
              serve(DeadLetters.LIST, deadLetters::list);
              serve(DeadLetters.GET, deadLetters::get);
              serve(DeadLetters.DELETE, deadLetters::delete);
              serve(DeadLetters.CLAIM, deadLetters::claim);
              serve(DeadLetters.REPEATED, deadLetters::repeated);
              serve(Commands.OPEN, commands::open);
              serve(Commands.SENT, commands::sent);
              serve(Commands.CLOSE, commands::close);
              serve(Commands.GET, commands::get);
              serve(Commands.LIST, commands::list);
              serve(Commands.TAKE_WAITING, waiting::take);
              serve(Commands.RELEASE, waiting::release);
              serve(Commands.CANCEL, waiting::cancel);
              serve(Campaigns.CREATE, campaigns::create);
              serve(Campaigns.GET, campaigns::get);
              serve(Campaigns.LIST, campaigns::list);
              serve(Campaigns.RESULTS, campaigns::results);
              serve(Campaigns.CANCEL, campaigns::cancel);
              serve(Reservations.REQUEST, reservations::request);
              serve(Reservations.GET, reservations::get);
              serve(Reservations.LIST, reservations::list);
              serve(LocalLists.GET, localLists::get);
              serve(LocalLists.PLAN, localLists::plan);
              serve(ChargingProfiles.LIST_TEMPLATES, profiles::listTemplates);
              serve(ChargingProfiles.GET_TEMPLATE, profiles::getTemplate);
              serve(ChargingProfiles.CREATE_TEMPLATE, profiles::createTemplate);
              serve(ChargingProfiles.REPLACE_TEMPLATE, profiles::replaceTemplate);
              serve(ChargingProfiles.DELETE_TEMPLATE, profiles::deleteTemplate);
              serve(ChargingProfiles.ASSIGN, profiles::assign);
              serve(ChargingProfiles.LIST, profiles::list);
              serve(ChargingProfiles.NUMBER, profiles::number);
              serve(
                  Subscription.CHARGER.address(),
                  events ->
                      outcomes
                          .onEvents(events)
                          .compose(heard -> reservations.hear(events))
                          .compose(heard -> profiles.hear(events))
                          .compose(heard -> holdings.hear(events))
                          .compose(heard -> deviations.hear(events)));
              serve(Files.OPEN, files::open);
              serve(Files.APPEND, files::append);
              serve(Files.READ, files::read);
              serve(Files.DISCARD, files::discard);
              serve(Firmwares.ADD, firmware::add);
              serve(Firmwares.LIST, firmware::list);
              serve(Firmwares.GET, firmware::get);
              serve(Firmwares.DELETE, firmware::delete);
              serve(Firmwares.NEXT_REQUEST, updates::next);
              serve(Firmwares.UPDATE_OF, updates::get);
              serve(Firmwares.UPDATES, updates::list);
              serve(Uploads.OPEN, uploads::open);
              serve(Uploads.GET, uploads::get);
              serve(Uploads.OF_COMMAND, uploads::get);
              serve(Uploads.LIST, uploads::list);
              serve(Uploads.ADMIT, uploads::admit);
              serve(Uploads.RECEIVED, uploads::received);
              serve(Notices.LIST, notices::list);
              serve(StationReports.STORE, stationReports::store);
              serve(Holdings.LIST, holdings::list);
              serve(StationReports.LIST, stationReports::list);
              device.serve(this::serve);
              serve(Subscription.MQTT.address(), mqttEvents::hear);
              serve(MqttEvents.TAKE, mqttEvents::take);
              serve(MqttEvents.PUBLISHED, mqttEvents::published);
              serve(Mirrors.GET, mirrors::get);
              serve(Mirrors.SET, mirrors::set);
              serve(Mirrors.LIST, mirrors::list);
              serve(Brokers.BEAT, brokers::beat);
              serve(Brokers.LEAVE, brokers::leave);
            });
  }

  /** Stores the attempts of the last second. */
  @Override
  protected Future<?> close() {
    return connectionAttempts == null ? Future.succeededFuture() : connectionAttempts.store();
  }
}
