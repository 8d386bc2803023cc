package io.galvan.central.route.v2;

import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.TokenTerms.AdditionalToken;
import io.galvan.contract.token.TokenTerms.Told;
import io.galvan.contract.token.Tokens;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.v2.AuthorizationStatus;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.IdTokenInfo;
import io.galvan.ocpp.v2.MessageContent;
import io.galvan.ocpp.v2.MessageFormat;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** idTokens and verdicts on them in the words of 2.x, and back. */
final class IdTokenInfos {
  /** A group whose own type nobody stored: it is ours. */
  private static final String CENTRAL = "Central";

  /** Of an idToken in 2.0.1; 2.1 has room for all we store. */
  private static final int LONGEST_201 = 36;

  private IdTokenInfos() {}

  /**
   * What a station asks of a token.
   *
   * @param evseId where it is shown; null when that is not told
   */
  static Tokens.Authorize question(String chargerId, IdToken token, @Nullable Integer evseId) {
    return new Tokens.Authorize(
        token.idToken(), chargerId, type(token), evseId, additionalInfo(token));
  }

  /** The type of a token; null for one that was not told or could not be read. */
  static @Nullable String type(IdToken token) {
    return token.type().isEmpty() ? null : token.type();
  }

  private static @Nullable List<AdditionalToken> additionalInfo(IdToken token) {
    return token.additionalInfo() == null
        ? null
        : token.additionalInfo().stream()
            .map(each -> new AdditionalToken(each.additionalIdToken(), each.type()))
            .toList();
  }

  /** What a station is told of a verdict. */
  static IdTokenInfo of(Tokens.Authorization verdict, OcppVersion version) {
    return of(verdict, version, null);
  }

  /**
   * The same.
   *
   * @param text for a driver to whom the token has nothing to say; null for none
   */
  static IdTokenInfo of(Tokens.Authorization verdict, OcppVersion version, @Nullable String text) {
    Told told = verdict.told();
    var status = AuthorizationStatus.valueOf(verdict.status().name());
    Instant until = told == null ? null : told.cacheExpiresAt();
    Instant cached = until == null ? verdict.expiresAt() : until;
    return new IdTokenInfo(
        cached == null ? null : cached.atOffset(ZoneOffset.UTC),
        told == null ? null : told.chargingPriority(),
        told == null ? null : told.evseIds(),
        group(verdict.groupIdToken(), told == null ? null : told.groupIdTokenType(), version),
        told == null ? null : told.language1(),
        told == null ? null : told.language2(),
        message(told, text, version),
        status,
        null);
  }

  private static @Nullable IdToken group(
      @Nullable String idToken, @Nullable String type, OcppVersion version) {
    return idToken == null || (version == OcppVersion.V2_0_1 && idToken.length() > LONGEST_201)
        ? null
        : new IdToken(null, idToken, type == null ? CENTRAL : type, null);
  }

  private static @Nullable MessageContent message(
      @Nullable Told told, @Nullable String text, OcppVersion version) {
    MessageContent own = told == null ? null : message(told.personalMessage(), version);
    return own != null || text == null
        ? own
        : new MessageContent(text, MessageFormat.UTF8, null, null);
  }

  private static @Nullable MessageContent message(
      TokenTerms.@Nullable Message message, OcppVersion version) {
    boolean unknown =
        message != null
            && message.format() == TokenTerms.MessageFormat.QRCODE
            && version == OcppVersion.V2_0_1;
    return message == null || unknown
        ? null
        : new MessageContent(
            message.content(),
            MessageFormat.valueOf(message.format().name()),
            message.language(),
            null);
  }
}
