package io.galvan.contract.user;

import io.galvan.contract.user.Users.Role;
import io.galvan.platform.bus.BusAddress;
import io.galvan.platform.bus.Done;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Keys of programs, kept by the auth service. A key is an account of its own, with a role of its
 * own: it outlives whoever made it, and ends by its deletion, its rotation or its expiry. What a
 * key may do at this moment is its grant, with an id of its own that takes the place of a session's
 * id: it is among {@link Sessions#ENDED} once it has ended.
 */
public final class ApiKeys {
  public static final BusAddress<Check, Use> CHECK =
      new BusAddress<>("auth.api-keys.check", Check.class, Use.class);
  public static final BusAddress<Check, KeyToken> TOKEN =
      new BusAddress<>("auth.api-keys.token", Check.class, KeyToken.class);
  public static final BusAddress<KeyQuery, KeyPage> LIST =
      new BusAddress<>("auth.api-keys.list", KeyQuery.class, KeyPage.class);
  public static final BusAddress<KeyId, ApiKey> GET =
      new BusAddress<>("auth.api-keys.get", KeyId.class, ApiKey.class);
  public static final BusAddress<NewKey, ShownKey> CREATE =
      new BusAddress<>("auth.api-keys.create", NewKey.class, ShownKey.class);
  public static final BusAddress<ReplaceKey, ApiKey> REPLACE =
      new BusAddress<>("auth.api-keys.replace", ReplaceKey.class, ApiKey.class);
  public static final BusAddress<KeyId, ShownKey> ROTATE =
      new BusAddress<>("auth.api-keys.rotate", KeyId.class, ShownKey.class);
  public static final BusAddress<KeyId, Done> DELETE =
      new BusAddress<>("auth.api-keys.delete", KeyId.class, Done.class);

  /** What every key begins with. */
  public static final String MARK = "gv_";

  private static final Pattern WHOLE = Pattern.compile("(gv_[a-z0-9]{12})_([A-Za-z0-9_-]{43})");

  private ApiKeys() {}

  /** What a key may do: nothing that only admins may, whoever made it. */
  public enum KeyRole {
    Operator,
    Viewer;

    public Role role() {
      return this == Operator ? Role.Operator : Role.Viewer;
    }
  }

  /**
   * A key as it comes with a request: what it is found by, and the SHA-256 of the whole in hex,
   * since the key itself goes into no message.
   */
  public record Credential(String prefix, String hash) {
    /** Empty for a text that is no key. */
    public static Optional<Credential> parse(String text) {
      var parts = WHOLE.matcher(text);
      return parts.matches()
          ? Optional.of(new Credential(parts.group(1), hash(text)))
          : Optional.empty();
    }

    private static String hash(String text) {
      try {
        return HexFormat.of()
            .formatHex(
                MessageDigest.getInstance("SHA-256")
                    .digest(text.getBytes(StandardCharsets.US_ASCII)));
      } catch (GeneralSecurityException e) {
        throw new IllegalStateException("every JDK has SHA-256", e);
      }
    }

    @Override
    public String toString() {
      return "Credential[" + prefix + "]";
    }
  }

  /**
   * Whose key it is; UNAUTHENTICATED for none, TOO_MANY after ten wrong ones of a prefix, or a
   * hundred of any, from one network in ten minutes.
   *
   * @param credential null for a text that cannot be a key, which counts as a wrong one
   * @param network what wrong keys are counted by, see {@code ClientAddress}
   * @param seen whether the asking node was told of late that this very key is right: then it is
   *     not counted
   */
  public record Check(@Nullable Credential credential, String network, boolean seen) {}

  /**
   * A right key.
   *
   * @param grantId what stands for a session's id
   * @param actor how it is named where people are named by their mail address
   */
  public record Use(
      String id,
      String grantId,
      String actor,
      KeyRole role,
      int requestsPerMinute,
      @Nullable Instant expiresAt) {}

  /** An access token of a key (RFC 6749, 4.4), good for 15 minutes and no longer than the key. */
  public record KeyToken(String token, Instant expiresAt, KeyRole role) {
    @Override
    public String toString() {
      return "KeyToken";
    }
  }

  /**
   * A key as people see it.
   *
   * @param prefix what it begins with, by which it is found
   * @param lastUsedAt to the minute
   */
  public record ApiKey(
      String id,
      String prefix,
      String name,
      KeyRole role,
      int requestsPerMinute,
      @Nullable Instant expiresAt,
      String createdBy,
      Instant createdAt,
      @Nullable Instant rotatedAt,
      @Nullable Instant lastUsedAt) {}

  /** A key with its secret, which is told this once. */
  public record ShownKey(ApiKey apiKey, String key) {
    @Override
    public String toString() {
      return "ShownKey[" + apiKey.prefix() + "]";
    }
  }

  /** That the asker is an admin is checked before; CONFLICT when there are as many as may be. */
  public record NewKey(
      String name,
      KeyRole role,
      int requestsPerMinute,
      @Nullable Instant expiresAt,
      String createdBy) {}

  /**
   * Changes all but the secret. Another role or expiry ends what was opened with the key, which
   * itself stays good.
   */
  public record ReplaceKey(
      String id, String name, KeyRole role, int requestsPerMinute, @Nullable Instant expiresAt) {}

  public record KeyId(String id) {}

  /**
   * @param search what a prefix begins with, or a part of a name
   */
  public record KeyQuery(@Nullable String search, int limit, @Nullable String cursor) {}

  /** By name. */
  public record KeyPage(List<ApiKey> items, @Nullable String next) {}
}
