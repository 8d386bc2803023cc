/** Operations of the API. Transactions. */
@NullMarked
package io.galvan.central.api.transaction;

import org.jspecify.annotations.NullMarked;
