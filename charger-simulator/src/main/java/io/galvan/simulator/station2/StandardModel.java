package io.galvan.simulator.station2;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v2.Attribute;
import io.galvan.ocpp.v2.Component;
import io.galvan.ocpp.v2.Data;
import io.galvan.ocpp.v2.EVSE;
import io.galvan.ocpp.v2.Mutability;
import io.galvan.ocpp.v2.Variable;
import io.galvan.ocpp.v2.VariableCharacteristics;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The components and variables a station comes with (OCPP 2.x part 2, chapter on referenced
 * components and variables; appendix 3).
 */
final class StandardModel {
  private static final String MEASURANDS =
      "Energy.Active.Import.Register,Energy.Active.Export.Register,Power.Active.Import,"
          + "Power.Active.Export,Power.Offered,Current.Import,Current.Offered,Voltage,Frequency,SoC";
  private static final String TX_POINTS =
      "ParkingBayOccupancy,EVConnected,Authorized,PowerPathClosed,EnergyTransfer";
  private static final String CONNECTOR_STATES = "Available,Occupied,Reserved,Unavailable,Faulted";
  private static final String CHARGING_STATES =
      "EVConnected,Charging,SuspendedEV,SuspendedEVSE,Idle";

  /**
   * Component | variable[instance] | type | access (with c constant, r needs a reboot, m can be
   * monitored, 2.1 only there) | value | unit | least..most or the values.
   */
  private static final String STATION =
      """
      ChargingStation|Available|boolean|RO m|true||
      ChargingStation|AvailabilityState|OptionList|RO m|Available||{states}
      ChargingStation|Problem|boolean|RO m|false||
      ChargingStation|Model|string|RO c|{model}||
      ChargingStation|VendorName|string|RO c|{vendor}||
      ChargingStation|SerialNumber|string|RO c|{serial}||
      ChargingStation|SupplyPhases|integer|RO c|3||0..3
      ChargingStation|AllowNewSessionsPendingFirmwareUpdate|boolean|RW|false||
      OCPPCommCtrlr|Enabled|boolean|RO|true||
      OCPPCommCtrlr|ActiveNetworkProfile|integer|RO|0||
      OCPPCommCtrlr|FileTransferProtocols|MemberList|RO c|HTTP,HTTPS||HTTP,HTTPS,FTP,FTPS,SFTP
      OCPPCommCtrlr|HeartbeatInterval|integer|RW|300|s|0..86400
      OCPPCommCtrlr|MessageTimeout[Default]|integer|RW|30|s|1..600
      OCPPCommCtrlr|MessageAttempts[TransactionEvent]|integer|RW|5||1..100
      OCPPCommCtrlr|MessageAttemptInterval[TransactionEvent]|integer|RW|10|s|0..3600
      OCPPCommCtrlr|NetworkConfigurationPriority|SequenceList|RW r|0||0,1,2,3
      OCPPCommCtrlr|NetworkProfileConnectionAttempts|integer|RW|3||1..100
      OCPPCommCtrlr|OfflineThreshold|integer|RW|60|s|0..86400
      OCPPCommCtrlr|PublicKeyWithSignedMeterValue|OptionList|RW|Never||Never,OncePerTransaction,EveryMeterValue
      OCPPCommCtrlr|QueueAllMessages|boolean|RW|false||
      OCPPCommCtrlr|ResetRetries|integer|RW|1||0..10
      OCPPCommCtrlr|RetryBackOffRandomRange|integer|RW|10|s|0..600
      OCPPCommCtrlr|RetryBackOffRepeatTimes|integer|RW|5||0..20
      OCPPCommCtrlr|RetryBackOffWaitMinimum|integer|RW|1|s|0..600
      OCPPCommCtrlr|UnlockOnEVSideDisconnect|boolean|RW|true||
      OCPPCommCtrlr|WebSocketPingInterval|integer|RW|60|s|0..3600
      OCPPCommCtrlr|FieldLength[Get15118EVCertificateResponse.exiResponse]|integer|RO c|5600||
      SecurityCtrlr|Enabled|boolean|RO|true||
      SecurityCtrlr|BasicAuthPassword|string|WO|||16..40
      SecurityCtrlr|Identity|string|RO|{id}||1..48
      SecurityCtrlr|OrganizationName|string|RW|Galvan||1..255
      SecurityCtrlr|SecurityProfile|integer|RO|{profile}||0..3
      SecurityCtrlr|CertificateEntries|integer|RO|0||0..20
      SecurityCtrlr|CertSigningRepeatTimes|integer|RW|3||0..10
      SecurityCtrlr|CertSigningWaitMinimum|integer|RW|60|s|1..86400
      SecurityCtrlr|MaxCertificateChainSize|integer|RO c|10000||
      SecurityCtrlr|AdditionalRootCertificateCheck|boolean|RO|false||
      AuthCtrlr|Enabled|boolean|RW|true||
      AuthCtrlr|AuthorizeRemoteStart|boolean|RW|true||
      AuthCtrlr|LocalAuthorizeOffline|boolean|RW|true||
      AuthCtrlr|LocalPreAuthorize|boolean|RW|false||
      AuthCtrlr|MasterPassGroupId|string|RW|||0..36
      AuthCtrlr|OfflineTxForUnknownIdEnabled|boolean|RW|false||
      AuthCtrlr|DisableRemoteAuthorization|boolean|RW|false||
      AuthCtrlr|AdditionalInfoItemsPerMessage|integer|RO c|4||
      AuthCtrlr|SupportedIdTokenType|MemberList|RO c 2.1|Central,eMAID,ISO14443,ISO15693,KeyCode,Local,MacAddress,NoAuthorization||
      AuthCacheCtrlr|Available|boolean|RO|true||
      AuthCacheCtrlr|Enabled|boolean|RW|true||
      AuthCacheCtrlr|LifeTime|integer|RW|86400|s|0..31536000
      AuthCacheCtrlr|Policy|OptionList|RW|LRU||LRU,LFU,FIFO,CUSTOM
      AuthCacheCtrlr|Storage|integer|RO m|0|B|0..1000000
      AuthCacheCtrlr|DisablePostAuthorize|boolean|RW|false||
      LocalAuthListCtrlr|Available|boolean|RO|true||
      LocalAuthListCtrlr|Enabled|boolean|RW|true||
      LocalAuthListCtrlr|Entries|integer|RO m|0||0..10000
      LocalAuthListCtrlr|ItemsPerMessage|integer|RO c|500||
      LocalAuthListCtrlr|BytesPerMessage|integer|RO c|500000|B|
      LocalAuthListCtrlr|Storage|integer|RO|0|B|0..1000000
      LocalAuthListCtrlr|DisablePostAuthorize|boolean|RW|false||
      TxCtrlr|Enabled|boolean|RO|true||
      TxCtrlr|EVConnectionTimeOut|integer|RW|60|s|0..3600
      TxCtrlr|MaxEnergyOnInvalidId|integer|RW|0|Wh|0..100000
      TxCtrlr|StopTxOnEVSideDisconnect|boolean|RW|true||
      TxCtrlr|StopTxOnInvalidId|boolean|RW|true||
      TxCtrlr|TxBeforeAcceptedEnabled|boolean|RW|true||
      TxCtrlr|TxStartPoint|MemberList|RW|EVConnected,Authorized||{points}
      TxCtrlr|TxStopPoint|MemberList|RW|EVConnected,Authorized||{points}
      TxCtrlr|ChargingTime|integer|RO|0|s|
      TxCtrlr|SupportedLimits|MemberList|RO c 2.1|maxEnergy,maxTime,maxCost,maxSoC||
      SampledDataCtrlr|Available|boolean|RO|true||
      SampledDataCtrlr|Enabled|boolean|RW|true||
      SampledDataCtrlr|SignReadings|boolean|RW|false||
      SampledDataCtrlr|TxStartedMeasurands|MemberList|RW|Energy.Active.Import.Register||{measurands}
      SampledDataCtrlr|TxUpdatedInterval|integer|RW|{interval}|s|0..86400
      SampledDataCtrlr|TxUpdatedMeasurands|MemberList|RW|Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC||{measurands}
      SampledDataCtrlr|TxEndedInterval|integer|RW|0|s|0..86400
      SampledDataCtrlr|TxEndedMeasurands|MemberList|RW|Energy.Active.Import.Register||{measurands}
      SampledDataCtrlr|RegisterValuesWithoutPhases|boolean|RW|true||
      AlignedDataCtrlr|Available|boolean|RO|true||
      AlignedDataCtrlr|Enabled|boolean|RW|true||
      AlignedDataCtrlr|Interval|integer|RW|0|s|0..86400
      AlignedDataCtrlr|Measurands|MemberList|RW|Energy.Active.Import.Register||{measurands}
      AlignedDataCtrlr|SendDuringIdle|boolean|RW|false||
      AlignedDataCtrlr|SignReadings|boolean|RW|false||
      AlignedDataCtrlr|TxEndedInterval|integer|RW|0|s|0..86400
      AlignedDataCtrlr|TxEndedMeasurands|MemberList|RW|||{measurands}
      DeviceDataCtrlr|ItemsPerMessage[GetReport]|integer|RO c|50||
      DeviceDataCtrlr|ItemsPerMessage[GetVariables]|integer|RO c|50||
      DeviceDataCtrlr|ItemsPerMessage[SetVariables]|integer|RO c|50||
      DeviceDataCtrlr|BytesPerMessage[GetReport]|integer|RO c|200000|B|
      DeviceDataCtrlr|BytesPerMessage[GetVariables]|integer|RO c|200000|B|
      DeviceDataCtrlr|BytesPerMessage[SetVariables]|integer|RO c|200000|B|
      DeviceDataCtrlr|ConfigurationValueSize|integer|RO c|1000||
      DeviceDataCtrlr|ReportingValueSize|integer|RO c|2500||
      DeviceDataCtrlr|ValueSize|integer|RO c|2500||
      SmartChargingCtrlr|Available|boolean|RO|true||
      SmartChargingCtrlr|Enabled|boolean|RW|true||
      SmartChargingCtrlr|ACPhaseSwitchingSupported|boolean|RO|false||
      SmartChargingCtrlr|Entries[ChargingProfiles]|integer|RO|0||0..50
      SmartChargingCtrlr|ExternalControlSignalsEnabled|boolean|RW|true||
      SmartChargingCtrlr|LimitChangeSignificance|decimal|RW|1|Percent|0..100
      SmartChargingCtrlr|NotifyChargingLimitWithSchedules|boolean|RW|true||
      SmartChargingCtrlr|PeriodsPerSchedule|integer|RO c|100||
      SmartChargingCtrlr|Phases3to1|boolean|RW|false||
      SmartChargingCtrlr|ProfileStackLevel|integer|RO c|9||
      SmartChargingCtrlr|RateUnit|MemberList|RO c|A,W||A,W
      SmartChargingCtrlr|SupportedAdditionalPurposes|MemberList|RO c 2.1|PriorityCharging,LocalGeneration||
      SmartChargingCtrlr|SupportsDynamicProfiles|boolean|RO c 2.1|true||
      SmartChargingCtrlr|SupportsLimitAtSoC|boolean|RO c 2.1|true||
      V2XChargingCtrlr|Enabled|boolean|RW 2.1|true||
      V2XChargingCtrlr|SupportedEnergyTransferModes|MemberList|RO c 2.1|AC_BPT,DC_BPT||
      V2XChargingCtrlr|SupportedOperationModes|MemberList|RO c 2.1|Idle,ChargingOnly,CentralSetpoint,ExternalSetpoint,ExternalLimits,CentralFrequency,LocalFrequency,LocalLoadBalancing||
      ReservationCtrlr|Available|boolean|RO|true||
      ReservationCtrlr|Enabled|boolean|RW|true||
      ReservationCtrlr|NonEvseSpecific|boolean|RO c|true||
      MonitoringCtrlr|Available|boolean|RO|true||
      MonitoringCtrlr|Enabled|boolean|RW|true||
      MonitoringCtrlr|ItemsPerMessage[SetVariableMonitoring]|integer|RO c|50||
      MonitoringCtrlr|ItemsPerMessage[ClearVariableMonitoring]|integer|RO c|50||
      MonitoringCtrlr|BytesPerMessage[SetVariableMonitoring]|integer|RO c|200000|B|
      MonitoringCtrlr|BytesPerMessage[ClearVariableMonitoring]|integer|RO c|200000|B|
      MonitoringCtrlr|OfflineQueuingSeverity|integer|RW|5||0..9
      MonitoringCtrlr|ActiveMonitoringBase|OptionList|RO|All||All,FactoryDefault,HardWiredOnly
      MonitoringCtrlr|ActiveMonitoringLevel|integer|RO|9||0..9
      MonitoringCtrlr|MaxPeriodicEventStreams|integer|RO c 2.1|8||
      TariffCostCtrlr|Available[Tariff]|boolean|RO|true||
      TariffCostCtrlr|Available[Cost]|boolean|RO|true||
      TariffCostCtrlr|Enabled[Tariff]|boolean|RW|true||
      TariffCostCtrlr|Enabled[Cost]|boolean|RW|true||
      TariffCostCtrlr|Currency|string|RW|EUR||3..3
      TariffCostCtrlr|TariffFallbackMessage|string|RW|See the operator's page||0..255
      TariffCostCtrlr|TotalCostFallbackMessage|string|RW|The cost follows||0..255
      TariffCostCtrlr|MaxElements[Tariff]|integer|RO c 2.1|20||
      TariffCostCtrlr|ConditionsSupported[Tariff]|boolean|RO c 2.1|true||
      DisplayMessageCtrlr|Available|boolean|RO|true||
      DisplayMessageCtrlr|Enabled|boolean|RW|true||
      DisplayMessageCtrlr|DisplayMessages|integer|RO|0||0..20
      DisplayMessageCtrlr|SupportedStates|MemberList|RO c|Charging,Faulted,Idle,Unavailable||
      DisplayMessageCtrlr|SupportedFormats|MemberList|RO c|ASCII,UTF8||
      DisplayMessageCtrlr|SupportedPriorities|MemberList|RO c|AlwaysFront,InFront,NormalCycle||
      DisplayMessageCtrlr|Language|OptionList|RW|en||de,en,fr,nl
      ISO15118Ctrlr|Enabled|boolean|RW|true||
      ISO15118Ctrlr|CentralContractValidationAllowed|boolean|RW|true||
      ISO15118Ctrlr|ContractValidationOffline|boolean|RW|true||
      ISO15118Ctrlr|CountryName|string|RW|NL||2..2
      ISO15118Ctrlr|OrganizationName|string|RW|Galvan||1..64
      ISO15118Ctrlr|SeccId|string|RW|{id}||1..255
      ISO15118Ctrlr|MaxScheduleEntries|integer|RO c|100||
      ISO15118Ctrlr|PnCEnabled|boolean|RW|true||
      ISO15118Ctrlr|RequestMeteringReceipt|boolean|RW|false||
      ISO15118Ctrlr|V2GCertificateInstallationEnabled|boolean|RW|true||
      ISO15118Ctrlr|ContractCertificateInstallationEnabled|boolean|RW|true||
      ClockCtrlr|DateTime|dateTime|RO|2026-01-01T00:00:00Z||
      ClockCtrlr|NtpServerUri|string|RW|pool.ntp.org||0..255
      ClockCtrlr|NtpSource|OptionList|RW|manual||DHCP,manual
      ClockCtrlr|TimeSource|SequenceList|RW|NTP,Heartbeat||Heartbeat,NTP,GPS,RealTimeClock,MobileNetwork,RadioTimeTransmitter
      ClockCtrlr|TimeOffset|string|RW|+00:00||0..6
      ClockCtrlr|TimeZone|string|RW|Etc/UTC||0..64
      ClockCtrlr|TimeAdjustmentReportingThreshold|integer|RW|20|s|0..3600
      CustomizationCtrlr|CustomImplementationEnabled[io.galvan]|boolean|RW|true||
      CustomizationCtrlr|CustomTriggers|MemberList|RO c 2.1|||
      Controller|FirmwareVersion|string|RO|{firmware}||
      TemperatureSensor|Temperature|decimal|RO m|24.0|Celsius|-40..120
      TiltSensor|Active|boolean|RO m|false||
      ElectricalFeed|ACVoltage|decimal|RO m|230.0|V|0..300
      FiscalMetering|Enabled|boolean|RO|true||
      """;

  private static final String EVSE_TABLE =
      """
      EVSE|Available|boolean|RO m|true||
      EVSE|AvailabilityState|OptionList|RO m|Available||{states}
      EVSE|Problem|boolean|RO m|false||
      EVSE|AllowReset|boolean|RO c|true||
      EVSE|EvseId|string|RO|NL*GAL*E{evse}||
      EVSE|Power|decimal|RO m|0|W|0..{watt}
      EVSE|SupplyPhases|integer|RO c|{phases}||0..3
      EVSE|ChargingState|OptionList|RO m|Idle||{charging}
      EVSE|ISO15118EvseId|string|RW|NL*GAL*E{evse}||7..37
      EVSE|ActiveTransactionId|string|RO 2.1|||
      FiscalMetering|EnergyImportRegister|decimal|RO m|0|Wh|
      ConnectedEV|StateOfCharge|integer|RO m|0|Percent|0..100
      """;

  private static final String CONNECTOR =
      """
      Connector|Available|boolean|RO m|true||
      Connector|AvailabilityState|OptionList|RO m|Available||{states}
      Connector|Problem|boolean|RO m|false||
      Connector|ConnectorType|string|RO c|{type}||
      Connector|SupplyPhases|integer|RO c|{phases}||0..3
      """;

  private static final String[] MODULE = {
    "Active|boolean|RO m|true||",
    "Problem|boolean|RO m|false||",
    "Temperature|decimal|RO m|31.5|Celsius|-40..120",
    "Manufacturer|string|RO c|Galvan||",
    "Model|string|RO c|Power 30||",
    "SerialNumber|string|RO c|{module}||",
    "FirmwareVersion|string|RO c|1.0.0||",
    "OperatingTimes|string|RO|0||",
    "Efficiency|decimal|RO m|96.5|Percent|0..100",
    "FanSpeed|integer|RO m|0|rpm|0..9000",
  };

  private StandardModel() {}

  /** The model of a station, with as many more variables of power modules as are wished for. */
  static DeviceModel of(Settings settings) {
    DeviceModel model = new DeviceModel();
    boolean direct = settings.curve().direct();
    Map<String, String> texts =
        Map.ofEntries(
            Map.entry("{states}", CONNECTOR_STATES),
            Map.entry("{charging}", CHARGING_STATES),
            Map.entry("{points}", TX_POINTS),
            Map.entry("{measurands}", MEASURANDS),
            Map.entry("{id}", settings.id()),
            Map.entry("{serial}", settings.serialNumber()),
            Map.entry("{model}", settings.model()),
            Map.entry("{vendor}", settings.vendor()),
            Map.entry("{firmware}", settings.firmwareVersion()),
            Map.entry("{profile}", Integer.toString(settings.securityProfile())),
            Map.entry("{interval}", Long.toString(settings.meterInterval().toSeconds())),
            Map.entry("{watt}", Long.toString(Math.round(settings.curve().maxWatt()))),
            Map.entry("{phases}", Integer.toString(settings.curve().phases())),
            Map.entry("{type}", direct ? "cCCS2" : "cType2"));
    table(model, settings.version(), filled(STATION, texts), null);
    for (int id = 1; id <= settings.evses(); id++) {
      String own = filled(EVSE_TABLE, texts).replace("{evse}", Integer.toString(id));
      table(model, settings.version(), own, new EVSE(null, id, null));
      highestPower(model, id, settings);
      for (int connector = 1; connector <= settings.connectorsAnEvse(); connector++) {
        table(model, settings.version(), filled(CONNECTOR, texts), new EVSE(connector, id, null));
      }
    }
    modules(model, settings);
    return model;
  }

  private static void highestPower(DeviceModel model, int evse, Settings settings) {
    model
        .find(
            new Component(new EVSE(null, evse, null), null, "EVSE", null),
            new Variable(null, "Power", null))
        .ifPresent(
            power ->
                power.attribute(
                    Attribute.MaxSet, Long.toString(Math.round(settings.curve().maxWatt()))));
  }

  private static void modules(DeviceModel model, Settings settings) {
    for (int module = 1; model.all().size() < settings.variables(); module++) {
      String instance = String.format(Locale.ROOT, "%04d", module);
      for (int i = 0; i < MODULE.length && model.all().size() < settings.variables(); i++) {
        String[] cells = ("PowerModule|" + MODULE[i].replace("{module}", instance)).split("\\|", 7);
        model.add(row(cells, new Component(null, instance, "PowerModule", null)));
      }
    }
  }

  private static String filled(String table, Map<String, String> texts) {
    String filled = table;
    for (Map.Entry<String, String> each : texts.entrySet()) {
      filled = filled.replace(each.getKey(), each.getValue());
    }
    return filled;
  }

  private static void table(
      DeviceModel model, OcppVersion version, String table, @Nullable EVSE evse) {
    table
        .lines()
        .map(line -> line.split("\\|", 7))
        .filter(cells -> version == OcppVersion.V2_1 || !cells[3].contains("2.1"))
        .forEach(cells -> model.add(row(cells, new Component(evse, null, cells[0], null))));
  }

  private static ModelVariable row(String[] cells, Component component) {
    String name = cells[1];
    int bracket = name.indexOf('[');
    Variable variable =
        bracket < 0
            ? new Variable(null, name, null)
            : new Variable(
                name.substring(bracket + 1, name.length() - 1), name.substring(0, bracket), null);
    String bounds = cells[6];
    int dots = bounds.indexOf("..");
    VariableCharacteristics characteristics =
        new VariableCharacteristics(
            Wire.parse(Data.class, cells[2]).orElseThrow(),
            null,
            dots < 0 ? null : new BigDecimal(bounds.substring(dots + 2)),
            dots < 0 ? null : new BigDecimal(bounds.substring(0, dots)),
            cells[3].contains(" m"),
            cells[5].isEmpty() ? null : cells[5],
            dots >= 0 || bounds.isEmpty() ? null : bounds,
            null);
    Mutability mutability =
        switch (cells[3].substring(0, 2)) {
          case "RO" -> Mutability.ReadOnly;
          case "WO" -> Mutability.WriteOnly;
          default -> Mutability.ReadWrite;
        };
    return new ModelVariable(
        component,
        variable,
        characteristics,
        mutability,
        cells[3].contains(" c"),
        cells[3].contains(" r"),
        cells[4]);
  }
}
