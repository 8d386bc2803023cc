/** One command to many charging stations. */
@NullMarked
package io.galvan.contract.campaign;

import org.jspecify.annotations.NullMarked;
