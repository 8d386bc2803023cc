/** Ways to the central system: WebSocket and MQTT. */
@NullMarked
package io.galvan.simulator.transport;

import org.jspecify.annotations.NullMarked;
