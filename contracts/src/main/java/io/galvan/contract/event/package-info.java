/** The events of all services. */
@NullMarked
package io.galvan.contract.event;

import org.jspecify.annotations.NullMarked;
