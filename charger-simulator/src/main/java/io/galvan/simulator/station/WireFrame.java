package io.galvan.simulator.station;

import java.time.Instant;

/**
 * One text that went over the wire.
 *
 * @param sent whether the station sent it; otherwise it received it
 * @param at the time of the station's clock
 */
public record WireFrame(boolean sent, String text, Instant at) {}
