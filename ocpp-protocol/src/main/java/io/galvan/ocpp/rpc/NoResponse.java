package io.galvan.ocpp.rpc;

/** The response of actions that are sent and never answered (OCPP 2.1, SEND). */
public record NoResponse() {}
