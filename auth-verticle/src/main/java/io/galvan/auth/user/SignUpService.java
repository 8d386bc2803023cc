package io.galvan.auth.user;

import io.galvan.auth.block.Fields;
import io.galvan.auth.block.PasswordHasher.Asker;
import io.galvan.contract.notification.Notifications;
import io.galvan.contract.notification.Notifications.NewMail;
import io.galvan.contract.user.Users.ConfirmSignUp;
import io.galvan.contract.user.Users.Role;
import io.galvan.contract.user.Users.SignUp;
import io.galvan.contract.user.Users.User;
import io.galvan.platform.bus.Bus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.vertx.core.Future;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * People who sign up for themselves, where they may. The answer is the same whether the address has
 * an account or not; what there is to say goes to the address by mail. An account begins when the
 * code of the mail comes back with the password that was chosen, so that nobody can have an account
 * made for somebody else.
 */
final class SignUpService {
  private static final Duration GOOD = Duration.ofHours(24);

  /** Codes of an address that are good at once: more than one network can take away. */
  private static final int MOST_OF_AN_ADDRESS = 10;

  private static final int MOST = 10_000;
  private static final int MOST_MAILS = 3;
  private static final int MOST_COUNTS = 20_000;
  private static final int CODE_BYTES = 24;
  private static final int MAX_CODE = 100;
  private static final int MAX_PASSWORD = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SignUpStore store;
  private final UserStore users;
  private final UserService accounts;
  private final Writer writer;
  private final Bus bus;
  private final Clock clock;
  private final boolean open;
  private final @Nullable String publicUrl;
  private final WindowCounts<Sent> sent;

  /** Mails that one network had sent to an address. */
  private record Sent(String network, String address) {}

  /**
   * @param open whether people may sign up for themselves
   * @param publicUrl of the dashboard, for the link in the mail; null sends the code alone
   */
  SignUpService(
      SignUpStore store,
      UserStore users,
      UserService accounts,
      Writer writer,
      Bus bus,
      Clock clock,
      boolean open,
      @Nullable String publicUrl) {
    this.store = store;
    this.users = users;
    this.accounts = accounts;
    this.writer = writer;
    this.bus = bus;
    this.clock = clock;
    this.open = open;
    this.publicUrl = publicUrl;
    this.sent = new WindowCounts<>(clock, GOOD, MOST_COUNTS);
  }

  /**
   * Writes to the address, whatever there is; FORBIDDEN where sign-up is closed. TOO_MANY when the
   * same network asked for three mails to this address within a day; other networks' requests do
   * not count, so nobody can keep others from signing up.
   */
  Future<Done> signUp(SignUp request) {
    if (!open) {
      throw new GalvanException(Fault.FORBIDDEN, "sign-up is closed; ask an admin for an account");
    }
    String email = plain(UserService.email(request.email()));
    String name = UserService.name(request.name());
    byte[] secret = PasswordRules.check("password", request.password(), email);
    Sent key = new Sent(request.origin().network(), Fields.key(email));
    sent.check(key, MOST_MAILS, "too many mails to this address");
    sent.count(key);
    byte[] bytes = new byte[CODE_BYTES];
    RANDOM.nextBytes(bytes);
    String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    return accounts
        .hasher()
        .hash(Asker.STRANGER, secret)
        .compose(
            hash ->
                writer.write(
                    unit ->
                        store
                            .prune(unit)
                            .compose(
                                ok ->
                                    store.insert(
                                        unit,
                                        hash(code),
                                        new SignUpStore.Pending(email, name, hash),
                                        clock.instant().plus(GOOD),
                                        MOST_OF_AN_ADDRESS,
                                        MOST))))
        .compose(
            stored ->
                users
                    .exists(Fields.key(email))
                    .compose(
                        known -> bus.request(Notifications.SEND_MAIL, mail(email, code, known))));
  }

  /**
   * Letters of other scripts that look like Latin ones make one address look like another; so do
   * domains that are written in code.
   */
  private static String plain(String email) {
    String domain = email.substring(email.indexOf('@') + 1).toLowerCase(Locale.ROOT);
    if (email.chars().anyMatch(c -> c <= ' ' || c > '~')
        || domain.startsWith("xn--")
        || domain.contains(".xn--")) {
      throw GalvanException.invalid(
          "email", "email may have Latin letters, figures and signs only; else ask an admin");
    }
    return email;
  }

  /** Says nothing that a stranger wrote: it goes to whatever address was entered. */
  private NewMail mail(String email, String code, boolean known) {
    String key = "sign-up-" + HexFormat.of().formatHex(hash(code), 0, 16);
    if (known) {
      return new NewMail(
          key,
          email,
          "You have a Galvan account",
          """
          Hello,

          somebody signed up to Galvan with this address, which has an account already. If
          it was you, sign in with your password, or ask the operator for a new one. If not,
          there is nothing to do.

          Galvan
          """);
    }
    String how =
        publicUrl == null
            ? "On the page /confirm of Galvan enter this code, and the password that you chose:\n\n"
                + code
            : "Open this page, and enter the password that you chose:\n\n"
                + publicUrl.replaceFirst("/+$", "")
                + "/confirm#"
                + code;
    return new NewMail(
        key,
        email,
        "Confirm your address for Galvan",
        """
        Hello,

        you signed up to Galvan with this address. %s

        This is good for 24 hours. If you did not sign up, somebody else entered your
        address: do nothing, and there will be no account.

        Galvan
        """
            .formatted(how));
  }

  /**
   * Makes the Driver whose address is proven. UNAUTHENTICATED when code and password do not belong
   * together or the code has expired; CONFLICT when the address has an account by now.
   */
  Future<User> confirm(ConfirmSignUp request) {
    String code = Fields.required("code", request.code(), 1, MAX_CODE).strip();
    String password = Fields.required("password", request.password(), 1, MAX_PASSWORD);
    return writer
        .write(unit -> store.find(unit, hash(code)))
        .compose(
            found -> {
              SignUpStore.Pending pending = found.orElseThrow(SignUpService::wrong);
              return accounts
                  .hasher()
                  .matches(
                      Asker.STRANGER, pending.password(), password.getBytes(StandardCharsets.UTF_8))
                  .compose(right -> right ? make(code) : Future.failedFuture(wrong()));
            });
  }

  private Future<User> make(String code) {
    return writer.write(
        unit ->
            store
                .find(unit, hash(code))
                .map(found -> found.orElseThrow(SignUpService::wrong))
                .compose(
                    pending ->
                        store
                            .deleteOf(unit, pending.email())
                            .compose(
                                ok ->
                                    accounts.insert(
                                        unit,
                                        pending.email(),
                                        pending.name(),
                                        Role.Driver,
                                        pending.password()))));
  }

  private static GalvanException wrong() {
    return new GalvanException(
        Fault.UNAUTHENTICATED, "the code has expired, or the password is not the one you chose");
  }

  private static byte[] hash(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
