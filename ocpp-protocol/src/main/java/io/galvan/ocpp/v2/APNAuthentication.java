package io.galvan.ocpp.v2;

/** APN Authentication, in SetNetworkProfile (since OCPP 2.0.1). */
public enum APNAuthentication {
  PAP,
  CHAP,
  NONE,
  AUTO
}
