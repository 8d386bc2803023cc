/** The external MQTT broker. */
@NullMarked
package io.galvan.contract.broker;

import org.jspecify.annotations.NullMarked;
