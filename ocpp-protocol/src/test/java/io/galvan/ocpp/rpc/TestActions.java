package io.galvan.ocpp.rpc;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.shape.MaxLength;
import java.time.OffsetDateTime;
import org.jspecify.annotations.Nullable;

/** A few actions to try the frames of every version with. */
final class TestActions {
  record AskRequest(@MaxLength(5) String word, @Nullable Long number) {}

  record AskResponse(OffsetDateTime time) {}

  record OrderRequest(@Nullable String what) {}

  record OrderResponse() {}

  record StreamRequest(int id) {}

  /** A record that refuses a value its annotations allow. */
  record FragileRequest(int id) {
    FragileRequest {
      if (id == 13) {
        throw new IllegalStateException("not 13");
      }
    }
  }

  static final Action<AskRequest, AskResponse> ASK =
      Action.fromCharger("Ask", AskRequest.class, AskResponse.class);
  static final Action<OrderRequest, OrderResponse> ORDER =
      Action.fromCentral("Order", OrderRequest.class, OrderResponse.class);
  static final Action<StreamRequest, NoResponse> STREAM =
      Action.fromCharger("Stream", StreamRequest.class, NoResponse.class);

  static final Action<FragileRequest, OrderResponse> FRAGILE =
      new Action<>("Fragile", FragileRequest.class, OrderResponse.class, Direction.BOTH);

  private TestActions() {}

  static FrameCodec codec(OcppVersion version) {
    return new FrameCodec(version, ActionTable.of(ASK, ORDER, STREAM, FRAGILE));
  }
}
