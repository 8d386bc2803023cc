/** Transactions. */
@NullMarked
package io.galvan.contract.transaction;

import org.jspecify.annotations.NullMarked;
