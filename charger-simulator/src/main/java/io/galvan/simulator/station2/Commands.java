package io.galvan.simulator.station2;

import io.galvan.ocpp.rpc.Action;
import io.galvan.ocpp.rpc.Direction;
import io.galvan.ocpp.rpc.ErrorCode;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.v2.Actions2;
import io.galvan.ocpp.v2.TransactionActions;
import io.galvan.simulator.station.Answer;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;

/** Answers each call a central system can make; each functional block brings its own. */
final class Commands {
  private final Map<Action<?, ?>, Function<Frame.Call, Answer>> handlers = new HashMap<>();

  Commands(Station2 station) {
    Reports reports = new Reports(station);
    new ChargingCommands(station).register(this);
    new ModelCommands(station, reports).register(this);
    new GridCommands(station).register(this);
    new CareCommands(station).register(this);
    new SecurityCommands(station).register(this);
    route(TransactionActions.TRIGGER_MESSAGE, new Triggers(station)::trigger);
    for (Action<?, ?> action : Actions2.table(station.settings().version()).all()) {
      if (action.direction().allows(Direction.FROM_CENTRAL) && !handlers.containsKey(action)) {
        throw new IllegalStateException("nothing answers " + action.name());
      }
    }
  }

  <Q extends Record, R extends Record> void route(
      Action<Q, R> action, Function<Q, Answer> handler) {
    handlers.put(action, call -> handler.apply(action.request().cast(call.payload())));
  }

  Answer answer(Frame.Call call) {
    Function<Frame.Call, Answer> handler = handlers.get(call.action());
    return handler == null
        ? Answer.error(ErrorCode.NotImplemented, "not a call to a station")
        : handler.apply(call);
  }
}
