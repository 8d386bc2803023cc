/** Local authorization lists. */
@NullMarked
package io.galvan.charger.locallist;

import org.jspecify.annotations.NullMarked;
