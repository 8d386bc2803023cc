/** Commands to charging stations. */
@NullMarked
package io.galvan.contract.command;

import org.jspecify.annotations.NullMarked;
