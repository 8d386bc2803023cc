/** OCPP-J over MQTT. */
@NullMarked
package io.galvan.simulator.transport.mqtt;

import org.jspecify.annotations.NullMarked;
