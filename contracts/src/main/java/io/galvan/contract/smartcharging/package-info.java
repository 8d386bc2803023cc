/** Charging profiles. */
@NullMarked
package io.galvan.contract.smartcharging;

import org.jspecify.annotations.NullMarked;
