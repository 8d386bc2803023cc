package io.galvan.platform.db;

/** The schemas of the one database: one a service, each owned by a role that sees no other. */
public enum Schema {
  auth,
  charger,
  transaction,
  notification;

  /** The database role that owns the schema. */
  public String role() {
    return "galvan_" + name();
  }
}
