package io.galvan.conformance;

import com.hivemq.client.mqtt.MqttClient;
import com.hivemq.client.mqtt.datatypes.MqttQos;
import com.hivemq.client.mqtt.mqtt3.Mqtt3AsyncClient;
import com.hivemq.client.mqtt.mqtt3.exceptions.Mqtt3ConnAckException;
import com.hivemq.client.mqtt.mqtt3.message.auth.Mqtt3SimpleAuth;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;

/**
 * Raw OCPP-J arrays on the topics of MQTT 3.1.1, by a client library that the product does not use.
 */
public final class MqttLine implements Line {
  private final Mqtt3AsyncClient client;
  private final String up;
  private final @Nullable String status;
  private final BlockingQueue<String> received;
  private final CompletableFuture<String> closed;

  private MqttLine(
      Mqtt3AsyncClient client,
      String up,
      @Nullable String status,
      BlockingQueue<String> received,
      CompletableFuture<String> closed) {
    this.client = client;
    this.up = up;
    this.status = status;
    this.received = received;
    this.closed = closed;
  }

  /** At an external broker a station says when it is there, and has the broker say when not. */
  public static MqttLine openAtBroker(Version version, int port, String id) {
    MqttLine line = open(version, port, id, id, null, true);
    line.tellPresence("online");
    return line;
  }

  public static MqttLine open(Version version, int port, String id, byte @Nullable [] password) {
    return open(version, port, id, id, password, false);
  }

  /** Signs in with a user name that may not be the identity. */
  public static MqttLine openAs(
      Version version, int port, String id, String username, byte[] password) {
    return open(version, port, id, username, password, false);
  }

  private static MqttLine open(
      Version version,
      int port,
      String id,
      String username,
      byte @Nullable [] password,
      boolean tellsPresence) {
    CompletableFuture<String> closed = new CompletableFuture<>();
    BlockingQueue<String> received = new LinkedBlockingQueue<>();
    Mqtt3AsyncClient client =
        MqttClient.builder()
            .useMqttVersion3()
            .identifier(id)
            .serverHost("127.0.0.1")
            .serverPort(port)
            .addDisconnectedListener(
                context -> closed.complete(String.valueOf(context.getCause().getMessage())))
            .buildAsync();
    var connect = client.connectWith().cleanSession(true);
    if (password != null) {
      connect.simpleAuth(Mqtt3SimpleAuth.builder().username(username).password(password).build());
    }
    String topics = "ocpp/" + version.number() + "/" + id;
    String status = topics + "/status";
    if (tellsPresence) {
      connect
          .willPublish()
          .topic(status)
          .qos(MqttQos.AT_LEAST_ONCE)
          .retain(true)
          .payload("offline".getBytes(StandardCharsets.UTF_8))
          .applyWillPublish();
    }
    try {
      Line.await(connect.send());
      Line.await(
          client
              .subscribeWith()
              .topicFilter(topics + "/down")
              .qos(MqttQos.AT_LEAST_ONCE)
              .callback(
                  message ->
                      received.add(new String(message.getPayloadAsBytes(), StandardCharsets.UTF_8)))
              .send());
    } catch (ExecutionException e) {
      throw e.getCause() instanceof Mqtt3ConnAckException refused
          ? new Refused(refused.getMqttMessage().getReturnCode().name())
          : new Refused(String.valueOf(e.getCause()));
    }
    return new MqttLine(client, topics + "/up", tellsPresence ? status : null, received, closed);
  }

  private void tellPresence(String presence) {
    client
        .publishWith()
        .topic(String.valueOf(status))
        .qos(MqttQos.AT_LEAST_ONCE)
        .retain(true)
        .payload(presence.getBytes(StandardCharsets.UTF_8))
        .send();
  }

  @Override
  public void send(String text) {
    // The acknowledgement comes with the answer, so it is not waited for here.
    client
        .publishWith()
        .topic(up)
        .qos(MqttQos.AT_LEAST_ONCE)
        .payload(text.getBytes(StandardCharsets.UTF_8))
        .send();
  }

  @Override
  public BlockingQueue<String> received() {
    return received;
  }

  @Override
  public CompletableFuture<String> closed() {
    return closed;
  }

  @Override
  public void close() {
    if (status != null) {
      tellPresence("offline");
    }
    client.disconnect();
  }
}
