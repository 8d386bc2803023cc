package io.galvan.ocpp.rpc;

/** One frame of OCPP-J (part 4 of the standard). Message ids are at most 36 characters. */
public sealed interface Frame {
  /** The most characters of an error's description. */
  int DESCRIPTION_BOUND = 255;

  /** The id that ties an answer to its question. */
  String messageId();

  /** A request that wants one answer: {@code [2,id,action,payload]}. */
  record Call(String messageId, Action<?, ?> action, Record payload) implements Frame {}

  /** The answer to a CALL: {@code [3,id,payload]}. */
  record CallResult(String messageId, Record payload) implements Frame {}

  /**
   * The refusal of a CALL: {@code [4,id,code,description,details]}.
   *
   * @param description text for people, empty if none
   * @param detailsJson the details as JSON text, <code>{}</code> if none
   */
  record CallError(String messageId, ErrorCode code, String description, String detailsJson)
      implements Frame {
    /** A refusal without details. */
    public static CallError of(String messageId, ErrorCode code, String description) {
      return new CallError(messageId, code, description, "{}");
    }
  }

  /** The refusal of a CALLRESULT, by its id, since 2.1: {@code [5,id,code,description,details]}. */
  record CallResultError(String messageId, ErrorCode code, String description, String detailsJson)
      implements Frame {
    /** A refusal without details. */
    public static CallResultError of(String messageId, ErrorCode code, String description) {
      return new CallResultError(messageId, code, description, "{}");
    }
  }

  /** A message that is never answered, since 2.1: {@code [6,id,action,payload]}. */
  record Send(String messageId, Action<?, ?> action, Record payload) implements Frame {}
}
