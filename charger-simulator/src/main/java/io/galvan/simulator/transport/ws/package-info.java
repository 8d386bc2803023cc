/** OCPP-J over WebSocket. */
@NullMarked
package io.galvan.simulator.transport.ws;

import org.jspecify.annotations.NullMarked;
