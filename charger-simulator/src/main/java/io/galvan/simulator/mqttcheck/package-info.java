/** Tries what OCPP over MQTT needs of a broker, or of a central system's own listener. */
@NullMarked
package io.galvan.simulator.mqttcheck;

import org.jspecify.annotations.NullMarked;
