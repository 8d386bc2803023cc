/** Operations of the API. The device model of OCPP 2.x. */
@NullMarked
package io.galvan.central.api.devicemodel;

import org.jspecify.annotations.NullMarked;
