package io.galvan.charger.locallist;

import io.galvan.charger.block.Payload;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.TokenTerms.Told;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.AuthorizationData;
import io.galvan.ocpp.v16.AuthorizationStatus;
import io.galvan.ocpp.v16.GetLocalListVersionResponse;
import io.galvan.ocpp.v16.IdTagInfo;
import io.galvan.ocpp.v16.SendLocalListRequest;
import io.galvan.ocpp.v16.UpdateType;
import io.galvan.ocpp.v2.IdToken;
import io.galvan.ocpp.v2.IdTokenInfo;
import io.galvan.ocpp.v2.MessageContent;
import io.galvan.ocpp.v2.MessageFormat;
import io.galvan.ocpp.v2.Update;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** SendLocalList and GetLocalListVersion in the words of each version. */
final class LocalListMessages {
  /** A group whose own type nobody stored: it is ours. */
  private static final String CENTRAL = "Central";

  private LocalListMessages() {}

  static String write(
      OcppVersion version, int listVersion, boolean full, List<LocalList.Change> changes) {
    if (version == OcppVersion.V1_6) {
      return Shape.of(SendLocalListRequest.class)
          .write(
              new SendLocalListRequest(
                  listVersion,
                  changes.stream().map(LocalListMessages::data16).toList(),
                  full ? UpdateType.Full : UpdateType.Differential));
    }
    return Shape.of(io.galvan.ocpp.v2.SendLocalListRequest.class, version)
        .write(
            new io.galvan.ocpp.v2.SendLocalListRequest(
                changes.isEmpty() ? null : changes.stream().map(LocalListMessages::data2).toList(),
                listVersion,
                full ? Update.Full : Update.Differential,
                null));
  }

  static Optional<LocalList.Update> read(OcppVersion version, String request) {
    return version == OcppVersion.V1_6
        ? Payload.read(request, SendLocalListRequest.class).map(LocalListMessages::update16)
        : Payload.read(request, io.galvan.ocpp.v2.SendLocalListRequest.class, version)
            .map(LocalListMessages::update2);
  }

  static Optional<Integer> readVersion(OcppVersion version, @Nullable String response) {
    return version == OcppVersion.V1_6
        ? Payload.read(response, GetLocalListVersionResponse.class)
            .map(GetLocalListVersionResponse::listVersion)
        : Payload.read(response, io.galvan.ocpp.v2.GetLocalListVersionResponse.class, version)
            .map(io.galvan.ocpp.v2.GetLocalListVersionResponse::versionNumber);
  }

  private static AuthorizationData data16(LocalList.Change change) {
    LocalList.Entry entry = change.entry();
    return new AuthorizationData(
        change.idToken(),
        entry == null
            ? null
            : new IdTagInfo(
                time(entry.expiresAt()),
                entry.parentIdToken(),
                AuthorizationStatus.valueOf(entry.status().in16().name())));
  }

  private static io.galvan.ocpp.v2.AuthorizationData data2(LocalList.Change change) {
    LocalList.Entry entry = change.entry();
    return new io.galvan.ocpp.v2.AuthorizationData(
        token(change.idToken(), change.type()), entry == null ? null : info(entry), null);
  }

  private static IdToken token(String idToken, @Nullable String type) {
    return new IdToken(null, idToken, type == null ? CENTRAL : type, null);
  }

  private static IdTokenInfo info(LocalList.Entry entry) {
    Told told = entry.told();
    String group = entry.parentIdToken();
    var status = io.galvan.ocpp.v2.AuthorizationStatus.valueOf(entry.status().name());
    if (told == null) {
      return new IdTokenInfo(
          time(entry.expiresAt()),
          null,
          null,
          group == null ? null : token(group, null),
          null,
          null,
          null,
          status,
          null);
    }
    return new IdTokenInfo(
        time(entry.expiresAt()),
        told.chargingPriority(),
        told.evseIds(),
        group == null ? null : token(group, told.groupIdTokenType()),
        told.language1(),
        told.language2(),
        message(told.personalMessage()),
        status,
        null);
  }

  private static @Nullable MessageContent message(TokenTerms.@Nullable Message message) {
    return message == null
        ? null
        : new MessageContent(
            message.content(),
            MessageFormat.valueOf(message.format().name()),
            message.language(),
            null);
  }

  private static LocalList.Update update16(SendLocalListRequest update) {
    List<AuthorizationData> entries = update.localAuthorizationList();
    return new LocalList.Update(
        update.listVersion(),
        update.updateType() == UpdateType.Full,
        (entries == null ? List.<AuthorizationData>of() : entries)
            .stream().map(LocalListMessages::change16).toList());
  }

  private static LocalList.Change change16(AuthorizationData data) {
    IdTagInfo info = data.idTagInfo();
    return new LocalList.Change(
        data.idTag(),
        null,
        info == null
            ? null
            : LocalList.Entry.of(
                data.idTag(),
                TokenStatus.valueOf(info.status().name()),
                instant(info.expiryDate()),
                info.parentIdTag()));
  }

  private static LocalList.Update update2(io.galvan.ocpp.v2.SendLocalListRequest update) {
    List<io.galvan.ocpp.v2.AuthorizationData> entries = update.localAuthorizationList();
    return new LocalList.Update(
        update.versionNumber(),
        update.updateType() == Update.Full,
        (entries == null ? List.<io.galvan.ocpp.v2.AuthorizationData>of() : entries)
            .stream().map(LocalListMessages::change2).toList());
  }

  private static LocalList.Change change2(io.galvan.ocpp.v2.AuthorizationData data) {
    IdToken token = data.idToken();
    IdTokenInfo info = data.idTokenInfo();
    if (info == null) {
      return new LocalList.Change(token.idToken(), token.type(), null);
    }
    IdToken group = info.groupIdToken();
    MessageContent message = info.personalMessage();
    Told told =
        new Told(
            group == null || group.type().equals(CENTRAL) ? null : group.type(),
            null,
            info.chargingPriority(),
            info.language1(),
            info.language2(),
            message == null
                ? null
                : new TokenTerms.Message(
                    TokenTerms.MessageFormat.valueOf(message.format().name()),
                    message.language(),
                    message.content()),
            info.evseId(),
            null);
    return new LocalList.Change(
        token.idToken(),
        token.type(),
        new LocalList.Entry(
            token.idToken(),
            TokenStatus.valueOf(info.status().name()),
            LocalList.Entry.toTheSecond(instant(info.cacheExpiryDateTime())),
            group == null ? null : group.idToken(),
            token.type(),
            LocalList.Entry.orNull(told)));
  }

  private static @Nullable OffsetDateTime time(@Nullable Instant instant) {
    return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
