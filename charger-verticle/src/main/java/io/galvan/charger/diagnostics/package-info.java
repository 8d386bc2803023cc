/** Uploads of diagnostics and logs. */
@NullMarked
package io.galvan.charger.diagnostics;

import org.jspecify.annotations.NullMarked;
