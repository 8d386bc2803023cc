package io.galvan.benchmarks;

import java.util.List;

/** All rows, in the order in which they run. */
final class Rows {
  private static final int SMALL_METER_ROWS = 1_000_000;

  private Rows() {}

  static List<Row> all() {
    return List.of(
        new Row("session-1", "session mix, 1 connection", new LoadRow("session", "ws", 1)),
        new Row("session-100", "session mix, 100 connections", new LoadRow("session", "ws", 100)),
        new Row(
            "session-1000", "session mix, 1,000 connections", new LoadRow("session", "ws", 1_000)),
        new Row(
            "session-10000",
            "session mix, 10,000 connections",
            new LoadRow("session", "ws", 10_000)),
        new Row("meter-100", "MeterValues with 6 measurands", new LoadRow("meter", "ws", 100)),
        new Row("mqtt-100", "session mix over MQTT", new LoadRow("session", "mqtt", 100)),
        new Row(
            "session201-100",
            "session mix of OCPP 2.0.1, 100 connections",
            new LoadRow("session201", "ws", 100)),
        new Row(
            "open-50",
            "open loop at half of the peak, 1,000 connections",
            new LoadRow("session", "ws", 1_000).atShareOfPeak(0.5)),
        new Row(
            "commands",
            "commands by REST beside 5,000 calls/s",
            new LoadRow("session", "ws", 1_000).withCommands(5_000, 50)),
        new Row("storm", "connect and boot", new LoadRow("boot-storm", "ws", 500)),
        new Row("idle", "idle connections of one node", new LoadRow("idle", "ws", 19_000)),
        new Row("start", "start on a stored database", new StartRow()),
        new Row("cluster-5", "connections of a cluster of five", new ClusterRow(5, 19_000, "idle")),
        new Row(
            "memory-100000",
            "sessions of one node over an in-memory transport",
            new MemoryRow(100_000)),
        new Row("nodes-1", "session mix, one node of a cluster", new ClusterRow(1, 200, "session")),
        new Row("nodes-2", "session mix, two nodes", new ClusterRow(2, 100, "session")),
        new Row(
            "meter-rows-small", "queries beside few meter rows", new MeterRow(SMALL_METER_ROWS)),
        new Row("meter-rows-large", "queries beside many meter rows", new MeterRow(0)),
        new Row("micro", "codec, shape check and session, by JMH", new MicroRow()),
        new Row("profile", "what costs what", new ProfileRow()));
  }
}
