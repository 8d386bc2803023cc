package io.galvan.ocpp.v16;

/** Says whether a stop will be tried (OCPP 1.6, section 6). */
public record RemoteStopTransactionResponse(RemoteStartStopStatus status) {}
