package io.galvan.auth;

import io.galvan.platform.contract.Auth.CredentialOutcome;
import io.galvan.platform.contract.Auth.CredentialVerdict;
import io.galvan.platform.contract.Auth.Credentials;
import io.galvan.platform.contract.Auth.NewCredentials;
import io.galvan.platform.contract.Done;
import io.galvan.platform.contract.Passwords;
import io.galvan.platform.db.GroupRead;
import io.galvan.platform.db.Writer;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chargers' passwords (OCPP-J 1.6, 6.2; 2.0.1 part 2, A00). A 1.6 AuthorizationKey of 16 to 20
 * bytes is known in three spellings - plain text, hexadecimal text, and the bytes which that text
 * stands for - and whichever was stored, a charger may show any.
 */
final class CredentialService {
  private static final Logger LOG = LoggerFactory.getLogger(CredentialService.class);

  /**
   * Few: these secrets have 16 characters at least and are made by machines, and after a restart of
   * a node every charger of the fleet shows its own at once.
   */
  private static final int ITERATIONS = 2_000;

  private static final int THREADS = 2;
  private static final int MAX_WAITING = 20_000;
  private static final int MAX_REMEMBERED = 200_000;
  private static final int MAX_IDENTITY = 255;

  /** What anyone may show, in bytes of UTF-8. Longer is wrong without a hash. */
  private static final int MAX_SHOWN = 4 * Passwords.MOST;

  private static final CredentialVerdict ACCEPTED =
      new CredentialVerdict(CredentialOutcome.Accepted);
  private static final CredentialVerdict NONE_STORED =
      new CredentialVerdict(CredentialOutcome.NoneStored);
  private static final CredentialVerdict REFUSED = new CredentialVerdict(CredentialOutcome.Refused);

  private final CredentialStore store;
  private final Writer writer;
  private final GroupRead<String, PasswordHash> hashes;
  private final PasswordHasher hasher;
  private final VerifiedSecrets verified = new VerifiedSecrets(MAX_REMEMBERED);

  CredentialService(CredentialStore store, Writer writer, Vertx vertx, MeterRegistry meters) {
    this.store = store;
    this.writer = writer;
    this.hashes = new GroupRead<>("credentials", meters, store::hashes);
    this.hasher =
        new PasswordHasher(vertx, "galvan-charger-passwords", THREADS, ITERATIONS, MAX_WAITING);
  }

  /**
   * Judges what a charger showed. A user name other than the identity is tolerated with the right
   * password: some chargers send their serial number. None at all is refused.
   */
  Future<CredentialVerdict> check(Credentials shown) {
    if (shown.chargerId() == null
        || shown.chargerId().isBlank()
        || shown.chargerId().length() > MAX_IDENTITY
        || shown.chargerId().chars().anyMatch(Character::isISOControl)) {
      return Future.succeededFuture(NONE_STORED);
    }
    String key = Fields.key(shown.chargerId());
    return hashes
        .find(key)
        .compose(
            stored ->
                stored.isEmpty()
                    ? Future.succeededFuture(NONE_STORED)
                    : judge(key, stored.get(), shown))
        .compose(
            verdict ->
                verdict.outcome() == CredentialOutcome.Accepted
                    ? Future.succeededFuture(verdict)
                    : judgeAnnounced(key, shown, verdict));
  }

  /** The first connection with the announced password makes it the only one. */
  private Future<CredentialVerdict> judgeAnnounced(
      String key, Credentials shown, CredentialVerdict otherwise) {
    byte[] password = shown.password();
    if (shown.username() == null
        || password == null
        || password.length == 0
        || password.length > MAX_SHOWN) {
      return Future.succeededFuture(otherwise);
    }
    return store
        .announced(key)
        .compose(
            announced ->
                announced == null
                    ? Future.succeededFuture(otherwise)
                    : hasher
                        .matches(announced, secret(password))
                        .compose(
                            matches ->
                                matches
                                    ? writer.write(unit -> store.fulfil(unit, key).map(ACCEPTED))
                                    : Future.succeededFuture(otherwise)));
  }

  private Future<CredentialVerdict> judge(String key, PasswordHash stored, Credentials shown) {
    byte[] password = shown.password();
    String username = shown.username();
    if (username == null
        || password == null
        || password.length == 0
        || password.length > MAX_SHOWN) {
      return Future.succeededFuture(REFUSED);
    }
    byte[] secret = secret(password);
    Future<Boolean> right =
        verified.contains(key, stored, secret)
            ? Future.succeededFuture(true)
            : hasher
                .matches(stored, secret)
                .onSuccess(
                    matches -> {
                      if (matches) {
                        verified.add(key, stored, secret);
                      }
                    });
    return right.map(
        matches -> {
          if (matches && !Fields.key(username).equals(key)) {
            LOG.info("{} shows the right password under a user name not its own", key);
          }
          return matches ? ACCEPTED : REFUSED;
        });
  }

  /** Stores the password of a charger, or removes it; the old one stops working at the commit. */
  Future<Done> set(NewCredentials request) {
    String key = Fields.key(Fields.required("chargerId", request.chargerId(), 1, MAX_IDENTITY));
    if (request.password() == null) {
      return writer.write(unit -> store.delete(unit, key).map(Done.DONE));
    }
    return hash(request)
        .compose(hash -> writer.write(unit -> store.put(unit, key, hash).map(Done.DONE)));
  }

  /**
   * Keeps the password of a connection profile beside the one that holds, since nobody knows when
   * the station will use the profile, and whether it can.
   */
  Future<Done> announce(NewCredentials request) {
    String key = Fields.key(Fields.required("chargerId", request.chargerId(), 1, MAX_IDENTITY));
    return hash(request)
        .compose(hash -> writer.write(unit -> store.announce(unit, key, hash).map(Done.DONE)));
  }

  private Future<PasswordHash> hash(NewCredentials request) {
    // Which version the station speaks is for those to know who set it.
    String password = Passwords.check("password", String.valueOf(request.password()), null);
    return hasher.hash(secret(password.getBytes(StandardCharsets.UTF_8)));
  }

  /** One secret for all spellings: hexadecimal text of 16 to 20 bytes stands for those bytes. */
  static byte[] secret(byte[] spelling) {
    if (spelling.length < 2 * 16 || spelling.length > 2 * 20 || spelling.length % 2 != 0) {
      return spelling;
    }
    for (byte digit : spelling) {
      if (!HexFormat.isHexDigit(digit)) {
        return spelling;
      }
    }
    return HexFormat.of().parseHex(new String(spelling, StandardCharsets.US_ASCII));
  }

  Future<Void> close() {
    return hasher.close();
  }
}
