/** Operations of the API. Policies and wanted variables. */
@NullMarked
package io.galvan.central.api.policy;

import org.jspecify.annotations.NullMarked;
