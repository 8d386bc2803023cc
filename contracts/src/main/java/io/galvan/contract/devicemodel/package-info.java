/** The device model of OCPP 2.x and its monitoring. */
@NullMarked
package io.galvan.contract.devicemodel;

import org.jspecify.annotations.NullMarked;
