package io.galvan.contract.station;

import io.galvan.contract.command.Commands;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Passwords of charging stations, kept by the auth service (security whitepaper, A00). */
public final class StationCredentials {
  public static final BusAddress<Credentials, CredentialVerdict> CHECK =
      new BusAddress<>("auth.credentials.check", Credentials.class, CredentialVerdict.class);
  public static final BusAddress<NewCredentials, Done> SET =
      new BusAddress<>("auth.credentials.set", NewCredentials.class, Done.class);

  /**
   * Passwords that a station is about to be told: each opens beside the one that holds, until a
   * connection proves it or the station refused it.
   */
  public static final BusAddress<AnnouncedCredentials, Done> ANNOUNCE =
      new BusAddress<>("auth.credentials.announce", AnnouncedCredentials.class, Done.class);

  /**
   * What a station answered to a command that brought it a password; the event of the command's end
   * tells the same, later and surely.
   */
  public static final BusAddress<Commands.Command, Done> ANSWERED =
      new BusAddress<>("auth.credentials.answered", Commands.Command.class, Done.class);

  private StationCredentials() {}

  /**
   * What a charger showed at its connection; the password as the bytes it sent (Basic auth or MQTT
   * CONNECT).
   */
  public record Credentials(
      String chargerId, @Nullable String username, byte @Nullable [] password) {
    @Override
    public String toString() {
      return "Credentials[" + chargerId + "]";
    }
  }

  public enum CredentialOutcome {
    /** The password is right. */
    Accepted,
    /** The charger has no password stored; whether that is enough is the gateway's policy. */
    NoneStored,
    /** A password is stored and what was shown is missing or wrong. */
    Refused
  }

  public record CredentialVerdict(CredentialOutcome outcome) {}

  /**
   * Sets the charger's password (16-20 bytes as text or hex for 1.6; 16-40 characters for 2.x);
   * null removes it.
   */
  public record NewCredentials(String chargerId, @Nullable String password) {
    @Override
    public String toString() {
      return "NewCredentials[" + chargerId + "]";
    }
  }

  /**
   * @param commandId the command that carries them; its end tells what the station made of them
   */
  public record AnnouncedCredentials(
      String chargerId, String commandId, List<AnnouncedPassword> passwords) {}

  /**
   * @param place where the station keeps it, see {@link PasswordPlaces}
   */
  public record AnnouncedPassword(String place, String password) {
    @Override
    public String toString() {
      return "AnnouncedPassword[" + place + "]";
    }
  }
}
