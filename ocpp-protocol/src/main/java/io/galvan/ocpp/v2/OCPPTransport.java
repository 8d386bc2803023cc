package io.galvan.ocpp.v2;

/** OCPP Transport, in SetNetworkProfile (since OCPP 2.0.1). */
public enum OCPPTransport {
  SOAP,
  JSON
}
