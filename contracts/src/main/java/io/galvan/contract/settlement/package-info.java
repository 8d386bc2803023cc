/** Payments at charging stations. */
@NullMarked
package io.galvan.contract.settlement;

import org.jspecify.annotations.NullMarked;
