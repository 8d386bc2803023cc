package io.galvan.contract.event;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import io.galvan.contract.campaign.Campaigns;
import io.galvan.contract.command.Commands;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.transaction.Transactions;
import io.galvan.contract.user.Users;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.event.DomainEvent;
import io.galvan.platform.event.EventType;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What happened: one record a kind of event. */
@JsonSubTypes({
  @JsonSubTypes.Type(value = Happening.ChargerConnected.class, name = "charger_connected"),
  @JsonSubTypes.Type(value = Happening.ChargerDisconnected.class, name = "charger_disconnected"),
  @JsonSubTypes.Type(value = Happening.ChargerBooted.class, name = "charger_booted"),
  @JsonSubTypes.Type(value = Happening.ChargerUpdated.class, name = "charger_updated"),
  @JsonSubTypes.Type(value = Happening.ConnectorUpdated.class, name = "connector_updated"),
  @JsonSubTypes.Type(value = Happening.TransactionStarted.class, name = "transaction_started"),
  @JsonSubTypes.Type(value = Happening.TransactionUpdated.class, name = "transaction_updated"),
  @JsonSubTypes.Type(value = Happening.TransactionStopped.class, name = "transaction_stopped"),
  @JsonSubTypes.Type(
      value = Happening.TransactionEndInferred.class,
      name = "transaction_end_inferred"),
  @JsonSubTypes.Type(value = Happening.TransactionCorrected.class, name = "transaction_corrected"),
  @JsonSubTypes.Type(
      value = Happening.TransactionIdentified.class,
      name = "transaction_identified"),
  @JsonSubTypes.Type(value = Happening.TransactionStatusTold.class, name = "transaction_status"),
  @JsonSubTypes.Type(value = Happening.CostDue.class, name = "cost_due"),
  @JsonSubTypes.Type(value = Happening.AuthorizationDenied.class, name = "authorization_denied"),
  @JsonSubTypes.Type(value = Happening.CommandCompleted.class, name = "command_completed"),
  @JsonSubTypes.Type(value = Happening.CampaignUpdated.class, name = "campaign_updated"),
  @JsonSubTypes.Type(value = Happening.UserCreated.class, name = "user_created"),
  @JsonSubTypes.Type(value = Happening.SecurityEvent.class, name = "security_event"),
  @JsonSubTypes.Type(value = Happening.PolicyUpdated.class, name = "policy_updated"),
  @JsonSubTypes.Type(value = Happening.DeadLetterStored.class, name = "dead_letter_stored"),
  @JsonSubTypes.Type(value = Happening.StationDeviated.class, name = "station_deviated")
})
public sealed interface Happening extends DomainEvent {
  record ChargerConnected(
      String nodeId, long epoch, Chargers.Transport transport, OcppVersion version)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.charger_connected;
    }
  }

  record ChargerDisconnected(String nodeId, long epoch, String reason) implements Happening {
    @Override
    public EventType type() {
      return EventType.charger_disconnected;
    }
  }

  /**
   * A BootNotification.
   *
   * @param reboot false when it was asked for: the station has not started anew
   */
  record ChargerBooted(
      Chargers.Registration registration,
      String vendor,
      String model,
      @Nullable String firmwareVersion,
      boolean reboot)
      implements Happening {
    /** Of a station that started anew. */
    public ChargerBooted(
        Chargers.Registration registration,
        String vendor,
        String model,
        @Nullable String firmwareVersion) {
      this(registration, vendor, model, firmwareVersion, true);
    }

    @Override
    public EventType type() {
      return EventType.charger_booted;
    }
  }

  enum ChargerChange {
    Created,
    Edited,
    Deleted,
    Configuration,
    Firmware,
    Diagnostics,
    /**
     * Not connected for longer than the policy waits: its transactions cannot be believed to run.
     */
    Lost
  }

  record ChargerUpdated(ChargerChange change, @Nullable String detail) implements Happening {
    @Override
    public EventType type() {
      return EventType.charger_updated;
    }
  }

  record ConnectorUpdated(
      int evseId,
      int connectorId,
      String status,
      String errorCode,
      @Nullable String info,
      Instant statusAt)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.connector_updated;
    }
  }

  record TransactionStarted(Transactions.Transaction transaction) implements Happening {
    @Override
    public EventType type() {
      return EventType.transaction_started;
    }
  }

  record TransactionUpdated(
      long transactionId,
      int connectorId,
      Instant meteredAt,
      @Nullable BigDecimal energyWh,
      @Nullable BigDecimal powerW,
      @Nullable BigDecimal socPercent)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.transaction_updated;
    }
  }

  /**
   * The end of a transaction, told once: when the station or an operator told it, or when an
   * inferred end has stood for an hour.
   */
  record TransactionStopped(Transactions.Transaction transaction) implements Happening {
    @Override
    public EventType type() {
      return EventType.transaction_stopped;
    }
  }

  /** A transaction does not run any more, as it seems; its end may still be told otherwise. */
  record TransactionEndInferred(Transactions.Transaction transaction) implements Happening {
    @Override
    public EventType type() {
      return EventType.transaction_end_inferred;
    }
  }

  /** It runs after all, or it ended in another way than {@link TransactionStopped} told. */
  record TransactionCorrected(Transactions.Transaction transaction) implements Happening {
    @Override
    public EventType type() {
      return EventType.transaction_corrected;
    }
  }

  /**
   * The transaction that does not run any more since this happened; null when it tells nothing new
   * of that.
   */
  static Transactions.@Nullable Transaction over(DomainEvent happening) {
    if (happening instanceof TransactionEndInferred inferred) {
      return inferred.transaction();
    }
    if (happening instanceof TransactionStopped stopped) {
      return isInferred(stopped.transaction()) ? null : stopped.transaction();
    }
    return happening instanceof TransactionCorrected corrected
            && corrected.transaction().state() == Transactions.TransactionState.Ended
        ? corrected.transaction()
        : null;
  }

  private static boolean isInferred(Transactions.Transaction transaction) {
    return transaction.inferredEnd() != null
        && transaction.inferredEnd() != Transactions.InferredEnd.Operator;
  }

  /** After its first event more came to be known: its token, EVSE, reservation or remote start. */
  record TransactionIdentified(Transactions.Transaction transaction) implements Happening {
    @Override
    public EventType type() {
      return EventType.transaction_identified;
    }
  }

  /**
   * A station answered what became of a transaction.
   *
   * @param ongoing null when it did not say
   */
  record TransactionStatusTold(
      String stationTransactionId, @Nullable Boolean ongoing, boolean messagesInQueue)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.transaction_status;
    }
  }

  /** The station is to be told what its transaction costs so far. */
  record CostDue(
      long transactionId, String stationTransactionId, BigDecimal totalCost, String currency)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.cost_due;
    }
  }

  record AuthorizationDenied(
      String idToken, Tokens.TokenStatus status, @Nullable Integer connectorId)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.authorization_denied;
    }
  }

  /** A command came to its end, or what it asked for followed or failed to. */
  record CommandCompleted(Commands.Command command) implements Happening {
    @Override
    public EventType type() {
      return EventType.command_completed;
    }
  }

  /** Told at most once a second while it runs, and at its end. */
  record CampaignUpdated(
      String campaignId, Campaigns.CampaignState state, Map<Campaigns.ResultState, Long> counts)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.campaign_updated;
    }
  }

  record UserCreated(Users.User user) implements Happening {
    @Override
    public EventType type() {
      return EventType.user_created;
    }
  }

  record SecurityEvent(String name, @Nullable String detail, Instant reportedAt)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.security_event;
    }
  }

  /**
   * Another policy holds for these chargers, because theirs or their site's changed or they moved.
   *
   * @param freeVending as they or their site say; null: as the system's default
   */
  record PolicyUpdated(List<String> chargerIds, @Nullable Boolean freeVending)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.policy_updated;
    }
  }

  /**
   * A CALL of the station could not be handled and was answered with InternalError; it is kept.
   *
   * @param fault what went wrong, for people
   */
  record DeadLetterStored(long deadLetterId, String action, String fault) implements Happening {
    @Override
    public EventType type() {
      return EventType.dead_letter_stored;
    }
  }

  /**
   * What a station told deviates from the standard, as its meaning shows.
   *
   * @param kind the name of a kind of deviation
   * @param field where in the message
   * @param raw what was told
   * @param taken what it is taken for
   */
  record StationDeviated(String action, String kind, String field, String raw, String taken)
      implements Happening {
    @Override
    public EventType type() {
      return EventType.station_deviated;
    }
  }
}
