/** What the blocks of the charger service share. */
@NullMarked
package io.galvan.charger.block;

import org.jspecify.annotations.NullMarked;
