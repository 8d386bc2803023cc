/** Operations of the API. Payments and receipts. */
@NullMarked
package io.galvan.central.api.settlement;

import org.jspecify.annotations.NullMarked;
