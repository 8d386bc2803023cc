package io.galvan.ocpp.v2;

/** VPN Enum, in SetNetworkProfile (since OCPP 2.0.1). */
public enum VPNEnum {
  IKEv2,
  IPSec,
  L2TP,
  PPTP
}
