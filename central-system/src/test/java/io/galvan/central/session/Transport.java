package io.galvan.central.session;

import io.galvan.central.gateway.Ports;
import io.galvan.central.testing.RawStation;

/** The transports that sessions are on. */
enum Transport {
  WebSocket {
    @Override
    TransportUnderTest open() {
      return (vertx, ports, id, password) ->
          RawStation.webSocket(vertx, ports.get(Ports.Name.ocpp), id, password);
    }
  },

  MQTT {
    @Override
    TransportUnderTest open() {
      return (vertx, ports, id, password) ->
          RawStation.mqtt(vertx, ports.get(Ports.Name.mqtt), id, password);
    }
  },

  /** An external broker of MQTT, a real one. */
  Broker {
    @Override
    TransportUnderTest open() {
      return new BrokerUnderTest();
    }
  };

  /** Makes ready what one test needs of it. */
  abstract TransportUnderTest open();
}
