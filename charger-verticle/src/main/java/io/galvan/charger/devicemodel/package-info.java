/** The device model of OCPP 2.x. */
@NullMarked
package io.galvan.charger.devicemodel;

import org.jspecify.annotations.NullMarked;
