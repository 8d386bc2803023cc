package io.galvan.central.api.operation;

import io.galvan.contract.user.ApiKeys.Use;
import io.galvan.contract.user.Users.Role;
import io.galvan.contract.user.Users.User;
import org.jspecify.annotations.Nullable;

/**
 * Who asks, as their token, ticket or API key says, and by which session.
 *
 * @param email a person's; a key's name and prefix
 * @param sessionId for a key the id of its grant
 * @param requestsPerMinute what a key may ask; null for people
 */
public record SignedInUser(
    String id, String email, Role role, String sessionId, @Nullable Integer requestsPerMinute) {
  public static SignedInUser of(User user, String sessionId) {
    return new SignedInUser(user.id(), user.email(), user.role(), sessionId, null);
  }

  public static SignedInUser of(Use key) {
    return new SignedInUser(
        key.id(), key.actor(), key.role().role(), key.grantId(), key.requestsPerMinute());
  }

  /** Whether it is no person, but a program with a key. */
  public boolean isKey() {
    return requestsPerMinute != null;
  }
}
