/** Operations of the API. The message log, deviations, dead letters. */
@NullMarked
package io.galvan.central.api.messagelog;

import org.jspecify.annotations.NullMarked;
