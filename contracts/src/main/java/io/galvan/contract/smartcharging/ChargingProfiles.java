package io.galvan.contract.smartcharging;

import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Charging profiles: templates to make them from, and those that chargers hold. */
public final class ChargingProfiles {
  public static final BusAddress<TemplateQuery, TemplatePage> LIST_TEMPLATES =
      new BusAddress<>("charging-profile.templates.list", TemplateQuery.class, TemplatePage.class);
  public static final BusAddress<TemplateKey, Template> GET_TEMPLATE =
      new BusAddress<>("charging-profile.templates.get", TemplateKey.class, Template.class);
  public static final BusAddress<TemplateData, Template> CREATE_TEMPLATE =
      new BusAddress<>("charging-profile.templates.create", TemplateData.class, Template.class);
  public static final BusAddress<EditTemplate, Template> REPLACE_TEMPLATE =
      new BusAddress<>("charging-profile.templates.replace", EditTemplate.class, Template.class);
  public static final BusAddress<TemplateKey, Done> DELETE_TEMPLATE =
      new BusAddress<>("charging-profile.templates.delete", TemplateKey.class, Done.class);
  public static final BusAddress<Assign, Assigned> ASSIGN =
      new BusAddress<>("charging-profile.assign", Assign.class, Assigned.class);
  public static final BusAddress<ChargerKey, SetProfiles> LIST =
      new BusAddress<>("charging-profile.list", ChargerKey.class, SetProfiles.class);
  public static final BusAddress<ProfileSlot, ProfileNumber> NUMBER =
      new BusAddress<>("charging-profile.number", ProfileSlot.class, ProfileNumber.class);

  private ChargingProfiles() {}

  /**
   * Who sets charging profiles, from the least to the most. A place in a station's stack has one
   * owner; whoever is less than the owner cannot replace what is there.
   */
  public enum Owner {
    /** What a vehicle told that it needs. */
    Vehicle,
    /** The energy management of a site. */
    Energy,
    /** A person, or a program that uses the API. */
    Operator;

    /**
     * Whether this owner may replace what that one has set.
     *
     * @param held null: nobody knows who set it, so only an operator may
     */
    public boolean mayReplace(@Nullable Owner held) {
      return compareTo(held == null ? Operator : held) >= 0;
    }

    /** For people. */
    public String text() {
      return switch (this) {
        case Vehicle -> "the vehicle";
        case Energy -> "the energy management";
        case Operator -> "an operator";
      };
    }
  }

  /** What a profile limits. */
  public enum Purpose {
    ChargePointMaxProfile,
    TxDefaultProfile,
    TxProfile
  }

  /** How its times are meant. */
  public enum Kind {
    Absolute,
    Recurring,
    Relative
  }

  public enum RecurrencyKind {
    Daily,
    Weekly
  }

  public enum RateUnit {
    A,
    W
  }

  /**
   * From startPeriod on, in seconds after the schedule's start, the limit holds.
   *
   * @param limit in the template's unit
   */
  public record Period(int startPeriod, BigDecimal limit, @Nullable Integer numberPhases) {}

  /** What a template says; times left open are filled in when it is applied, where they must be. */
  public record TemplateData(
      String name,
      Purpose purpose,
      Kind kind,
      @Nullable RecurrencyKind recurrencyKind,
      int stackLevel,
      @Nullable Instant validFrom,
      @Nullable Instant validTo,
      @Nullable Integer durationS,
      @Nullable Instant startSchedule,
      RateUnit chargingRateUnit,
      @Nullable BigDecimal minChargingRate,
      List<Period> periods) {}

  public record Template(
      String id,
      String name,
      Purpose purpose,
      Kind kind,
      @Nullable RecurrencyKind recurrencyKind,
      int stackLevel,
      @Nullable Instant validFrom,
      @Nullable Instant validTo,
      @Nullable Integer durationS,
      @Nullable Instant startSchedule,
      RateUnit chargingRateUnit,
      @Nullable BigDecimal minChargingRate,
      List<Period> periods,
      Instant createdAt,
      Instant updatedAt) {}

  public record TemplateKey(String id) {}

  public record EditTemplate(String id, TemplateData data) {}

  public record TemplateQuery(int limit, @Nullable String cursor) {}

  public record TemplatePage(List<Template> items, @Nullable String next) {}

  /**
   * Makes a profile from a template, in the terms of the version that the charger speaks; it is
   * stored once the charger accepts it.
   *
   * @param connectorId of 1.6, or the EVSE of 2.x; 0 is the whole station
   * @param stationTransactionId the charger's own name of the transaction, which 2.x asks for
   */
  public record Assign(
      String chargerId,
      String templateId,
      int connectorId,
      @Nullable Long transactionId,
      OcppVersion version,
      @Nullable String stationTransactionId) {
    /** In the terms of 1.6. */
    public Assign(
        String chargerId, String templateId, int connectorId, @Nullable Long transactionId) {
      this(chargerId, templateId, connectorId, transactionId, OcppVersion.V1_6, null);
    }
  }

  /**
   * @param request the payload of SetChargingProfile as JSON
   */
  public record Assigned(int profileId, String request) {}

  /**
   * A profile the charger accepted and still holds, as far as is known.
   *
   * @param connectorId of 1.6; 0 for a station of 2.x
   * @param transactionId of 1.6
   * @param profile as sent, as JSON
   * @param evseId 0 is the whole station
   * @param stationTransactionId by the station's own name
   * @param source of a profile that the station told of, if it was not the central system
   * @param owner who set it; null where nobody knows
   */
  public record SetProfile(
      int profileId,
      int connectorId,
      String purpose,
      int stackLevel,
      @Nullable Long transactionId,
      String profile,
      Instant setAt,
      int evseId,
      @Nullable String stationTransactionId,
      @Nullable String source,
      @Nullable Owner owner) {
    /** One of which nobody knows who set it. */
    public SetProfile(
        int profileId,
        int connectorId,
        String purpose,
        int stackLevel,
        @Nullable Long transactionId,
        String profile,
        Instant setAt,
        int evseId,
        @Nullable String stationTransactionId,
        @Nullable String source) {
      this(
          profileId,
          connectorId,
          purpose,
          stackLevel,
          transactionId,
          profile,
          setAt,
          evseId,
          stationTransactionId,
          source,
          null);
    }
  }

  public record SetProfiles(List<SetProfile> items) {}

  /** A place in a station's stack of profiles, where only one can be. */
  public record ProfileSlot(
      String chargerId,
      int evseId,
      String purpose,
      int stackLevel,
      @Nullable String stationTransactionId) {}

  /**
   * @param held true: the profile that the station holds there has this number; false: it is new
   */
  public record ProfileNumber(int id, boolean held) {}
}
