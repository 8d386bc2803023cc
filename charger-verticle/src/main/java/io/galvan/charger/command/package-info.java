/** Commands: stored, sent, waiting, ended, and their outcomes. */
@NullMarked
package io.galvan.charger.command;

import org.jspecify.annotations.NullMarked;
