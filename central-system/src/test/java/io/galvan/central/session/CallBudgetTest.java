package io.galvan.central.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.HeartbeatRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class CallBudgetTest {
  private final CallBudget budget = new CallBudget(100_000);
  private final List<String> handled = new ArrayList<>();

  private Incoming call(String id, int length) {
    Incoming incoming =
        new Incoming(
            new Frame.Call(id, Actions16.HEARTBEAT, new HeartbeatRequest()),
            "x".repeat(length),
            new ArrayList<>(),
            Instant.EPOCH);
    budget.run(incoming, () -> handled.add(id));
    return incoming;
  }

  @Test
  void largeCallsBeyondTheBudgetWaitInOrder() {
    Incoming first = call("1", 60_000);
    call("2", 30_000);
    call("3", 50_000);
    call("4", 30_000);
    call("small", 1_000);
    assertThat(handled).containsExactly("1", "2", "small");
    assertThat(budget.taken()).isEqualTo(90_000);
    first.done.complete();
    assertThat(handled).containsExactly("1", "2", "small", "3");
    assertThat(budget.taken()).isEqualTo(80_000);
  }

  @Test
  void aCallLargerThanTheBudgetIsHandledAlone() {
    Incoming huge = call("huge", 1_000_000);
    call("next", 20_000);
    assertThat(handled).containsExactly("huge");
    huge.done.complete();
    assertThat(handled).containsExactly("huge", "next");
  }

  @Test
  void oneThatIsGivenUpWhileItWaitsIsNotHandledAndFreesItsPlace() {
    Incoming first = call("1", 90_000);
    Incoming second = call("2", 90_000);
    call("3", 90_000);
    second.done.fail("the connection is closed");
    first.done.complete();
    assertThat(handled).containsExactly("1", "3");
    assertThat(budget.taken()).isEqualTo(90_000);
  }
}
