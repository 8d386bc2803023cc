package io.galvan.ocpp.v2;

import io.galvan.ocpp.shape.WireText;

/** Data, in NotifyReport (since OCPP 2.0.1). */
public enum Data {
  string,
  decimal,
  integer,
  dateTime,
  @WireText("boolean")
  boolean_,
  OptionList,
  SequenceList,
  MemberList
}
