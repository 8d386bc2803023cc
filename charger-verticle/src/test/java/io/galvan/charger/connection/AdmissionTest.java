package io.galvan.charger.connection;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.Admission;
import io.galvan.contract.connection.Connections.Admit;
import io.galvan.contract.event.Happening.ChargerChange;
import io.galvan.contract.event.Happening.ChargerUpdated;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.EditCharger;
import io.galvan.contract.registration.Chargers.NewCharger;
import io.galvan.contract.registration.Chargers.Registration;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.platform.error.Fault;
import io.galvan.platform.error.GalvanException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdmissionTest {
  abstract static class Policy extends ChargerFixture {
    abstract String policy();

    @Override
    public Map<String, String> settings() {
      return Map.of("GALVAN_UNKNOWN_CHARGERS", policy());
    }

    Admission admit(String identity) {
      return ask(Connections.ADMIT, new Admit(identity, Transport.WebSocket));
    }
  }

  @Nested
  class Pending extends Policy {
    @Override
    String policy() {
      return "pending";
    }

    @Test
    void shouldStoreAnUnknownChargerAsPending() {
      String id = newId();
      assertThat(admit(id)).isEqualTo(new Admission(true, id, null, false));
      assertThat(get(id).registration()).isEqualTo(Registration.Pending);
      assertThat(happenings(settledEventsOf(id), ChargerUpdated.class))
          .containsExactly(new ChargerUpdated(ChargerChange.Created, "Pending"));
    }

    @Test
    void shouldKnowAChargerInAnyLetterCase() {
      ask(
          Chargers.CREATE,
          new NewCharger("Garage-Nord", null, null, Registration.Accepted, true, null));
      assertThat(admit("gARAGE-nORD")).isEqualTo(new Admission(true, "Garage-Nord", null, true));
      assertThat(admit("Garage-Nord").chargerId()).isEqualTo("Garage-Nord");
    }

    @Test
    void shouldStoreOnceWhoKnocksOftenAtTheSameTime() {
      String id = newId().toUpperCase(java.util.Locale.ROOT);
      String lower = id.toLowerCase(java.util.Locale.ROOT);
      var answers =
          askAll(
              Connections.ADMIT,
              IntStream.range(0, 200)
                  .mapToObj(i -> new Admit(i % 2 == 0 ? id : lower, Transport.WebSocket))
                  .toList());
      List<String> ids = answers.stream().map(answer -> await(answer).chargerId()).toList();
      assertThat(ids.stream().distinct()).hasSize(1);
      assertThat(settledEventsOf(ids.get(0))).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "",
          " ",
          " CP",
          "a/b",
          "CP\u0000",
          "CP\n",
          "CP\u200b",
          "\ud800",
          "1234567890123456789012345678901234567890123456789"
        })
    void shouldRefuseWhatIsNoIdentity(String identity) {
      assertThatThrownBy(() -> admit(identity))
          .isInstanceOfSatisfying(
              GalvanException.class,
              e -> {
                assertThat(e.fault()).isEqualTo(Fault.INVALID);
                assertThat(e.field()).isEqualTo("identity");
              });
    }

    @ParameterizedTest
    @ValueSource(
        strings = {
          "C",
          "Säule 7",
          "a:b|c@d+e=f*",
          "123456789012345678901234567890123456789012345678"
        })
    void shouldTakeAnyPrintableIdentity(String identity) {
      assertThat(admit(identity).chargerId()).isEqualTo(identity);
      assertThat(get(identity).id()).isEqualTo(identity);
    }
  }

  @Nested
  class TooMany extends Policy {
    @Override
    String policy() {
      return "pending";
    }

    @Test
    void shouldTurnStrangersAwayWhenTooManyWaitAndStillLetInTheKnown() {
      String known = charger();
      await(
          pool.query(
                  """
                  with made as (
                    insert into charger
                      (id, registration, strict, auto_created, created_at, updated_at)
                    select 'STRANGER-' || n, 'Pending', false, true, now(), now()
                    from generate_series(1, %d) n returning id),
                  c as (insert into connection (charger_id) select id from made)
                  insert into seen (charger_id) select id from made
                  """
                      .formatted(AdmissionService.MAX_WAITING - 1))
              .execute());
      assertThat(admit("LAST-ONE").admitted()).isTrue();
      assertThatThrownBy(() -> admit("ONE-TOO-MANY"))
          .isInstanceOfSatisfying(
              GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_MANY));
      assertThat(admit(known).admitted()).isTrue();
      assertThat(admit("STRANGER-1").admitted()).isTrue();
      assertThat(platform.meters().get("galvan.admission.turned.away").counter().count())
          .isEqualTo(1);
      ask(
          Chargers.EDIT,
          new EditCharger("STRANGER-1", null, null, Registration.Accepted, false, null));
      assertThat(admit("ONE-TOO-MANY").admitted()).isTrue();
    }
  }

  @Nested
  class Strangers extends Policy {
    @Override
    String policy() {
      return "pending";
    }

    @Override
    public Map<String, String> settings() {
      return Map.of(
          "GALVAN_UNKNOWN_CHARGERS", policy(),
          "GALVAN_UNKNOWN_PER_ADDRESS", "3",
          "GALVAN_UNKNOWN_DAYS", "30");
    }

    private Admission from(String network, String identity) {
      return ask(Connections.ADMIT, new Admit(identity, Transport.WebSocket, network));
    }

    @Test
    void shouldStoreFewUnknownIdentitiesOfOneAddressAndForgetThoseThatLeave() {
      String known = charger();
      for (int i = 0; i < 3; i++) {
        from("10.0.0.1", "STRANGER-" + i);
      }
      assertThatThrownBy(() -> from("10.0.0.1", "STRANGER-3"))
          .isInstanceOfSatisfying(
              GalvanException.class, e -> assertThat(e.fault()).isEqualTo(Fault.TOO_MANY));
      assertThat(from("10.0.0.1", "stranger-1").chargerId()).isEqualTo("STRANGER-1");
      assertThat(from("10.0.0.1", known).admitted()).isTrue();
      assertThat(from("10.0.0.2", "OTHER").admitted()).isTrue();
      ask(Chargers.BOOT, booting("STRANGER-0", "V"));
      connect("STRANGER-1", "node-1");
      clock.advance(Duration.ofHours(25));
      Awaitility.await().until(() -> count("select count(*) from charger where auto_created") == 2);
      assertThat(get("STRANGER-0").registration()).isEqualTo(Registration.Pending);
      assertThat(get("STRANGER-1").online()).isTrue();
      clock.advance(Duration.ofDays(30));
      Awaitility.await().until(() -> count("select count(*) from charger where auto_created") == 1);
      assertThat(get(known).id()).isEqualTo(known);
      assertThat(happenings(settledEventsOf("OTHER"), ChargerUpdated.class))
          .extracting(ChargerUpdated::change)
          .containsExactly(ChargerChange.Created, ChargerChange.Deleted);
    }
  }

  @Nested
  class Accepting extends Policy {
    @Override
    String policy() {
      return "accept";
    }

    @Test
    void shouldStoreAnUnknownChargerAsAccepted() {
      String id = newId();
      admit(id);
      assertThat(get(id).registration()).isEqualTo(Registration.Accepted);
    }
  }

  @Nested
  class Rejecting extends Policy {
    @Override
    String policy() {
      return "reject";
    }

    @Test
    void shouldStoreAnUnknownChargerAsRejected() {
      String id = newId();
      admit(id);
      assertThat(get(id).registration()).isEqualTo(Registration.Rejected);
    }
  }

  @Nested
  class Refusing extends Policy {
    @Override
    String policy() {
      return "refuse";
    }

    @Test
    void shouldNotAdmitOrStoreAnUnknownCharger() {
      String id = newId();
      assertThat(admit(id).admitted()).isFalse();
      assertThat(count("select count(*) from charger where id = $1", id)).isZero();
      String known = charger();
      assertThat(admit(known).admitted()).isTrue();
    }
  }
}
