package io.galvan.contract.user;

import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Users and how they sign in, kept by the auth service. */
public final class Users {
  public static final BusAddress<SignUp, Done> SIGN_UP =
      new BusAddress<>("auth.users.sign-up", SignUp.class, Done.class);
  public static final BusAddress<ConfirmSignUp, User> CONFIRM_SIGN_UP =
      new BusAddress<>("auth.users.confirm-sign-up", ConfirmSignUp.class, User.class);
  public static final BusAddress<SignIn, SignedIn> SIGN_IN =
      new BusAddress<>("auth.users.sign-in", SignIn.class, SignedIn.class);
  public static final BusAddress<ChangePassword, Done> CHANGE_PASSWORD =
      new BusAddress<>("auth.users.change-password", ChangePassword.class, Done.class);
  public static final BusAddress<UserQuery, UserPage> LIST =
      new BusAddress<>("auth.users.list", UserQuery.class, UserPage.class);
  public static final BusAddress<UserKey, User> GET =
      new BusAddress<>("auth.users.get", UserKey.class, User.class);
  public static final BusAddress<NewUser, User> CREATE =
      new BusAddress<>("auth.users.create", NewUser.class, User.class);
  public static final BusAddress<EditUser, User> EDIT =
      new BusAddress<>("auth.users.edit", EditUser.class, User.class);
  public static final BusAddress<UserKey, Done> DELETE =
      new BusAddress<>("auth.users.delete", UserKey.class, Done.class);
  public static final BusAddress<VerificationKeysQuery, VerificationKeys> VERIFICATION_KEYS =
      new BusAddress<>(
          "auth.verification-keys", VerificationKeysQuery.class, VerificationKeys.class);

  private Users() {}

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
