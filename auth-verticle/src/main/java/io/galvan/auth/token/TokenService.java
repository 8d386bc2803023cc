package io.galvan.auth.token;

import io.galvan.auth.block.Fields;
import io.galvan.contract.event.Happening;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.Tokens.Authorization;
import io.galvan.contract.token.Tokens.Authorize;
import io.galvan.contract.token.Tokens.Token;
import io.galvan.contract.token.Tokens.TokenData;
import io.galvan.contract.token.Tokens.TokenKey;
import io.galvan.contract.token.Tokens.TokenPage;
import io.galvan.contract.token.Tokens.TokenQuery;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.platform.bus.Done;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.db.GroupCommit;
import io.galvan.platform.db.GroupRead;
import io.galvan.platform.db.Sql;
import io.galvan.platform.db.Writer;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.core.Future;
import java.time.Clock;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Which idTokens may charge (1.6 part 1, 4.1 Authorize; part 2, 7.2 AuthorizationStatus). Every
 * verdict is read from the database, never remembered: a token blocked on any node is blocked on
 * all.
 */
public final class TokenService {
  private static final Logger LOG = LoggerFactory.getLogger(TokenService.class);

  /** As long as 2.1 lets an idToken be; 2.0.1 has 36 and 1.6 has 20. */
  private static final int MAX_ID_TOKEN = 255;

  private static final String ORDER = "idToken";

  private static final int MAX_NOTE = 500;
  private static final int CHARGER_ID = 255;
  private static final int MAX_ACTIVE_TRANSACTIONS = 1_000;
  private static final Instant LAST_EXPIRY = Instant.parse("9999-12-31T23:59:59Z");

  private final TokenStore store;
  private final Writer writer;
  private final Clock clock;
  private final GroupRead<TokenStore.Shown, Standing> standings;
  private final GroupCommit<Denial, Done> denials;

  private record Denial(@Nullable String chargerId, String idToken, TokenStatus status) {}

  TokenService(TokenStore store, Writer writer, Clock clock, MeterRegistry meters) {
    this.store = store;
    this.writer = writer;
    this.clock = clock;
    this.standings =
        new GroupRead<>("authorize", meters, shown -> store.standings(shown, clock.instant()));
    this.denials =
        new GroupCommit<>(
            "authorization-denied",
            writer,
            meters,
            (unit, batch) -> {
              batch.forEach(
                  denial ->
                      unit.emit(
                          denial.chargerId,
                          new Happening.AuthorizationDenied(denial.idToken, denial.status, null)));
              return Future.succeededFuture(Collections.nCopies(batch.size(), Done.DONE));
            });
  }

  /**
   * The verdict on any text that a charger shows; never fails for what the text is. Where the
   * charger vends freely any text nobody stored is accepted.
   */
  public Future<Authorization> authorize(Authorize request) {
    String idToken = request.idToken() == null ? "" : request.idToken();
    String key = mayExist(idToken) ? Fields.key(idToken) : "";
    Future<Authorization> verdict =
        standings
            .find(new TokenStore.Shown(key, Sql.text(request.chargerId(), CHARGER_ID)))
            .map(found -> Verdicts.judge(found.orElse(null), request, clock.instant()));
    return verdict.compose(
        answer ->
            answer.status() == TokenStatus.Accepted
                ? verdict
                : denied(request.chargerId(), idToken, answer));
  }

  /** The token is not who it says, whatever is stored of it. */
  public Future<Authorization> refuse(Authorize request) {
    return denied(
        request.chargerId(), request.idToken() == null ? "" : request.idToken(), Verdicts.UNKNOWN);
  }

  private static boolean mayExist(String idToken) {
    return !idToken.isBlank()
        && idToken.length() <= MAX_ID_TOKEN
        && idToken.chars().noneMatch(Character::isISOControl);
  }

  private Future<Authorization> denied(
      @Nullable String chargerId, String idToken, Authorization verdict) {
    String shown = idToken.length() > MAX_ID_TOKEN ? idToken.substring(0, MAX_ID_TOKEN) : idToken;
    return denials
        .submit(new Denial(chargerId, shown, verdict.status()))
        .transform(
            (ok, failure) -> {
              if (failure != null) {
                // The charger waits at a plug: it gets its "no" even when nobody else hears of it.
                LOG.warn("a denied authorization is not recorded: {}", failure.getMessage());
              }
              return Future.succeededFuture(verdict);
            });
  }

  private static String after(@Nullable String cursor) {
    Cursor after = Cursor.decode(cursor, ORDER);
    return after == null ? "" : after.key();
  }

  /** Tokens by idToken; the search looks into idToken and note. */
  Future<TokenPage> list(TokenQuery query) {
    int limit = Fields.limit(query.limit());
    return store
        .list(
            after(query.cursor()),
            Fields.keyOrNull(Fields.optional("groupIdToken", query.groupIdToken(), MAX_ID_TOKEN)),
            query.status(),
            Fields.keyOrNull(Fields.optional("search", query.search(), MAX_ID_TOKEN)),
            limit + 1,
            clock.instant())
        .map(
            tokens -> {
              if (tokens.size() <= limit) {
                return new TokenPage(tokens, null);
              }
              List<Token> page = List.copyOf(tokens.subList(0, limit));
              String last = Fields.key(page.get(limit - 1).idToken());
              return new TokenPage(page, new Cursor(ORDER, last, last).encode());
            })
        .recover(failure -> Future.failedFuture(Writer.translate(failure)));
  }

  Future<Token> get(TokenKey request) {
    String idToken = idToken(request.idToken());
    return store
        .find(Fields.key(idToken), clock.instant())
        .map(token -> token.orElseThrow(() -> missing(idToken)))
        .recover(failure -> Future.failedFuture(Writer.translate(failure)));
  }

  Future<Token> create(TokenData request) {
    TokenData data = checked(request);
    return writer.write(
        unit ->
            store
                .insert(unit, data)
                .compose(
                    isNew ->
                        isNew
                            ? store.find(unit, Fields.key(data.idToken()))
                            : Future.failedFuture(
                                new GalvanException(
                                    Fault.CONFLICT,
                                    "idToken " + data.idToken() + " exists already",
                                    "idToken")))
                .map(token -> token.orElseThrow(() -> missing(data.idToken()))));
  }

  /** Replaces all that is stored of the token; what the request leaves out is gone. */
  Future<Token> replace(TokenData request) {
    TokenData data = checked(request);
    return writer.write(
        unit ->
            store
                .replace(unit, data)
                .compose(ignored -> store.find(unit, Fields.key(data.idToken())))
                .map(token -> token.orElseThrow(() -> missing(data.idToken()))));
  }

  /** Deletes the token; tokens that name it as their group stay and are then judged alone. */
  Future<Done> delete(TokenKey request) {
    String idToken = idToken(request.idToken());
    return writer.write(
        unit ->
            store
                .delete(unit, Fields.key(idToken))
                .compose(
                    existed ->
                        existed
                            ? Future.succeededFuture(Done.DONE)
                            : Future.failedFuture(missing(idToken))));
  }

  private static TokenData checked(TokenData data) {
    idToken(data.idToken());
    if (data.groupIdToken() != null) {
      Fields.required("groupIdToken", data.groupIdToken(), 1, MAX_ID_TOKEN);
    }
    String type = TermsCheck.type("type", data.type());
    TokenTerms terms = TermsCheck.checked(data.terms());
    Fields.optional("note", data.note(), MAX_NOTE);
    Integer most = data.maxActiveTransactions();
    if (most != null && (most < 1 || most > MAX_ACTIVE_TRANSACTIONS)) {
      throw GalvanException.invalid(
          "maxActiveTransactions",
          "maxActiveTransactions must be from 1 to " + MAX_ACTIVE_TRANSACTIONS);
    }
    Instant expiresAt = data.expiresAt();
    if (expiresAt != null
        && (expiresAt.isAfter(LAST_EXPIRY) || expiresAt.isBefore(Instant.EPOCH))) {
      throw GalvanException.invalid("expiresAt", "expiresAt must be in the years 1970 to 9999");
    }
    return new TokenData(
        data.idToken(),
        type,
        data.groupIdToken(),
        data.blocked(),
        expiresAt,
        most,
        data.note(),
        terms);
  }

  private static String idToken(@Nullable String idToken) {
    return Fields.required("idToken", idToken, 1, MAX_ID_TOKEN);
  }

  private static GalvanException missing(String idToken) {
    return GalvanException.notFound("idToken " + idToken);
  }
}
