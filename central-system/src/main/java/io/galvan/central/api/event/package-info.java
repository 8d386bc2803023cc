/** Operations of the API. Events that wait for an operator. */
@NullMarked
package io.galvan.central.api.event;

import org.jspecify.annotations.NullMarked;
