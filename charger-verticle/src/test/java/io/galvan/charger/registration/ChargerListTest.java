package io.galvan.charger.registration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.command.Commands;
import io.galvan.contract.command.Commands.OpenCommand;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.SeenBatch;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Charger;
import io.galvan.contract.registration.Chargers.ChargerKey;
import io.galvan.contract.registration.Chargers.ChargerPage;
import io.galvan.contract.registration.Chargers.ChargerQuery;
import io.galvan.contract.registration.Chargers.ChargerSort;
import io.galvan.contract.registration.Chargers.EditCharger;
import io.galvan.contract.registration.Chargers.Fleet;
import io.galvan.contract.registration.Chargers.FleetQuery;
import io.galvan.contract.registration.Chargers.NewCharger;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.ocpp.OcppVersion;
import io.galvan.platform.db.Cursor;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChargerListTest extends ChargerFixture {
  private static void assertFault(ThrowingCallable asking, Fault fault, @Nullable String field) {
    assertThatThrownBy(asking)
        .isInstanceOfSatisfying(
            GalvanException.class,
            e -> {
              assertThat(e.fault()).isEqualTo(fault);
              assertThat(e.field()).isEqualTo(field);
            });
  }

  private void create(String id, @Nullable String name, @Nullable String site) {
    ask(
        Chargers.CREATE,
        new NewCharger(id, name, site, Registration.Accepted, false, OcppVersion.V1_6));
  }

  private ChargerPage list(
      String site, ChargerSort sort, boolean descending, int limit, @Nullable String cursor) {
    return ask(
        Chargers.LIST,
        new ChargerQuery(null, null, null, null, site, sort, descending, limit, cursor));
  }

  private List<String> search(String text) {
    return ids(
        ask(
            Chargers.LIST,
            new ChargerQuery(text, null, null, null, null, ChargerSort.id, false, 100, null)));
  }

  private static List<String> ids(ChargerPage page) {
    return page.items().stream().map(Charger::id).toList();
  }

  @Test
  void shouldCreateEditAndDeleteWithEvents() {
    String id = newId();
    ask(
        Chargers.CREATE,
        new NewCharger(id, "Nord", "Hof", Registration.Pending, true, OcppVersion.V2_0_1));
    Charger created = get(id);
    assertThat(created.name()).isEqualTo("Nord");
    assertThat(created.site()).isEqualTo("Hof");
    assertThat(created.registration()).isEqualTo(Registration.Pending);
    assertThat(created.strict()).isTrue();
    assertThat(created.defaultVersion()).isEqualTo(OcppVersion.V2_0_1);
    assertThat(created.online()).isFalse();
    assertThat(created.createdAt()).isEqualTo(clock.instant());
    Charger edited =
        ask(Chargers.EDIT, new EditCharger(id, "Süd", null, Registration.Accepted, false, null));
    assertThat(edited).isEqualTo(get(id));
    assertThat(edited.name()).isEqualTo("Süd");
    assertThat(edited.site()).isNull();
    assertThat(edited.defaultVersion()).isNull();
    connect(id, "n1");
    ask(Chargers.STATUS, status(id, 1, "Available", null));
    ask(Commands.OPEN, new OpenCommand(id, "Reset", null, "{}", null, null, null));
    ask(Chargers.DELETE, new ChargerKey(id));
    assertFault(() -> get(id), Fault.NOT_FOUND, "chargerId");
    assertThat(
            count(
                """
                select (select count(*) from connector where charger_id = $1)
                  + (select count(*) from connection where charger_id = $1)
                  + (select count(*) from seen where charger_id = $1)
                  + (select count(*) from command where charger_id = $1)
                """,
                id))
        .isZero();
    assertFault(() -> ask(Chargers.DELETE, new ChargerKey(id)), Fault.NOT_FOUND, "chargerId");
    assertThat(happenings(settledEventsOf(id), ChargerUpdated.class))
        .containsExactly(
            new ChargerUpdated(ChargerChange.Created, "Pending"),
            new ChargerUpdated(ChargerChange.Edited, "Accepted"),
            new ChargerUpdated(ChargerChange.Deleted, null));
  }

  @Test
  void shouldRefuseAnIdThatExistsInAnyLetterCase() {
    create("Twin", null, null);
    assertFault(() -> create("Twin", null, null), Fault.CONFLICT, "id");
    assertFault(() -> create("tWIN", null, null), Fault.CONFLICT, "id");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a/b", "tab\t", "1234567890123456789012345678901234567890123456789"})
  void shouldRefuseWhatIsNoId(String id) {
    assertFault(() -> create(id, null, null), Fault.INVALID, "id");
  }

  @Test
  void shouldRefuseFieldsThatCannotBe() {
    assertFault(() -> create(newId(), "x".repeat(201), null), Fault.INVALID, "name");
    assertFault(() -> create(newId(), null, "a\u0000"), Fault.INVALID, "site");
    assertFault(
        () -> ask(Chargers.CREATE, new NewCharger(newId(), null, null, null, false, null)),
        Fault.INVALID,
        "registration");
    assertFault(
        () ->
            ask(
                Chargers.EDIT,
                new EditCharger("nobody", null, null, Registration.Accepted, false, null)),
        Fault.NOT_FOUND,
        "chargerId");
  }

  @ParameterizedTest
  @EnumSource(ChargerSort.class)
  void shouldPageWithoutGapOrDuplicateWhileChargersAreAdded(ChargerSort sort) {
    for (boolean descending : new boolean[] {false, true}) {
      String site = sort + "-" + descending;
      List<String> wanted = new ArrayList<>();
      for (int i = 0; i < 23; i++) {
        String id = site + "-" + (i * 7) % 23;
        // Names in threes and times in fives, so that pages end among equals.
        create(id, i % 3 == 0 ? null : "Name " + i / 3, site);
        if (i % 4 != 0) {
          ask(
              Connections.SEEN,
              new SeenBatch(
                  Map.of(id, new Connections.Heard(clock.instant().minusSeconds(i / 5), 0))));
        }
        if (i % 5 == 0) {
          clock.advance(Duration.ofSeconds(1));
        }
        wanted.add(id);
      }
      List<String> whole = ids(list(site, sort, descending, 100, null));
      assertThat(whole).containsExactlyInAnyOrderElementsOf(wanted);
      List<String> paged = new ArrayList<>();
      String cursor = null;
      int added = 0;
      do {
        ChargerPage page = list(site, sort, descending, 4, cursor);
        assertThat(page.items()).hasSizeLessThanOrEqualTo(4);
        paged.addAll(ids(page));
        cursor = page.next();
        create(site + "-added-" + added++, "Name 1", site);
      } while (cursor != null);
      assertThat(paged).doesNotHaveDuplicates();
      paged.removeIf(id -> id.contains("added"));
      assertThat(paged).isEqualTo(whole);
    }
  }

  @Test
  void shouldRefuseACursorOfAnotherListOrOfNone() {
    for (int i = 0; i < 3; i++) {
      create(newId(), null, "cursors");
    }
    String next = list("cursors", ChargerSort.id, false, 1, null).next();
    assertThat(next).isNotNull();
    assertFault(
        () -> list("cursors", ChargerSort.createdAt, false, 1, next), Fault.INVALID, "cursor");
    assertFault(() -> list("cursors", ChargerSort.id, true, 1, next), Fault.INVALID, "cursor");
    for (String bad : List.of("x", "!!", "bnVsbA", "W10", "x".repeat(3_000))) {
      assertFault(() -> list("cursors", ChargerSort.id, false, 1, bad), Fault.INVALID, "cursor");
    }
    String noTime = new Cursor("charger createdAt", "yesterday", "x").encode();
    assertFault(
        () -> list("cursors", ChargerSort.createdAt, false, 1, noTime), Fault.INVALID, "cursor");
    // A time no database holds is only far away: nothing comes after it.
    String farTime = new Cursor("charger createdAt", "+999999999-01-01T00:00:00Z", "x").encode();
    assertThat(list("cursors", ChargerSort.createdAt, false, 1, farTime).items()).isEmpty();
    String firstTime = new Cursor("charger createdAt", "-999999999-01-01T00:00:00Z", "x").encode();
    assertThat(list("cursors", ChargerSort.createdAt, false, 1, firstTime).items()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, 1_001})
  void shouldRefuseALimitOutOfBounds(int limit) {
    assertFault(() -> list("x", ChargerSort.id, false, limit, null), Fault.INVALID, "limit");
  }

  @Test
  void shouldFindByPartOfAnyTextAndTakeWildcardsForThemselves() {
    create("FIND-1", "50% off", null);
    create("FIND_2", "under_score", null);
    create("FINDX3", "back\\slash", null);
    ask(Chargers.BOOT, booting("FINDX3", "Acme"));
    assertThat(search("find")).containsExactly("FIND-1", "FINDX3", "FIND_2");
    assertThat(search("FIND_")).containsExactly("FIND_2");
    assertThat(search("0%")).containsExactly("FIND-1");
    assertThat(search("k\\s")).containsExactly("FINDX3");
    assertThat(search("aCM")).containsExactly("FINDX3");
    assertThat(search("'; drop table charger")).isEmpty();
    assertThat(search("FI\u0000ND_")).containsExactly("FIND_2");
  }

  @Test
  void shouldFilterByStateAndConnectors() {
    String site = "filters";
    create("F-ON", null, site);
    create("F-OFF", null, site);
    connect("F-ON", "n1");
    ask(Chargers.STATUS, status("F-OFF", 2, "Faulted", null));
    ask(Chargers.STATUS, status("F-ON", 2, "Faulted", null));
    ask(Chargers.EDIT, new EditCharger("F-OFF", null, site, Registration.Rejected, false, null));
    assertThat(
            ids(
                ask(
                    Chargers.LIST,
                    new ChargerQuery(
                        null, null, true, null, site, ChargerSort.id, false, 9, null))))
        .containsExactly("F-ON");
    assertThat(
            ids(
                ask(
                    Chargers.LIST,
                    new ChargerQuery(
                        null, null, false, null, site, ChargerSort.id, false, 9, null))))
        .containsExactly("F-OFF");
    assertThat(
            ids(
                ask(
                    Chargers.LIST,
                    new ChargerQuery(
                        null, null, null, "Faulted", site, ChargerSort.id, false, 9, null))))
        .as("the other one is not connected")
        .containsExactly("F-ON");
    assertThat(
            ids(
                ask(
                    Chargers.LIST,
                    new ChargerQuery(
                        null,
                        Registration.Rejected,
                        null,
                        null,
                        site,
                        ChargerSort.id,
                        false,
                        9,
                        null))))
        .containsExactly("F-OFF");
  }

  @Test
  void shouldCountTheFleetWithoutConnectorZero() {
    Fleet before = ask(Chargers.FLEET, new FleetQuery());
    String id = charger();
    connect(id, "n1");
    ask(Chargers.STATUS, status(id, 0, "Odd", null));
    ask(Chargers.STATUS, status(id, 1, "Odd", null));
    Fleet after = ask(Chargers.FLEET, new FleetQuery());
    assertThat(after.chargers()).isEqualTo(before.chargers() + 1);
    assertThat(after.online()).isEqualTo(before.online() + 1);
    assertThat(after.connectorStatuses()).containsEntry("Odd", 1L);
    String away = charger();
    ask(Chargers.STATUS, status(away, 1, "Odd", null));
    Fleet then = ask(Chargers.FLEET, new FleetQuery());
    assertThat(then.connectorStatuses()).as("not connected").containsEntry("Odd", 1L);
    assertThat(then.connectorStatuses().get("Disconnected"))
        .isEqualTo(after.connectorStatuses().getOrDefault("Disconnected", 0L) + 1);
    assertThat(after.transports().get("WebSocket")).isEqualTo(after.online());
    assertThat(after.registrations().values().stream().mapToLong(n -> n).sum())
        .isEqualTo(after.chargers());
  }
}
