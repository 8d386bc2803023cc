/** One command to many charging stations. */
@NullMarked
package io.galvan.charger.campaign;

import org.jspecify.annotations.NullMarked;
