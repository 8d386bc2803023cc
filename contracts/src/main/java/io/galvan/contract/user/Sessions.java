package io.galvan.contract.user;

import io.galvan.contract.user.Users.SignedIn;
import io.galvan.contract.user.Users.User;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The sessions of people and their programs. A session begins with a sign-in, is kept by refresh
 * tokens, and ends by sign-out, with its user, or by time; its access tokens and streams end with
 * it.
 */
public final class Sessions {
  public static final BusAddress<Refresh, SignedIn> REFRESH =
      new BusAddress<>("auth.sessions.refresh", Refresh.class, SignedIn.class);
  public static final BusAddress<SessionKey, Done> END =
      new BusAddress<>("auth.sessions.end", SessionKey.class, Done.class);
  public static final BusAddress<UserSessions, SessionList> LIST =
      new BusAddress<>("auth.sessions.list", UserSessions.class, SessionList.class);
  public static final BusAddress<UserSessions, Done> END_ALL =
      new BusAddress<>("auth.sessions.end-all", UserSessions.class, Done.class);
  public static final BusAddress<EndedQuery, Ended> ENDED =
      new BusAddress<>("auth.sessions.ended", EndedQuery.class, Ended.class);
  public static final BusAddress<SessionKey, Ticket> GIVE_TICKET =
      new BusAddress<>("auth.sessions.tickets.give", SessionKey.class, Ticket.class);
  public static final BusAddress<TicketKey, TicketUser> TAKE_TICKET =
      new BusAddress<>("auth.sessions.tickets.take", TicketKey.class, TicketUser.class);

  private Sessions() {}

  /**
   * Where a request comes from.
   *
   * @param address as shown to people
   * @param network what failures are counted by, see {@code ClientAddress}
   */
  public record Origin(String address, String network, @Nullable String userAgent) {
    public static final Origin UNKNOWN = new Origin("unknown", "unknown", null);
  }

  /**
   * Changes a refresh token for an access token and the next refresh token. UNAUTHENTICATED when
   * the session has ended; a token that was used before, more than 10 s ago, ends it.
   */
  public record Refresh(String refreshToken, Origin origin) {
    @Override
    public String toString() {
      return "Refresh";
    }
  }

  public record SessionKey(String id) {}

  public record UserSessions(String userId) {}

  /** A session that has not ended. */
  public record Session(
      String id,
      Instant createdAt,
      Instant lastUsedAt,
      @Nullable String address,
      @Nullable String userAgent) {}

  /** The most recently used first. */
  public record SessionList(List<Session> items) {}

  /** Which sessions ended after a time, from the database. */
  public record EndedQuery(Instant after) {}

  public record Ended(List<String> ids) {}

  /** Opens one stream of events, once, until it expires. */
  public record Ticket(String ticket, Instant expiresAt) {
    @Override
    public String toString() {
      return "Ticket";
    }
  }

  /** Takes the ticket away; UNAUTHENTICATED when there is none, or its session has ended. */
  public record TicketKey(String ticket) {
    @Override
    public String toString() {
      return "TicketKey";
    }
  }

  public record TicketUser(String sessionId, User user) {}
}
