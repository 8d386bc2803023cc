package io.galvan.simulator.station;

import io.galvan.ocpp.shape.Wire;
import io.galvan.ocpp.v16.ConfigurationStatus;
import io.galvan.ocpp.v16.KeyValue;
import io.galvan.ocpp.v16.Measurand;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.BiConsumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** The configuration keys of the standard (OCPP 1.6, section 9, and the security extension). */
final class Configuration {
  static final String ALLOW_OFFLINE_TX_FOR_UNKNOWN_ID = "AllowOfflineTxForUnknownId";
  static final String AUTHORIZATION_CACHE_ENABLED = "AuthorizationCacheEnabled";
  static final String AUTHORIZATION_KEY = "AuthorizationKey";
  static final String AUTHORIZE_REMOTE_TX_REQUESTS = "AuthorizeRemoteTxRequests";
  static final String CERTIFICATE_STORE_MAX_LENGTH = "CertificateStoreMaxLength";
  static final String CHARGE_PROFILE_MAX_STACK_LEVEL = "ChargeProfileMaxStackLevel";
  static final String CHARGING_SCHEDULE_MAX_PERIODS = "ChargingScheduleMaxPeriods";
  static final String CLOCK_ALIGNED_DATA_INTERVAL = "ClockAlignedDataInterval";
  static final String CONNECTION_TIME_OUT = "ConnectionTimeOut";
  static final String CPO_NAME = "CpoName";
  static final String GET_CONFIGURATION_MAX_KEYS = "GetConfigurationMaxKeys";
  static final String HEARTBEAT_INTERVAL = "HeartbeatInterval";
  static final String LOCAL_AUTHORIZE_OFFLINE = "LocalAuthorizeOffline";
  static final String LOCAL_AUTH_LIST_ENABLED = "LocalAuthListEnabled";
  static final String LOCAL_AUTH_LIST_MAX_LENGTH = "LocalAuthListMaxLength";
  static final String LOCAL_PRE_AUTHORIZE = "LocalPreAuthorize";
  static final String MAX_CHARGING_PROFILES_INSTALLED = "MaxChargingProfilesInstalled";
  static final String METER_VALUES_ALIGNED_DATA = "MeterValuesAlignedData";
  static final String METER_VALUES_SAMPLED_DATA = "MeterValuesSampledData";
  static final String METER_VALUE_SAMPLE_INTERVAL = "MeterValueSampleInterval";
  static final String NUMBER_OF_CONNECTORS = "NumberOfConnectors";
  static final String SEND_LOCAL_LIST_MAX_LENGTH = "SendLocalListMaxLength";
  static final String STOP_TRANSACTION_ON_EV_SIDE_DISCONNECT = "StopTransactionOnEVSideDisconnect";
  static final String STOP_TRANSACTION_ON_INVALID_ID = "StopTransactionOnInvalidId";
  static final String STOP_TXN_SAMPLED_DATA = "StopTxnSampledData";
  static final String TRANSACTION_MESSAGE_ATTEMPTS = "TransactionMessageAttempts";
  static final String TRANSACTION_MESSAGE_RETRY_INTERVAL = "TransactionMessageRetryInterval";
  static final String WEB_SOCKET_PING_INTERVAL = "WebSocketPingInterval";

  private static final String DEFAULT_SAMPLE =
      "Energy.Active.Import.Register,Power.Active.Import,Current.Import,Voltage,SoC";
  private static final int SHORTEST_KEY = 16;
  private static final int LONGEST_KEY = 40;
  private static final int MAX_MEASURANDS = 10;

  private enum Access {
    READ_WRITE,
    READ_ONLY,
    WRITE_ONLY,
    /** Takes effect with the next boot. */
    REBOOT
  }

  private static final class Entry {
    final Access access;
    final Predicate<String> valid;
    String value;

    Entry(Access access, Predicate<String> valid, String value) {
      this.access = access;
      this.valid = valid;
      this.value = value;
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private BiConsumer<String, String> onChange = (key, value) -> {};

  Configuration(int connectors, long meterIntervalSeconds) {
    core(connectors, meterIntervalSeconds);
    writable(LOCAL_AUTH_LIST_ENABLED, Configuration::isBoolean, "true");
    fixed(LOCAL_AUTH_LIST_MAX_LENGTH, "1000");
    fixed(SEND_LOCAL_LIST_MAX_LENGTH, "500");
    fixed("ReserveConnectorZeroSupported", "true");
    fixed(CHARGE_PROFILE_MAX_STACK_LEVEL, "10");
    fixed("ChargingScheduleAllowedChargingRateUnit", "Current,Power");
    fixed(CHARGING_SCHEDULE_MAX_PERIODS, "100");
    fixed("ConnectorSwitch3to1PhaseSupported", "true");
    fixed(MAX_CHARGING_PROFILES_INSTALLED, "50");
    fixed("AdditionalRootCertificateCheck", "false");
    put(AUTHORIZATION_KEY, Access.WRITE_ONLY, Configuration::isAuthorizationKey, "");
    fixed("CertificateSignedMaxChainSize", "10000");
    fixed(CERTIFICATE_STORE_MAX_LENGTH, "20");
    writable(CPO_NAME, text -> !text.isBlank() && text.length() <= 64, "Galvan");
    writable("SecurityProfile", text -> text.equals(value("SecurityProfile")), "0");
  }

  private void core(int connectors, long meterIntervalSeconds) {
    Predicate<String> measurands = Configuration::areMeasurands;
    writable(ALLOW_OFFLINE_TX_FOR_UNKNOWN_ID, Configuration::isBoolean, "false");
    writable(AUTHORIZATION_CACHE_ENABLED, Configuration::isBoolean, "true");
    writable(AUTHORIZE_REMOTE_TX_REQUESTS, Configuration::isBoolean, "false");
    writable("BlinkRepeat", Configuration::isCount, "3");
    writable(CLOCK_ALIGNED_DATA_INTERVAL, Configuration::isCount, "0");
    writable(CONNECTION_TIME_OUT, Configuration::isCount, "60");
    writable("ConnectorPhaseRotation", text -> !text.isBlank(), "NotApplicable");
    fixed(GET_CONFIGURATION_MAX_KEYS, "100");
    writable(HEARTBEAT_INTERVAL, Configuration::isCount, "300");
    put("LightIntensity", Access.REBOOT, text -> isCount(text) && integer(text) <= 100, "80");
    writable(LOCAL_AUTHORIZE_OFFLINE, Configuration::isBoolean, "true");
    writable(LOCAL_PRE_AUTHORIZE, Configuration::isBoolean, "false");
    writable("MaxEnergyOnInvalidId", text -> text.equals("0"), "0");
    writable(METER_VALUES_ALIGNED_DATA, measurands, "Energy.Active.Import.Register");
    fixed("MeterValuesAlignedDataMaxLength", Integer.toString(MAX_MEASURANDS));
    writable(METER_VALUES_SAMPLED_DATA, measurands, DEFAULT_SAMPLE);
    fixed("MeterValuesSampledDataMaxLength", Integer.toString(MAX_MEASURANDS));
    writable(
        METER_VALUE_SAMPLE_INTERVAL, Configuration::isCount, Long.toString(meterIntervalSeconds));
    writable("MinimumStatusDuration", text -> text.equals("0"), "0");
    fixed(NUMBER_OF_CONNECTORS, Integer.toString(connectors));
    writable("ResetRetries", Configuration::isCount, "1");
    writable(STOP_TRANSACTION_ON_EV_SIDE_DISCONNECT, Configuration::isBoolean, "true");
    writable(STOP_TRANSACTION_ON_INVALID_ID, Configuration::isBoolean, "true");
    writable("StopTxnAlignedData", String::isEmpty, "");
    writable(STOP_TXN_SAMPLED_DATA, measurands, "");
    fixed("StopTxnSampledDataMaxLength", Integer.toString(MAX_MEASURANDS));
    fixed(
        "SupportedFeatureProfiles",
        "Core,FirmwareManagement,LocalAuthListManagement,Reservation,SmartCharging,RemoteTrigger");
    writable(TRANSACTION_MESSAGE_ATTEMPTS, text -> isCount(text) && integer(text) > 0, "3");
    writable(TRANSACTION_MESSAGE_RETRY_INTERVAL, Configuration::isCount, "60");
    writable("UnlockConnectorOnEVSideDisconnect", text -> text.equalsIgnoreCase("true"), "true");
    put(WEB_SOCKET_PING_INTERVAL, Access.REBOOT, Configuration::isCount, "0");
  }

  private void writable(String key, Predicate<String> valid, String value) {
    put(key, Access.READ_WRITE, valid, value);
  }

  private void fixed(String key, String value) {
    put(key, Access.READ_ONLY, text -> false, value);
  }

  private void put(String key, Access access, Predicate<String> valid, String value) {
    entries.put(key, new Entry(access, valid, value));
  }

  /** A key that only this maker has. */
  void own(String key, String value, boolean readOnly) {
    put(key, readOnly ? Access.READ_ONLY : Access.READ_WRITE, text -> true, value);
  }

  /** Whether it is a key of the standard. */
  static boolean isStandard(String key) {
    return new Configuration(1, 0).find(key) != null;
  }

  /** Why a key cannot be so at first; null when it can. */
  static @Nullable String fault(String key, String value) {
    Entry entry = new Configuration(1, 0).entries.get(key);
    if (entry == null) {
      return "is no key of the standard; those of a maker are own-keys";
    }
    if (key.equals(NUMBER_OF_CONNECTORS)) {
      return "follows from the number of connectors";
    }
    boolean fit =
        entry.access == Access.READ_ONLY
            ? isCount(value) || !isCount(entry.value)
            : entry.valid.test(value);
    return fit ? null : "cannot be '" + value + "'";
  }

  /** The public key of a meter that signs its readings. */
  void publishKey(int connector, String hex) {
    fixed("MeterPublicKey" + connector, hex);
  }

  /** Who is told of accepted changes, with key and value. */
  void onChange(BiConsumer<String, String> listener) {
    this.onChange = listener;
  }

  private static boolean isBoolean(String text) {
    return text.equalsIgnoreCase("true") || text.equalsIgnoreCase("false");
  }

  private static boolean isCount(String text) {
    return text.matches("\\d{1,9}");
  }

  private static int integer(String text) {
    return Integer.parseInt(text);
  }

  private static boolean areMeasurands(String text) {
    List<String> names = split(text);
    return names.size() <= MAX_MEASURANDS
        && names.stream().allMatch(name -> Wire.parse(Measurand.class, name).isPresent());
  }

  private static boolean isAuthorizationKey(String text) {
    return text.length() >= SHORTEST_KEY && text.length() <= LONGEST_KEY;
  }

  private static List<String> split(String text) {
    List<String> parts = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      if (!part.isBlank()) {
        parts.add(part.strip());
      }
    }
    return parts;
  }

  private @Nullable Entry find(String key) {
    Entry exact = entries.get(key);
    if (exact != null) {
      return exact;
    }
    // Keys are CiStrings.
    return entries.entrySet().stream()
        .filter(entry -> entry.getKey().equalsIgnoreCase(key))
        .map(Map.Entry::getValue)
        .findFirst()
        .orElse(null);
  }

  private Entry known(String key) {
    Entry entry = entries.get(key);
    if (entry == null) {
      throw new IllegalArgumentException("no key " + key);
    }
    return entry;
  }

  String value(String key) {
    return known(key).value;
  }

  boolean flag(String key) {
    return Boolean.parseBoolean(value(key).toLowerCase(Locale.ROOT));
  }

  int number(String key) {
    return Integer.parseInt(value(key));
  }

  /** The measurands a key lists, in its order. */
  List<Measurand> measurands(String key) {
    return split(value(key)).stream()
        .flatMap(name -> Wire.parse(Measurand.class, name).stream())
        .toList();
  }

  /** Sets a key from within, whatever its access. */
  void set(String key, String value) {
    known(key).value = value;
  }

  /** Sets a key from within while the station runs; listeners are told when it is another value. */
  void become(String key, String value) {
    if (!value(key).equals(value)) {
      set(key, value);
      onChange.accept(key, value);
    }
  }

  /** A fitter at the station sets a key, also one that cannot be changed from afar. */
  void adjust(String key, String value) {
    String fault = isStandard(key) ? fault(key, value) : null;
    if (fault != null) {
      throw new IllegalArgumentException("'" + key + "' " + fault);
    }
    become(key, value);
  }

  /** ChangeConfiguration. */
  ConfigurationStatus change(String key, String value) {
    Entry entry = find(key);
    if (entry == null) {
      return ConfigurationStatus.NotSupported;
    }
    if (entry.access == Access.READ_ONLY || !entry.valid.test(value)) {
      return ConfigurationStatus.Rejected;
    }
    entry.value = value;
    entries.forEach(
        (name, each) -> {
          if (each == entry) {
            onChange.accept(name, value);
          }
        });
    return entry.access == Access.REBOOT
        ? ConfigurationStatus.RebootRequired
        : ConfigurationStatus.Accepted;
  }

  /** The entry of a key as GetConfiguration shows it; null when there is none to show. */
  @Nullable KeyValue show(String key) {
    for (Map.Entry<String, Entry> each : entries.entrySet()) {
      if (each.getKey().equalsIgnoreCase(key)) {
        Entry entry = each.getValue();
        // A secret may be set and never read.
        boolean secret = entry.access == Access.WRITE_ONLY;
        return new KeyValue(
            each.getKey(), entry.access == Access.READ_ONLY, secret ? null : entry.value);
      }
    }
    return null;
  }

  /** All keys that may be read, with their values. */
  Map<String, String> readable() {
    Map<String, String> readable = new TreeMap<>();
    entries.forEach(
        (key, entry) -> {
          if (entry.access != Access.WRITE_ONLY) {
            readable.put(key, entry.value);
          }
        });
    return readable;
  }

  List<String> keys() {
    return List.copyOf(entries.keySet());
  }
}
