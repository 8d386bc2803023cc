package io.galvan.app;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.message.publish.Mqtt3Publish;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A station at an external broker, by a client library that the product does not use. It does what
 * the standard asks of one: a message that is not answered is sent again with the same content, one
 * after the other, over as many connections as it takes; commands are accepted.
 */
final class RetryingStation {
  private static final long RETRY_MS = 3_000;
  private static final int INTERVAL_WH = 100;
  private static final Pattern FRAME = Pattern.compile("\\[([234]),\"([^\"]+)\",?(.*)]");
  private static final Pattern TRANSACTION = Pattern.compile("\"transactionId\":(\\d+)");

  private final Vertx vertx;
  private final Context context;
  private final String topic;
  private final Mqtt3AsyncClient client;
  private final CompletableFuture<Void> booted = new CompletableFuture<>();
  private final List<Integer> numbers = Collections.synchronizedList(new ArrayList<>());
  private int numbered;
  private int messages;
  private volatile int answered;
  private String waitingFor = "";
  private Consumer<String> onAnswer = answer -> {};

  RetryingStation(Vertx vertx, int port, String id) {
    this.vertx = vertx;
    this.context = vertx.getOrCreateContext();
    this.topic = "ocpp/1.6/" + id + "/";
    this.client =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier(id)
            .serverHost("127.0.0.1")
            .serverPort(port)
            .automaticReconnect()
            .initialDelay(200, TimeUnit.MILLISECONDS)
            .maxDelay(1_000, TimeUnit.MILLISECONDS)
            .applyAutomaticReconnect()
            .addConnectedListener(connected -> online())
            .buildAsync();
  }

  /** Connects and boots. */
  void open() {
    client.publishes(
        com.hivemq.client.mqtt.MqttGlobalPublishFilter.ALL,
        message -> context.runOnContext(ignored -> onMessage(message)));
    client
        .connectWith()
        .cleanSession(false)
        .willPublish()
        .topic(topic + "status")
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(true)
        .payload(bytes("offline"))
        .applyWillPublish()
        .send();
    context.runOnContext(
        ignored ->
            call(
                "BootNotification",
                "{\"chargePointVendor\":\"V\",\"chargePointModel\":\"M\"}",
                answer -> booted.complete(null)));
  }

  private void online() {
    client.subscribeWith().topicFilter(topic + "down").qos(MqttQos.AT_LEAST_ONCE).send();
    publish("status", "online", true);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private void publish(String leaf, String text, boolean retain) {
    client
        .publishWith()
        .topic(topic + leaf)
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(retain)
        .payload(bytes(text))
        .send();
  }

  private void onMessage(Mqtt3Publish message) {
    String text = new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8);
    Matcher frame = FRAME.matcher(text);
    if (!frame.matches()) {
      throw new AssertionError(text);
    }
    String id = frame.group(2);
    if (frame.group(1).equals("2")) {
      publish("up", "[3,\"" + id + "\",{\"status\":\"Accepted\"}]", false);
    } else if (id.startsWith("n-")) {
      numbers.add(Integer.parseInt(id.substring(2)));
    } else if (id.equals(waitingFor)) {
      answered++;
      waitingFor = "";
      onAnswer.accept(frame.group(3));
    }
  }

  private void call(String action, String payload, Consumer<String> then) {
    String id = "m-" + ++messages;
    waitingFor = id;
    onAnswer = then;
    send(id, "[2,\"" + id + "\",\"" + action + "\"," + payload + "]");
  }

  private void send(String id, String text) {
    if (waitingFor.equals(id)) {
      publish("up", text, false);
      vertx.setTimer(RETRY_MS, timer -> context.runOnContext(ignored -> send(id, text)));
    }
  }

  void awaitBoot() {
    booted.orTimeout(30, TimeUnit.SECONDS).join();
  }

  /** How many of its messages were answered. */
  int answered() {
    return answered;
  }

  /** Sends a message and does not wait for its answer. */
  void sendNumbered() {
    context.runOnContext(
        ignored ->
            publish(
                "up",
                "[2,\"n-" + String.format("%03d", ++numbered) + "\",\"Heartbeat\",{}]",
                false));
  }

  /** The numbers in the order of their answers. */
  List<Integer> numbersAnswered() {
    return List.copyOf(numbers);
  }

  /** One charging session with so many meter values; gives its transaction. */
  CompletableFuture<Long> charge(String idTag, int meterValues) {
    CompletableFuture<Long> session = new CompletableFuture<>();
    Instant begin = Instant.parse("2026-03-01T12:00:00Z");
    booted.thenRun(
        () ->
            context.runOnContext(
                ignored ->
                    call(
                        "StartTransaction",
                        "{\"connectorId\":1,\"idTag\":\"%s\",\"meterStart\":1000,\"timestamp\":\"%s\"}"
                            .formatted(idTag, begin),
                        answer -> {
                          Matcher transaction = TRANSACTION.matcher(answer);
                          if (!transaction.find()) {
                            session.completeExceptionally(new AssertionError(answer));
                            return;
                          }
                          meter(
                              Long.parseLong(transaction.group(1)), begin, 1, meterValues, session);
                        })));
    return session;
  }

  private void meter(
      long transaction, Instant begin, int number, int last, CompletableFuture<Long> session) {
    int register = 1_000 + INTERVAL_WH * number;
    Instant at = begin.plusSeconds(60L * number);
    if (number > last) {
      call(
          "StopTransaction",
          "{\"transactionId\":%d,\"meterStop\":%d,\"timestamp\":\"%s\"}"
              .formatted(transaction, register - INTERVAL_WH, at),
          answer -> session.complete(transaction));
      return;
    }
    call(
        "MeterValues",
        "{\"connectorId\":1,\"transactionId\":%d,\"meterValue\":[{\"timestamp\":\"%s\",\"sampledValue\":[{\"value\":\"%d\"}]}]}"
            .formatted(transaction, at, register),
        answer ->
            vertx.setTimer(
                200,
                id ->
                    context.runOnContext(
                        ignored -> meter(transaction, begin, number + 1, last, session))));
  }

  void close() {
    client.disconnect();
  }
}
