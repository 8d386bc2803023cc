package io.galvan.ocpp.v16;

/** Gives the transaction its id and says whether the idTag may charge (OCPP 1.6, section 6). */
public record StartTransactionResponse(IdTagInfo idTagInfo, long transactionId) {}
