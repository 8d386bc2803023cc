package io.galvan.ocpp.v2;

/** Component Criterion, in GetReport (since OCPP 2.0.1). */
public enum ComponentCriterion {
  Active,
  Available,
  Enabled,
  Problem
}
