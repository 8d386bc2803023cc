/** Operations of the API. Reports of OCPP 2.x stations. */
@NullMarked
package io.galvan.central.api.report;

import org.jspecify.annotations.NullMarked;
