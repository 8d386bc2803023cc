/** The external MQTT broker. */
@NullMarked
package io.galvan.charger.broker;

import org.jspecify.annotations.NullMarked;
