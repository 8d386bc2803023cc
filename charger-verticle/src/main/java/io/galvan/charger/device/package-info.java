/**
 * The device model of stations of OCPP 2.x: variables, reports, monitors, events, wanted values.
 */
@NullMarked
package io.galvan.charger.device;

import org.jspecify.annotations.NullMarked;
