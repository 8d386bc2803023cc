package io.galvan.platform.db;

import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one database holds: a schema for each service, owned by a role of its own. Roles belong to
 * the whole server, so their names carry the installation's id, <code>galvan_{id}_{schema}</code>;
 * two installations on one server have no role in common. The id is kept nowhere else: the owners
 * of the schemas tell it.
 *
 * @param id lower-case letters and digits, at most 30
 */
public record Installation(String id) {
  private static final Logger LOG = LoggerFactory.getLogger(Installation.class);
  private static final Pattern ROLE = Pattern.compile("galvan_([a-z0-9]{1,30})_([a-z]{1,30})");
  private static final String ID_CHARACTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
  private static final int ID_LENGTH = 10;

  /** Any constant will do; it keeps two nodes from creating the same role at once. */
  private static final long SETUP_LOCK = 7_205_759_403_792_793L;

  /**
   * PostgreSQL 16 and later tell whether a role may be taken, apart from whether it is inherited.
   */
  private static final int TAKES_APART = 16;

  private static final String INSUFFICIENT_PRIVILEGE = "42501";

  /** The database role that owns the schema. */
  public String role(Schema schema) {
    return "galvan_" + id + "_" + schema.name();
  }

  /** The role of versions that had one name for all installations of a server. */
  private static String sharedRole(Schema schema) {
    return "galvan_" + schema.name();
  }

  /**
   * Brings roles and schemas to what they must be, all or nothing: makes what is missing, gives
   * what a version before ids made to roles with an id. Does nothing when all is there, so that a
   * user who may create nothing may still run it.
   *
   * @param login the user that will act in the roles
   * @throws SQLException with a sentence that says what the connection's user lacks
   */
  public static Installation prepare(Connection connection, String login) throws SQLException {
    connection.setAutoCommit(false);
    try (Statement statement = connection.createStatement()) {
      statement.execute("select pg_advisory_xact_lock(" + SETUP_LOCK + ")");
      Map<Schema, String> owners = owners(statement);
      String id = idOf(owners);
      Installation installation = new Installation(id == null ? newId() : id);
      for (Schema schema : Schema.values()) {
        installation.prepare(connection, statement, login, schema, owners.get(schema));
      }
      connection.commit();
      return installation;
    } catch (SQLException e) {
      connection.rollback();
      if (INSUFFICIENT_PRIVILEGE.equals(e.getSQLState())) {
        throw new SQLException(
            "the database's user "
                + login
                + " lacks a right ("
                + e.getMessage()
                + "); docs/guides/database.md says which it needs",
            e.getSQLState(),
            e);
      }
      throw e;
    } finally {
      connection.setAutoCommit(true);
    }
  }

  private static Map<Schema, String> owners(Statement statement) throws SQLException {
    Map<Schema, String> owners = new EnumMap<>(Schema.class);
    try (ResultSet rows =
        statement.executeQuery(
            "select nspname, pg_get_userbyid(nspowner) as owner from pg_namespace")) {
      while (rows.next()) {
        String name = rows.getString("nspname");
        String owner = rows.getString("owner");
        Arrays.stream(Schema.values())
            .filter(schema -> schema.name().equals(name))
            .forEach(schema -> owners.put(schema, owner));
      }
    }
    return owners;
  }

  private static @Nullable String idOf(Map<Schema, String> owners) {
    for (Map.Entry<Schema, String> owner : owners.entrySet()) {
      Matcher role = ROLE.matcher(owner.getValue());
      if (role.matches() && role.group(2).equals(owner.getKey().name())) {
        return role.group(1);
      }
    }
    return null;
  }

  private static String newId() {
    SecureRandom random = new SecureRandom();
    StringBuilder id = new StringBuilder();
    for (int i = 0; i < ID_LENGTH; i++) {
      id.append(ID_CHARACTERS.charAt(random.nextInt(ID_CHARACTERS.length())));
    }
    return id.toString();
  }

  private void prepare(
      Connection connection,
      Statement statement,
      String login,
      Schema schema,
      @Nullable String owner)
      throws SQLException {
    String role = role(schema);
    if (!is(connection, "select from pg_roles where rolname = ?", role)) {
      statement.execute("create role " + role + " nologin");
    }
    String takes =
        connection.getMetaData().getDatabaseMajorVersion() >= TAKES_APART ? "SET" : "MEMBER";
    if (!is(connection, "select where pg_has_role(?, ?, '" + takes + "')", login, role)) {
      statement.execute("grant " + role + " to " + quoted(login));
    }
    if (owner == null) {
      statement.execute("create schema " + quoted(schema.name()) + " authorization " + role);
    } else if (!owner.equals(role)) {
      LOG.info("schema {} goes from role {} to {}", schema, owner, role);
      changeOwner(statement, schema, role);
      if (owner.equals(sharedRole(schema))) {
        forget(connection, statement, login, owner);
      }
    }
  }

  private static boolean is(Connection connection, String query, String... values)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(query)) {
      for (int i = 0; i < values.length; i++) {
        statement.setString(i + 1, values[i]);
      }
      try (ResultSet rows = statement.executeQuery()) {
        return rows.next();
      }
    }
  }

  /** Gives the schema and all in it to the role. What belongs to another object follows it. */
  private static void changeOwner(Statement statement, Schema schema, String role)
      throws SQLException {
    statement.execute(
        """
        do $$
        declare
          one text;
        begin
          -- First: whoever is to own a table must be allowed to create one in its schema.
          alter schema %2$s owner to %1$s;
          for one in
            select format('alter %%s %%s owner to %1$s',
                case c.relkind
                  when 'v' then 'view' when 'm' then 'materialized view' when 'S' then 'sequence'
                  when 'f' then 'foreign table' else 'table' end,
                c.oid::regclass)
            from pg_class c
            where c.relnamespace = '%2$s'::regnamespace
              and c.relkind in ('r', 'p', 'v', 'm', 'S', 'f')
              and not exists (select from pg_depend d
                where d.classid = 'pg_class'::regclass and d.objid = c.oid
                  and d.refclassid = 'pg_class'::regclass and d.refobjsubid > 0
                  and d.deptype in ('a', 'i'))
            union all
            select format('alter routine %%s owner to %1$s', p.oid::regprocedure)
            from pg_proc p where p.pronamespace = '%2$s'::regnamespace
            union all
            select format('alter type %%s owner to %1$s', t.oid::regtype)
            from pg_type t left join pg_class c on c.oid = t.typrelid
            where t.typnamespace = '%2$s'::regnamespace and t.typelem = 0
              and t.typtype in ('c', 'd', 'e') and (c.oid is null or c.relkind = 'c')
          loop
            execute one;
          end loop;
        end
        $$
        """
            .formatted(role, quoted(schema.name())));
  }

  /** The shared role may serve another database of the server still: then it stays. */
  private static void forget(Connection connection, Statement statement, String login, String role)
      throws SQLException {
    var before = connection.setSavepoint();
    try {
      statement.execute("revoke " + role + " from " + quoted(login));
      statement.execute("drop role " + role);
      connection.releaseSavepoint(before);
    } catch (SQLException e) {
      LOG.info("role {} stays: {}", role, e.getMessage());
      connection.rollback(before);
    }
  }

  private static String quoted(String name) {
    return '"' + name.replace("\"", "\"\"") + '"';
  }
}
