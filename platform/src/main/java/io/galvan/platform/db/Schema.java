package io.galvan.platform.db;

/**
 * The schemas of the one database: one a service, each owned by a role of its {@link Installation}
 * that sees no other.
 */
public enum Schema {
  auth,
  charger,
  transaction,
  notification
}
