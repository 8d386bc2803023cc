package io.galvan.auth.user;

/**
 * The admin that was made because there was none; the password is told this once and only its hash
 * is stored.
 */
public record FirstAdmin(String email, String password) {
  @Override
  public String toString() {
    return "FirstAdmin[" + email + "]";
  }
}
