/** The message log, deviations and dead letters. */
@NullMarked
package io.galvan.contract.messagelog;

import org.jspecify.annotations.NullMarked;
