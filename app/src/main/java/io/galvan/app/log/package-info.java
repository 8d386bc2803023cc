/** How log lines are written. */
@NullMarked
package io.galvan.app.log;

import org.jspecify.annotations.NullMarked;
