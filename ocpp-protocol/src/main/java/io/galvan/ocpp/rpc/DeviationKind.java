package io.galvan.ocpp.rpc;

/** In which way a message that was read all the same differs from the standard. */
public enum DeviationKind {
  /** A number or an integer came as a string. */
  NumberAsString,
  /** A string came as a number or a boolean. */
  StringAsNumber,
  /** A boolean came as a string or a number. */
  BooleanAsOther,
  /** An integer came with a fraction: 12.0, or a measured value that was rounded. */
  FractionForInteger,
  /** A string came as an object or an array; its JSON text is kept. */
  StructureForString,
  /** A value of null, read as absent. */
  NullOptionalField,
  /** A field the standard does not have. */
  UnknownField,
  /** A field that came twice; the last one counts. */
  DuplicateField,
  /** A string over its limit: cut, left out, or kept where it identifies something. */
  StringTooLong,
  /** An unknown enum text, read as its fallback, its alias, or absent. */
  UnknownEnumValue,
  /** An enum text in other letter case or padded. */
  EnumLetterCase,
  /** An object or a single value where an array is due. */
  ObjectForArray,
  /** More items than allowed in a list; all are kept. */
  TooManyItems,
  /** A time without a zone, taken as UTC. */
  TimeWithoutZone,
  /** A zone such as +02 or +0200. */
  ShortZone,
  /**
   * A time with a space for the T, numbers of one digit, without seconds, of second 60 or hour 24,
   * or padded.
   */
  TimeForm,
  /** A time as seconds or milliseconds since 1970. */
  EpochTime,
  /** An optional time that cannot be read, left out. */
  UnreadableTime,
  /** An empty string for an optional value that is no string. */
  EmptyString,
  /** A payload of null, an empty array, or none at all, read as an empty object. */
  NullPayload,
  /** JSON that could only be read after a repair. */
  BrokenJson,
  /** A list that should be there and is not, read as empty. */
  MissingOptionalContainer,
  /** A required value that is missing or cannot be read, and what stands for it. */
  SubstitutedValue,
  /** An optional value that cannot be read and was left out. */
  BrokenField,
  /** An element of a list that could not be read and was left out. */
  BrokenElement,
  /** A NUL character in a string, left out because no database takes it. */
  NulCharacter,
  /** Half of a surrogate pair in a string, read as U+FFFD because it is no character. */
  UnpairedSurrogate,
  /**
   * Something about the frame around the payload: a long or numeric message id, surplus elements.
   */
  FrameForm,
  /** The connection was asked for at a path with doubled or trailing slashes, or a query. */
  PathForm,
  /** A whole URL stands in the path the connection was asked for at. */
  PastedUrl,
  /** The identity came in other letter case than it is stored in. */
  IdentityLetterCase,
  /** No subprotocol was offered: the default version is spoken. */
  NoSubprotocol,
  /** The station logs in with a user name that is not its identity. */
  ForeignUserName,
  /** A CALL came again, with the id and the text of the one before: it got the same answer. */
  RepeatedCall,
  /** A transaction id that no central system gives out, read as none. */
  ImpossibleTransactionId,
  /** A transaction's id that the station used before. */
  IdReused,
  /** An event of a transaction whose number another one had. */
  SeqNoUsedTwice,
  /** An event of a transaction that comes after its end. */
  EventAfterEnd,
  /** A register that began again with more than can have been charged since. */
  MeterReset,
  /** A time that cannot be right: before there was such a station, ahead, or before the start. */
  ImplausibleTime,
  /** A measured value that is no number. */
  NotANumber,
  /** An idTag with additions around the token, of which the token counts. */
  IdTokenWithAdditions
}
