package io.galvan.auth.station;

import io.galvan.auth.block.Fields;
import io.galvan.auth.block.PasswordHash;
import io.galvan.auth.block.PasswordHasher;
import io.galvan.auth.block.PasswordHasher.Asker;
import io.galvan.contract.command.Commands.Command;
import io.galvan.contract.station.Passwords;
import io.galvan.contract.station.StationCredentials.AnnouncedCredentials;
import io.galvan.contract.station.StationCredentials.CredentialOutcome;
import io.galvan.contract.station.StationCredentials.CredentialVerdict;
import io.galvan.contract.station.StationCredentials.Credentials;
import io.galvan.contract.station.StationCredentials.NewCredentials;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.GroupRead;
import io.galvan.platform.db.UnitOfWork;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.galvan.platform.event.EventBatch;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The chargers' passwords (OCPP-J 1.6, 6.2; 2.0.1 part 2, A00). A 1.6 AuthorizationKey of 16 to 20
 * bytes is known in three spellings - plain text, hexadecimal text, and the bytes which that text
 * stands for - and whichever was stored, a charger may show any.
 *
 * <p>A new password goes through these states (ADR 30). H is the password that holds, N the new
 * one:
 *
 * <pre>
 * event                                              opens      afterwards
 * announced, before the CALL leaves                  H and N    N is unproven
 * answer Accepted or RebootRequired                  H and N    unproven ones sent before N to the
 *                                                               same place are forgotten
 * answer Rejected or NotSupported; never sent        H          N is forgotten
 * CALLERROR, unreadable answer, none, node killed    H and N    N stays unproven
 * a connection shows H                               H and N    nothing changes
 * a connection shows N                               N          N holds; H and the unproven ones
 *                                                               before N are forgotten, later ones
 *                                                               stay
 * an operator sets the password X                    X          all others are forgotten
 * </pre>
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

  /** Passwords that a station was sent and has not come with. */
  static final int MAX_UNPROVEN = 16;

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

  /** The first connection with an announced password proves it. */
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
        .compose(announced -> match(announced.iterator(), secret(password)))
        .compose(
            matching ->
                matching == null
                    ? Future.succeededFuture(otherwise)
                    : writer
                        .write(unit -> store.prove(unit, matching.id()))
                        .compose(
                            proven ->
                                proven ? Future.succeededFuture(ACCEPTED) : again(key, shown)));
  }

  private Future<CredentialStore.@Nullable Announced> match(
      Iterator<CredentialStore.Announced> announced, byte[] secret) {
    if (!announced.hasNext()) {
      return Future.succeededFuture();
    }
    CredentialStore.Announced next = announced.next();
    return hasher
        .matches(Asker.KNOWN, next.hash(), secret)
        .compose(matches -> matches ? Future.succeededFuture(next) : match(announced, secret));
  }

  /** Another connection proved it, or the station refused it, in the meantime. */
  private Future<CredentialVerdict> again(String key, Credentials shown) {
    return hashes
        .find(key)
        .compose(
            stored ->
                stored.isEmpty()
                    ? Future.succeededFuture(NONE_STORED)
                    : judge(key, stored.get(), shown));
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
                .matches(Asker.KNOWN, stored, secret)
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
    return hash(request.password())
        .compose(hash -> writer.write(unit -> store.put(unit, key, hash).map(Done.DONE)));
  }

  /**
   * Answers {@code auth.credentials.announce}: the passwords open beside the one that holds. A
   * station that has left too many unproven is told no more.
   */
  Future<Done> announce(AnnouncedCredentials request) {
    String key = Fields.key(Fields.required("chargerId", request.chargerId(), 1, MAX_IDENTITY));
    String commandId = Fields.required("commandId", request.commandId(), 1, MAX_IDENTITY);
    List<Future<PasswordHash>> hashes =
        request.passwords().stream().map(announced -> hash(announced.password())).toList();
    return Future.all(hashes).compose(hashed -> announce(key, commandId, request, hashes));
  }

  private Future<Done> announce(
      String key,
      String commandId,
      AnnouncedCredentials request,
      List<Future<PasswordHash>> hashes) {
    return writer.write(
        unit ->
            store
                .announced(unit.sql(), key)
                .compose(
                    unproven -> {
                      if (unproven.size() + hashes.size() > MAX_UNPROVEN) {
                        return Future.failedFuture(
                            new GalvanException(
                                Fault.CONFLICT,
                                "the station was sent "
                                    + unproven.size()
                                    + " passwords and has come with none of them: wait until it"
                                    + " connects anew, or set the password that it has"));
                      }
                      Future<?> announced = Future.succeededFuture();
                      for (int i = 0; i < hashes.size(); i++) {
                        String place = request.passwords().get(i).place();
                        PasswordHash hash = hashes.get(i).result();
                        announced =
                            announced.compose(
                                ok -> store.announce(unit, key, commandId, place, hash));
                      }
                      return announced.map(Done.DONE);
                    }));
  }

  /**
   * Answers {@code auth.events} beside others: what stations made of the passwords that commands
   * brought them.
   */
  Future<Done> hear(EventBatch batch) {
    return settle(PasswordAnswers.in(batch));
  }

  /** Answers {@code auth.credentials.answered}. */
  Future<Done> answered(Command command) {
    return settle(PasswordAnswers.in(command));
  }

  private Future<Done> settle(List<PasswordAnswers.Answer> answers) {
    return answers.isEmpty()
        ? Future.succeededFuture(Done.DONE)
        : writer.write(
            unit -> {
              Future<?> settled = Future.succeededFuture();
              for (PasswordAnswers.Answer answer : answers) {
                settled = settled.compose(ok -> settle(unit, answer));
              }
              return settled.map(Done.DONE);
            });
  }

  private Future<?> settle(UnitOfWork unit, PasswordAnswers.Answer answer) {
    String key = Fields.key(answer.chargerId());
    return answer.taken()
        ? store.taken(unit, key, answer.commandId(), answer.place())
        : store.refused(unit, key, answer.commandId(), answer.place());
  }

  private Future<PasswordHash> hash(@Nullable String given) {
    // Which version the station speaks is for those to know who set it.
    String password = Passwords.check("password", String.valueOf(given), null);
    return hasher.hash(Asker.KNOWN, secret(password.getBytes(StandardCharsets.UTF_8)));
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
