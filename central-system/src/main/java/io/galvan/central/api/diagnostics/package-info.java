/** Operations of the API. Uploads of diagnostics and logs. */
@NullMarked
package io.galvan.central.api.diagnostics;

import org.jspecify.annotations.NullMarked;
