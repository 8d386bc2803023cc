package io.galvan.contract.token;

import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * IdTokens (1.6: idTags), kept by the auth service: which may charge, where, when and on what
 * terms.
 */
public final class Tokens {
  public static final BusAddress<Authorize, Authorization> AUTHORIZE =
      new BusAddress<>("auth.authorize", Authorize.class, Authorization.class);
  public static final BusAddress<TokenQuery, TokenPage> LIST =
      new BusAddress<>("auth.tokens.list", TokenQuery.class, TokenPage.class);
  public static final BusAddress<TokenKey, Token> GET =
      new BusAddress<>("auth.tokens.get", TokenKey.class, Token.class);
  public static final BusAddress<TokenData, Token> CREATE =
      new BusAddress<>("auth.tokens.create", TokenData.class, Token.class);
  public static final BusAddress<TokenData, Token> REPLACE =
      new BusAddress<>("auth.tokens.replace", TokenData.class, Token.class);
  public static final BusAddress<TokenKey, Done> DELETE =
      new BusAddress<>("auth.tokens.delete", TokenKey.class, Done.class);

  private Tokens() {}

  /**
   * The standard's AuthorizationStatus (1.6 part 2, 7.2; 2.0.1 part 2, 3.2). ConcurrentTx is
   * decided by the transaction service at a start.
   */
  public enum TokenStatus {
    Accepted,
    Blocked,
    Expired,
    Invalid,
    ConcurrentTx,
    NoCredit,
    NotAllowedTypeEVSE,
    NotAtThisLocation,
    NotAtThisTime,
    Unknown;

    /** The nearest of the five that OCPP 1.6 has. */
    public TokenStatus in16() {
      return switch (this) {
        case Accepted, Blocked, Expired, Invalid, ConcurrentTx -> this;
        case NoCredit -> Blocked;
        case NotAllowedTypeEVSE, NotAtThisLocation, NotAtThisTime, Unknown -> Invalid;
      };
    }
  }

  /**
   * May this idToken charge? Compared without regard to letter case (CiString).
   *
   * @param idTokenType the standard's text, such as ISO14443; null where the version has no types
   * @param evseId where it is shown; null when that is not told
   */
  public record Authorize(
      String idToken,
      @Nullable String chargerId,
      @Nullable String idTokenType,
      @Nullable Integer evseId,
      @Nullable List<TokenTerms.AdditionalToken> additionalInfo) {
    /** As OCPP 1.6 asks. */
    public Authorize(String idToken, @Nullable String chargerId) {
      this(idToken, chargerId, null, null, null);
    }
  }

  /**
   * The verdict on an idToken.
   *
   * @param maxActiveTransactions how many transactions may run on the token at once; null is no
   *     limit
   * @param told what more a station of 2.x is told; null is nothing
   */
  public record Authorization(
      TokenStatus status,
      @Nullable Instant expiresAt,
      @Nullable String groupIdToken,
      @Nullable Integer maxActiveTransactions,
      TokenTerms.@Nullable Told told) {
    /** A verdict without more to tell. */
    public Authorization(
        TokenStatus status,
        @Nullable Instant expiresAt,
        @Nullable String groupIdToken,
        @Nullable Integer maxActiveTransactions) {
      this(status, expiresAt, groupIdToken, maxActiveTransactions, null);
    }

    /** The same but for its status. */
    public Authorization as(TokenStatus other) {
      return new Authorization(other, expiresAt, groupIdToken, maxActiveTransactions, told);
    }
  }

  /**
   * A stored idToken (1.6: idTag), as the API shows it. {@code status} is the verdict it would get
   * now, wherever its terms let it charge.
   *
   * @param type the standard's text; null fits any
   */
  public record Token(
      String idToken,
      @Nullable String type,
      @Nullable String groupIdToken,
      @Nullable String groupIdTokenType,
      boolean blocked,
      @Nullable Instant expiresAt,
      @Nullable Integer maxActiveTransactions,
      @Nullable String note,
      @Nullable TokenTerms terms,
      TokenStatus status,
      Instant createdAt,
      Instant updatedAt) {
    /** A token of any type on no further terms. */
    public Token(
        String idToken,
        @Nullable String groupIdToken,
        boolean blocked,
        @Nullable Instant expiresAt,
        @Nullable Integer maxActiveTransactions,
        @Nullable String note,
        TokenStatus status,
        Instant createdAt,
        Instant updatedAt) {
      this(
          idToken,
          null,
          groupIdToken,
          null,
          blocked,
          expiresAt,
          maxActiveTransactions,
          note,
          null,
          status,
          createdAt,
          updatedAt);
    }
  }

  /**
   * @param type the standard's text, such as ISO14443; null fits any
   */
  public record TokenData(
      String idToken,
      @Nullable String type,
      @Nullable String groupIdToken,
      boolean blocked,
      @Nullable Instant expiresAt,
      @Nullable Integer maxActiveTransactions,
      @Nullable String note,
      @Nullable TokenTerms terms) {
    /** A token of any type on no further terms. */
    public TokenData(
        String idToken,
        @Nullable String groupIdToken,
        boolean blocked,
        @Nullable Instant expiresAt,
        @Nullable Integer maxActiveTransactions,
        @Nullable String note) {
      this(idToken, null, groupIdToken, blocked, expiresAt, maxActiveTransactions, note, null);
    }
  }

  public record TokenKey(String idToken) {}

  public record TokenQuery(
      @Nullable String search,
      @Nullable String groupIdToken,
      @Nullable TokenStatus status,
      int limit,
      @Nullable String cursor) {}

  public record TokenPage(List<Token> items, @Nullable String next) {}
}
