package io.galvan.simulator.mqttcheck;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Where checks are made: a server, topics of our own, and the clients of the running check. */
final class Bench {
  private final MqttServerAddress station;
  private final MqttServerAddress reader;
  private final String topics;
  private final String stationId;
  private final Duration patience;
  private final List<Client> open = new ArrayList<>();

  /**
   * @param station the server as a station sees it
   * @param reader the server as a central system sees it that reads all stations
   * @param topics all topics begin with this level, or these
   */
  Bench(
      MqttServerAddress station,
      MqttServerAddress reader,
      String topics,
      String stationId,
      Duration patience) {
    this.station = station;
    this.reader = reader;
    this.topics = topics;
    this.stationId = stationId;
    this.patience = patience;
  }

  String stationId() {
    return stationId;
  }

  Duration patience() {
    return patience;
  }

  /** A topic of a station, or a filter for topics; level is up, down or status. */
  String topic(String id, String level) {
    return topics + "/1.6/" + encoded(id) + "/" + level;
  }

  String topic(String level) {
    return topic(stationId, level);
  }

  /** The filter for a level of all stations. */
  String everyStations(String level) {
    return topics + "/+/+/" + level;
  }

  /** Only what means something in a topic is percent-encoded. */
  private static String encoded(String id) {
    return id.replace("%", "%25").replace("/", "%2F").replace("+", "%2B").replace("#", "%23");
  }

  /** The station, ready to connect. */
  Login station() {
    return station(stationId);
  }

  Login station(String id) {
    return new Login(station, id);
  }

  /** A reader of all stations; several have names of their own. */
  Login reader(String name) {
    return new Login(reader, stationId + "-" + name);
  }

  /** Connects a client that is closed when the check is over. */
  Client connect(Login login) throws CheckFailed, InterruptedException {
    Client client = Client.connect(login, patience);
    open.add(client);
    return client;
  }

  /** Whether the server takes a client of MQTT 5. */
  boolean speaksVersion5() throws InterruptedException {
    try {
      connect(station().version5());
      return true;
    } catch (CheckFailed refused) {
      return false;
    } finally {
      clear();
    }
  }

  /** Connects a reader that has subscribed. */
  Client reader(String name, String filter) throws CheckFailed, InterruptedException {
    Client client = connect(reader(name));
    client.subscribe(filter);
    return client;
  }

  /** Forgets a session that the server may have kept. */
  void forget(Login login) throws CheckFailed, InterruptedException {
    Client.connect(login, patience).wire().disconnect();
  }

  /** Closes the clients of a check. */
  void clear() throws InterruptedException {
    for (Client client : open) {
      try {
        client.wire().disconnect();
      } catch (CheckFailed late) {
        // It will be closed when the program ends.
        continue;
      }
    }
    open.clear();
  }
}
