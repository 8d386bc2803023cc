package io.galvan.central.api.operation;

import io.galvan.contract.user.Users.Role;

/** Who may use an operation. */
public enum Access {
  /** Everybody, signed in or not. */
  PUBLIC,
  /** Everybody who is signed in. */
  SIGNED_IN,
  /** Who may look at the fleet. */
  VIEWER,
  /** Who may change it. */
  OPERATOR,
  ADMIN;

  /** Whether someone of this role may. */
  public boolean allows(Role role) {
    return switch (this) {
      case PUBLIC, SIGNED_IN -> true;
      case VIEWER -> role == Role.Viewer || role == Role.Operator || role == Role.Admin;
      case OPERATOR -> role == Role.Operator || role == Role.Admin;
      case ADMIN -> role == Role.Admin;
    };
  }
}
