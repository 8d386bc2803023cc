/** Local authorization lists. */
@NullMarked
package io.galvan.contract.locallist;

import org.jspecify.annotations.NullMarked;
