package io.galvan.platform.contract;

import io.galvan.platform.bus.BusAddress;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the auth service answers: idTokens, charger credentials, users. */
public final class Auth {
  public static final BusAddress<Authorize, Authorization> AUTHORIZE =
      new BusAddress<>("auth.authorize", Authorize.class, Authorization.class);
  public static final BusAddress<TokenQuery, TokenPage> LIST_TOKENS =
      new BusAddress<>("auth.tokens.list", TokenQuery.class, TokenPage.class);
  public static final BusAddress<TokenKey, Token> GET_TOKEN =
      new BusAddress<>("auth.tokens.get", TokenKey.class, Token.class);
  public static final BusAddress<TokenData, Token> CREATE_TOKEN =
      new BusAddress<>("auth.tokens.create", TokenData.class, Token.class);
  public static final BusAddress<TokenData, Token> REPLACE_TOKEN =
      new BusAddress<>("auth.tokens.replace", TokenData.class, Token.class);
  public static final BusAddress<TokenKey, Done> DELETE_TOKEN =
      new BusAddress<>("auth.tokens.delete", TokenKey.class, Done.class);

  public static final BusAddress<Credentials, CredentialVerdict> CHECK_CREDENTIALS =
      new BusAddress<>("auth.credentials.check", Credentials.class, CredentialVerdict.class);
  public static final BusAddress<NewCredentials, Done> SET_CREDENTIALS =
      new BusAddress<>("auth.credentials.set", NewCredentials.class, Done.class);

  /**
   * Passwords that a station is about to be told: each opens beside the one that holds, until a
   * connection proves it or the station refused it.
   */
  public static final BusAddress<AnnouncedCredentials, Done> ANNOUNCE_CREDENTIALS =
      new BusAddress<>("auth.credentials.announce", AnnouncedCredentials.class, Done.class);

  /**
   * What a station answered to a command that brought it a password; the event of the command's end
   * tells the same, later and surely.
   */
  public static final BusAddress<Commands.Command, Done> ANSWERED_CREDENTIALS =
      new BusAddress<>("auth.credentials.answered", Commands.Command.class, Done.class);

  public static final BusAddress<SignUp, Done> SIGN_UP =
      new BusAddress<>("auth.users.sign-up", SignUp.class, Done.class);
  public static final BusAddress<ConfirmSignUp, User> CONFIRM_SIGN_UP =
      new BusAddress<>("auth.users.confirm-sign-up", ConfirmSignUp.class, User.class);
  public static final BusAddress<SignIn, SignedIn> SIGN_IN =
      new BusAddress<>("auth.users.sign-in", SignIn.class, SignedIn.class);
  public static final BusAddress<ChangePassword, Done> CHANGE_PASSWORD =
      new BusAddress<>("auth.users.change-password", ChangePassword.class, Done.class);
  public static final BusAddress<UserQuery, UserPage> LIST_USERS =
      new BusAddress<>("auth.users.list", UserQuery.class, UserPage.class);
  public static final BusAddress<UserKey, User> GET_USER =
      new BusAddress<>("auth.users.get", UserKey.class, User.class);
  public static final BusAddress<NewUser, User> CREATE_USER =
      new BusAddress<>("auth.users.create", NewUser.class, User.class);
  public static final BusAddress<EditUser, User> EDIT_USER =
      new BusAddress<>("auth.users.edit", EditUser.class, User.class);
  public static final BusAddress<UserKey, Done> DELETE_USER =
      new BusAddress<>("auth.users.delete", UserKey.class, Done.class);
  public static final BusAddress<VerificationKeysQuery, VerificationKeys> VERIFICATION_KEYS =
      new BusAddress<>(
          "auth.verification-keys", VerificationKeysQuery.class, VerificationKeys.class);

  private Auth() {}

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

  /**
   * From most to least: Admin may all, Operator all but users, Viewer only reads, Driver (self
   * sign-up) only their own profile.
   */
  public enum Role {
    Admin,
    Operator,
    Viewer,
    Driver
  }

  public record User(
      String id,
      String email,
      String name,
      Role role,
      Instant createdAt,
      @Nullable Instant lastSignInAt) {}

  /** A person signs up for themselves, and gets a mail. */
  public record SignUp(String email, String name, String password, Sessions.Origin origin) {
    @Override
    public String toString() {
      return "SignUp[" + email + "]";
    }
  }

  /** The code of that mail, and the password once more: the person becomes a Driver. */
  public record ConfirmSignUp(String code, String password) {
    @Override
    public String toString() {
      return "ConfirmSignUp";
    }
  }

  /** A person or their program signs in. */
  public record SignIn(String email, String password, Sessions.Origin origin) {
    /** From an address that is not known. */
    public SignIn(String email, String password) {
      this(email, password, Sessions.Origin.UNKNOWN);
    }

    @Override
    public String toString() {
      return "SignIn[" + email + "]";
    }
  }

  /**
   * A session that begins or goes on.
   *
   * @param token a JWT (ES256) with subject = user id and claims sid (session id), email, name,
   *     role
   * @param refreshToken gets the next token, once
   */
  public record SignedIn(String token, Instant expiresAt, User user, String refreshToken) {
    @Override
    public String toString() {
      return "SignedIn[" + user.email() + "]";
    }
  }

  public record ChangePassword(String userId, String oldPassword, String newPassword) {
    @Override
    public String toString() {
      return "ChangePassword[" + userId + "]";
    }
  }

  /** An admin makes a user of any role. */
  public record NewUser(String email, String name, Role role, String password) {
    @Override
    public String toString() {
      return "NewUser[" + email + "]";
    }
  }

  public record EditUser(
      String id, @Nullable String name, @Nullable Role role, @Nullable String password) {
    @Override
    public String toString() {
      return "EditUser[" + id + "]";
    }
  }

  public record UserKey(String id) {}

  public record UserQuery(@Nullable String search, int limit, @Nullable String cursor) {}

  public record UserPage(List<User> items, @Nullable String next) {}

  public record VerificationKeysQuery() {}

  /** The public keys (PEM, EC P-256) whose private halves sign the JWTs. */
  public record VerificationKeys(List<String> pem) {}
}
