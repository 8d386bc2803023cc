/** Reports of OCPP 2.x stations beside charging. */
@NullMarked
package io.galvan.charger.report;

import org.jspecify.annotations.NullMarked;
