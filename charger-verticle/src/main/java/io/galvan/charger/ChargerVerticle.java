package io.galvan.charger;

import io.galvan.charger.block.Followers;
import io.galvan.charger.broker.BrokerBlock;
import io.galvan.charger.campaign.CampaignBlock;
import io.galvan.charger.command.CommandBlock;
import io.galvan.charger.connection.ConnectionBlock;
import io.galvan.charger.devicemodel.DeviceModelBlock;
import io.galvan.charger.diagnostics.DiagnosticsBlock;
import io.galvan.charger.file.FileBlock;
import io.galvan.charger.firmware.FirmwareBlock;
import io.galvan.charger.locallist.LocalListBlock;
import io.galvan.charger.messagelog.MessageLogBlock;
import io.galvan.charger.monitoring.MonitoringBlock;
import io.galvan.charger.policy.PolicyBlock;
import io.galvan.charger.registration.RegistrationBlock;
import io.galvan.charger.report.ReportBlock;
import io.galvan.charger.reservation.ReservationBlock;
import io.galvan.charger.security.SecurityBlock;
import io.galvan.charger.smartcharging.SmartChargingBlock;
import io.galvan.platform.Platform;
import io.galvan.platform.db.Schema;
import io.galvan.platform.db.Writer;
import io.galvan.platform.service.ServiceVerticle;
import io.galvan.platform.service.Wiring;
import io.vertx.core.Future;
import io.vertx.sqlclient.Pool;
import java.time.Duration;

/** The charger service. Its blocks answer the addresses, each those of its contracts. */
public final class ChargerVerticle extends ServiceVerticle {
  private static final Duration SWEEP_INTERVAL = Duration.ofSeconds(60);

  private final Duration sweepInterval;

  public ChargerVerticle(Platform platform) {
    this(platform, SWEEP_INTERVAL);
  }

  ChargerVerticle(Platform platform, Duration sweepInterval) {
    super(platform, Schema.charger);
    this.sweepInterval = sweepInterval;
  }

  @Override
  protected Future<?> open(Pool pool, Writer writer) {
    Wiring wiring = wiring(pool, writer);
    var followers = new Followers();
    var campaign = new CampaignBlock(wiring);
    var policy = new PolicyBlock(wiring, followers, campaign::create);
    var security = new SecurityBlock(wiring, followers);
    var monitoring = new MonitoringBlock(wiring, followers);
    var deviceModel =
        new DeviceModelBlock(wiring, followers, monitoring.reported(), security::announce);
    var file = new FileBlock(wiring);
    new FirmwareBlock(wiring, followers, file.files());
    new DiagnosticsBlock(wiring, followers, file.files());
    new ReservationBlock(wiring, followers);
    new LocalListBlock(wiring, followers);
    new SmartChargingBlock(wiring, followers);
    new ReportBlock(wiring, followers);
    var registration =
        new RegistrationBlock(wiring, followers, policy.policies(), deviceModel::booted);
    var command = new CommandBlock(wiring, followers, campaign::moved);
    new ConnectionBlock(wiring, registration::noticeAll, command::nodeGone);
    new MessageLogBlock(wiring);
    new BrokerBlock(wiring);
    return start(wiring, sweepInterval);
  }
}
