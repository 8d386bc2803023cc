package io.galvan.benchmarks.micro;

import io.galvan.ocpp.OcppVersion;
import io.galvan.ocpp.rpc.Frame;
import io.galvan.ocpp.rpc.FrameCodec;
import io.galvan.ocpp.rpc.Inbound;
import io.galvan.ocpp.rpc.Reading;
import io.galvan.ocpp.shape.Shape;
import io.galvan.ocpp.v16.Actions16;
import io.galvan.ocpp.v16.MeterValuesRequest;
import io.galvan.ocpp.v16.MeterValuesResponse;
import io.galvan.ocpp.v2.Actions2;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Reading, writing and checking messages. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
public class CodecBenchmark {
  private static final String SAMPLE =
      "{\"value\":\"%s\",\"context\":\"Sample.Periodic\",\"measurand\":\"%s\",\"unit\":\"%s\"}";
  private static final String METER_VALUES =
      "[2,\"4711-17\",\"MeterValues\",{\"connectorId\":1,\"transactionId\":815,\"meterValue\":"
          + "[{\"timestamp\":\"2026-01-01T12:00:00.000Z\",\"sampledValue\":["
          + String.join(
              ",",
              SAMPLE.formatted("1234567", "Energy.Active.Import.Register", "Wh"),
              SAMPLE.formatted("11000.0", "Power.Active.Import", "W"),
              SAMPLE.formatted("15.9", "Current.Import", "A"),
              SAMPLE.formatted("230.4", "Voltage", "V"),
              SAMPLE.formatted("47", "SoC", "Percent"),
              SAMPLE.formatted("31.5", "Temperature", "Celsius"))
          + "]}]}]";
  private static final String STATUS =
      "[2,\"4711-18\",\"StatusNotification\",{\"connectorId\":1,\"errorCode\":\"NoError\","
          + "\"status\":\"Preparing\",\"timestamp\":\"2026-01-01T12:00:00.000Z\"}]";
  private static final String TRANSACTION_EVENT =
      "[2,\"4711-19\",\"TransactionEvent\",{\"eventType\":\"Updated\",\"timestamp\":\"2026-01-01T12:00:00.000Z\","
          + "\"triggerReason\":\"MeterValuePeriodic\",\"seqNo\":3,\"transactionInfo\":{\"transactionId\":\"L1\"},"
          + "\"evse\":{\"id\":1,\"connectorId\":1},\"meterValue\":[{\"timestamp\":\"2026-01-01T12:00:00.000Z\","
          + "\"sampledValue\":[{\"value\":1234567,\"measurand\":\"Energy.Active.Import.Register\"}]}]}]";

  private final FrameCodec codec = Actions16.codec();
  private final FrameCodec codec201 =
      Actions2.codec(OcppVersion.ofSubprotocol("ocpp2.0.1").orElseThrow());
  private final Shape<MeterValuesRequest> shape = Shape.of(MeterValuesRequest.class);
  private final MeterValuesRequest request = (MeterValuesRequest) call(METER_VALUES).payload();
  private final Frame answer = new Frame.CallResult("4711-17", new MeterValuesResponse());

  private Frame.Call call(String text) {
    return (Frame.Call) ((Inbound.Received) read(codec, text)).frame();
  }

  private static Inbound read(FrameCodec codec, String text) {
    return codec.decode(text, Reading.TOLERANT, id -> null);
  }

  /** MeterValues with 6 measurands, from text to a checked record. */
  @Benchmark
  public Inbound decodeMeterValues() {
    return read(codec, METER_VALUES);
  }

  /** StatusNotification. */
  @Benchmark
  public Inbound decodeStatusNotification() {
    return read(codec, STATUS);
  }

  /** TransactionEvent of OCPP 2.0.1. */
  @Benchmark
  public Inbound decodeTransactionEvent() {
    return read(codec201, TRANSACTION_EVENT);
  }

  /** The answer to MeterValues. */
  @Benchmark
  public String encodeAnswer() {
    return codec.encode(answer);
  }

  /** MeterValues as a charger writes it. */
  @Benchmark
  public String writeMeterValues() {
    return shape.write(request);
  }

  /** The constraints of MeterValues with 6 measurands alone. */
  @Benchmark
  public MeterValuesRequest checkMeterValues() {
    shape.check(request);
    return request;
  }
}
