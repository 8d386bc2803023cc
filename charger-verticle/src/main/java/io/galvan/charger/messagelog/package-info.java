/** The message log, deviations and dead letters. */
@NullMarked
package io.galvan.charger.messagelog;

import org.jspecify.annotations.NullMarked;
