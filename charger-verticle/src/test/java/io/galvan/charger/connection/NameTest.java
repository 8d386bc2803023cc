package io.galvan.charger.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.charger.ChargerFixture;
import io.galvan.contract.connection.Connections;
import io.galvan.contract.connection.Connections.Connect;
import io.galvan.contract.registration.Chargers;
import io.galvan.contract.registration.Chargers.Boot;
import io.galvan.contract.registration.Chargers.NameClaim;
import io.galvan.contract.registration.Chargers.NameKind;
import io.galvan.contract.registration.Chargers.NameStanding;
import io.galvan.contract.registration.Chargers.Transport;
import io.galvan.ocpp.OcppVersion;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Whose name a text is, for certificates. */
class NameTest extends ChargerFixture {
  private NameStanding standing(String charger, String name) {
    return ask(Chargers.NAME, new NameClaim(charger, name));
  }

  private void boot(
      String charger, @Nullable Integer profile, @Nullable String serial, @Nullable String box) {
    ask(
        Connections.CONNECT,
        new Connect(
            charger, "node-1", Transport.WebSocket, OcppVersion.V1_6, "10.0.0.1:1", profile));
    ask(
        Chargers.BOOT,
        new Boot(charger, "V", "M", serial, box, null, null, null, null, null, null));
  }

  @Test
  void shouldKnowAStationByItsIdentityInAnyLetterCase() {
    String id = charger();
    assertThat(standing(id, id)).isEqualTo(new NameStanding(NameKind.Identity, null));
    assertThat(standing(id, id.toLowerCase()).kind()).isEqualTo(NameKind.Identity);
    assertThat(standing(id, "nobody")).isEqualTo(new NameStanding(NameKind.None, null));
    assertThat(standing(charger(), id.toLowerCase()))
        .isEqualTo(new NameStanding(NameKind.None, id));
  }

  @Test
  void shouldBelieveASerialNumberThatWasToldWithProof() {
    String id = charger();
    boot(id, 0, "N1-" + id, null);
    assertThat(standing(id, "N1-" + id).kind()).isEqualTo(NameKind.UnprovedSerialNumber);
    boot(id, 1, "N1-" + id, "B1-" + id);
    assertThat(standing(id, "n1-" + id).kind()).isEqualTo(NameKind.SerialNumber);
    assertThat(standing(id, "B1-" + id).kind()).isEqualTo(NameKind.SerialNumber);
    boot(id, 0, "N1-" + id, "B2-" + id);
    assertThat(standing(id, "N1-" + id).kind())
        .as("told with proof before")
        .isEqualTo(NameKind.SerialNumber);
    assertThat(standing(id, "B2-" + id).kind()).isEqualTo(NameKind.UnprovedSerialNumber);
    assertThat(standing(id, "B1-" + id).kind()).isEqualTo(NameKind.None);
    boot(id, null, "N3-" + id, null);
    assertThat(standing(id, "N3-" + id).kind())
        .as("somebody else let it in")
        .isEqualTo(NameKind.UnprovedSerialNumber);
  }

  @Test
  void shouldTellThatAnotherStationHasTheSerialNumber() {
    String id = charger();
    String other = charger();
    boot(id, 2, "SHARED-" + id, null);
    boot(other, 0, null, "shared-" + id);
    assertThat(standing(id, "SHARED-" + id))
        .isEqualTo(new NameStanding(NameKind.SerialNumber, other));
    assertThat(standing(other, "SHARED-" + id))
        .isEqualTo(new NameStanding(NameKind.UnprovedSerialNumber, id));
  }
}
