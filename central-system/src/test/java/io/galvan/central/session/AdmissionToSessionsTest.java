package io.galvan.central.session;

import static io.galvan.platform.testing.TestPlatform.await;
import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.contract.connection.Connections;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Who is refused where we listen ourselves; at a broker it is as BrokerSessionTest has it. */
@ParameterizedClass(name = "{0}")
@EnumSource(value = Transport.class, names = "Broker", mode = EnumSource.Mode.EXCLUDE)
class AdmissionToSessionsTest extends SessionFixture {
  AdmissionToSessionsTest(Transport transport) {
    super(transport);
  }

  @Test
  void shouldAskForThePasswordWhereOneIsStored() {
    services.password = "0123456789abcdef";
    assertThat(connect("CP-1", null).toCompletionStage()).failsWithin(10, TimeUnit.SECONDS);
    assertThat(connect("CP-1", "wrong-password-0").toCompletionStage())
        .failsWithin(10, TimeUnit.SECONDS);
    assertThat(await(connect("CP-1", "0123456789abcdef")).ask("[2,\"1\",\"Heartbeat\",{}]"))
        .startsWith("[3");
  }

  @Test
  void shouldRefuseAStationThatNobodyKnows() {
    assertThat(connect("UNKNOWN", null).toCompletionStage()).failsWithin(10, TimeUnit.SECONDS);
    assertThat(services.heard(Connections.Connect.class)).isEmpty();
  }
}
