package io.galvan.simulator.report;

import java.time.Instant;

/**
 * A fleet at one moment.
 *
 * @param realSeconds since the run began
 * @param at the fleet's time
 * @param callsPerSecond since the sample before, in real time
 * @param queued messages of transactions that wait at the stations
 * @param errors CALLERRORs received since the sample before
 */
public record Sample(
    double realSeconds,
    Instant at,
    int connected,
    int charging,
    double kilowatt,
    double callsPerSecond,
    double p50Ms,
    double p99Ms,
    long queued,
    long errors) {}
