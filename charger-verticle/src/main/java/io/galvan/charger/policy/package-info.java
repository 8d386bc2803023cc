/** Policies, configuration keys and wanted variables. */
@NullMarked
package io.galvan.charger.policy;

import org.jspecify.annotations.NullMarked;
