package io.galvan.ocpp.v16;

/** What a charging profile is for (OCPP 1.6, section 7). */
public enum ChargingProfilePurposeType {
  ChargePointMaxProfile,
  TxDefaultProfile,
  TxProfile
}
