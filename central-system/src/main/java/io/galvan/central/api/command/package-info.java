/** Operations of the API. Commands and orders. */
@NullMarked
package io.galvan.central.api.command;

import org.jspecify.annotations.NullMarked;
