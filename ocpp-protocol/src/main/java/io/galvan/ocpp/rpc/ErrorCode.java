package io.galvan.ocpp.rpc;

import io.galvan.ocpp.OcppVersion;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * The error codes of CALLERROR and CALLRESULTERROR (OCPP-J 1.6 and 2.x, section 4.3), named as in
 * 2.x.
 */
public enum ErrorCode {
  FormatViolation("FormationViolation"),
  GenericError("GenericError"),
  InternalError("InternalError"),
  /** 2.x only; 1.6 ignores such messages, and would call it NotSupported. */
  MessageTypeNotSupported("NotSupported"),
  NotImplemented("NotImplemented"),
  NotSupported("NotSupported"),
  /** Spelled with one r in 1.6. */
  OccurrenceConstraintViolation("OccurenceConstraintViolation"),
  PropertyConstraintViolation("PropertyConstraintViolation"),
  ProtocolError("ProtocolError"),
  /** 2.x only; 1.6 has FormationViolation for the same. */
  RpcFrameworkError("FormationViolation"),
  SecurityError("SecurityError"),
  TypeConstraintViolation("TypeConstraintViolation");

  private static final Map<String, ErrorCode> BY_TEXT = new HashMap<>();

  static {
    for (ErrorCode code : values()) {
      BY_TEXT.put(code.name().toLowerCase(Locale.ROOT), code);
    }
    BY_TEXT.put("formationviolation", FormatViolation);
    BY_TEXT.put("occurenceconstraintviolation", OccurrenceConstraintViolation);
  }

  private final String v16;

  ErrorCode(String v16) {
    this.v16 = v16;
  }

  /** The exact text on the wire of a version. */
  public String wire(OcppVersion version) {
    return version == OcppVersion.V1_6 ? v16 : name();
  }

  /** The code of a text in any version's spelling and letter case; empty when there is none. */
  public static Optional<ErrorCode> parse(String text) {
    return Optional.ofNullable(BY_TEXT.get(text.toLowerCase(Locale.ROOT)));
  }
}
