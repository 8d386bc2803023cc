package io.galvan.central.api.token;

import static io.galvan.central.api.operation.Operation.of;

import io.galvan.central.api.operation.Access;
import io.galvan.central.api.operation.Call;
import io.galvan.central.api.operation.Operation;
import io.galvan.contract.token.TokenTerms;
import io.galvan.contract.token.Tokens;
import io.galvan.contract.token.Tokens.TokenData;
import io.galvan.contract.token.Tokens.TokenStatus;
import io.galvan.ocpp.shape.MaxLength;
import io.galvan.platform.bus.Bus;
import io.vertx.core.Future;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** idTokens. */
public final class TokenApi {
  public record NewTokenBody(
      @MaxLength(255) String idToken,
      @MaxLength(20) @Nullable String type,
      @MaxLength(255) @Nullable String groupIdToken,
      boolean blocked,
      @Nullable OffsetDateTime expiresAt,
      @Nullable Integer maxActiveTransactions,
      @MaxLength(1000) @Nullable String note,
      @Nullable TokenTerms terms) {}

  public record EditTokenBody(
      @MaxLength(20) @Nullable String type,
      @MaxLength(255) @Nullable String groupIdToken,
      boolean blocked,
      @Nullable OffsetDateTime expiresAt,
      @Nullable Integer maxActiveTransactions,
      @MaxLength(1000) @Nullable String note,
      @Nullable TokenTerms terms) {}

  private static final int ID = 255;

  private final Bus bus;

  public TokenApi(Bus bus) {
    this.bus = bus;
  }

  public List<Operation> operations() {
    return List.of(
        of("listTokens", Access.VIEWER, this::list),
        of("createToken", Access.OPERATOR, this::create),
        of(
            "getToken",
            Access.VIEWER,
            call -> bus.request(Tokens.GET, key(call)).onSuccess(call::ok)),
        of("replaceToken", Access.OPERATOR, this::replace),
        of(
            "deleteToken",
            Access.OPERATOR,
            call -> bus.request(Tokens.DELETE, key(call)).onSuccess(ok -> call.done())));
  }

  private static Tokens.TokenKey key(Call call) {
    return new Tokens.TokenKey(call.path("idToken", ID));
  }

  private Future<?> list(Call call) {
    return bus.request(
            Tokens.LIST,
            new Tokens.TokenQuery(
                call.text("search", 100),
                call.text("groupIdToken", ID),
                call.choice("status", TokenStatus.class),
                call.limit(),
                call.cursor()))
        .onSuccess(call::ok);
  }

  private Future<?> create(Call call) {
    NewTokenBody body = call.body(NewTokenBody.class);
    TokenData data =
        new TokenData(
            body.idToken(),
            body.type(),
            body.groupIdToken(),
            body.blocked(),
            instant(body.expiresAt()),
            body.maxActiveTransactions(),
            body.note(),
            body.terms());
    return bus.request(Tokens.CREATE, data)
        .onSuccess(
            token ->
                call.created(
                    token,
                    "/tokens/"
                        + URLEncoder.encode(token.idToken(), StandardCharsets.UTF_8)
                            .replace("+", "%20")));
  }

  private Future<?> replace(Call call) {
    EditTokenBody body = call.body(EditTokenBody.class);
    TokenData data =
        new TokenData(
            call.path("idToken", ID),
            body.type(),
            body.groupIdToken(),
            body.blocked(),
            instant(body.expiresAt()),
            body.maxActiveTransactions(),
            body.note(),
            body.terms());
    return bus.request(Tokens.REPLACE, data).onSuccess(call::ok);
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }
}
