package io.galvan.ocpp.v16;

import io.galvan.ocpp.shape.KeptLong;
import io.galvan.ocpp.shape.MaxLength;

/** Asks whether an idTag may charge (OCPP 1.6, section 6). */
public record AuthorizeRequest(@MaxLength(20) @KeptLong String idTag) {}
