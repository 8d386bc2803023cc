package io.galvan.central.api;

import io.galvan.contract.user.Users.Role;
import io.galvan.contract.user.Users.User;

/** Who asks, as their token or ticket says, and by which session. */
public record SignedInUser(String id, String email, Role role, String sessionId) {
  static SignedInUser of(User user, String sessionId) {
    return new SignedInUser(user.id(), user.email(), user.role(), sessionId);
  }
}
