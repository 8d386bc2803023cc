/** Reports of OCPP 2.x stations beside charging. */
@NullMarked
package io.galvan.contract.report;

import org.jspecify.annotations.NullMarked;
