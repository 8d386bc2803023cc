/** Uploads of diagnostics and logs. */
@NullMarked
package io.galvan.contract.diagnostics;

import org.jspecify.annotations.NullMarked;
