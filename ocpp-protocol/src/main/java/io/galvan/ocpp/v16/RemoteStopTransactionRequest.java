package io.galvan.ocpp.v16;

/** Asks for the stop of a transaction (OCPP 1.6, section 6). */
public record RemoteStopTransactionRequest(long transactionId) {}
