// What the fields of OCPP 1.6 commands mean, where the API's own description is too general, and the bounds of numbers.

import { helpOf2 } from './help2.js';

const HELP = {
  'CancelReservationRequest.reservationId': 'The number the reservation was made with.',
  'ChangeAvailabilityRequest.connectorId': '0 is the whole station.',
  'ChangeAvailabilityRequest.type': 'Inoperative takes it out of service; a running transaction ends first.',
  'ChangeConfigurationRequest.value': 'Always text, also for numbers, true and false. Lists are separated by commas.',
  'ClearChargingProfileRequest.connectorId': '0 is the profiles of the whole station; empty is every connector.',
  'GetCompositeScheduleRequest.connectorId': '0 is the whole station.',
  'GetCompositeScheduleRequest.duration': 'How many seconds ahead to look.',
  'GetConfigurationRequest.key': 'None reads all keys.',
  'GetDiagnosticsRequest.location': 'Folder to upload to. Under Maintenance, Galvan can receive the file itself.',
  'GetLogRequest.log': 'What to upload, and where to.',
  'LogParameters.remoteLocation': 'Folder to upload to. Under Maintenance, Galvan can receive the file itself.',
  'RemoteStartTransactionRequest.connectorId': 'Empty lets the station choose.',
  'RemoteStartTransactionRequest.chargingProfile': 'Limits this transaction from its start; its purpose must be TxProfile.',
  'ReserveNowRequest.connectorId': '0 reserves any connector, if the station supports it.',
  'ReserveNowRequest.parentIdTag': 'Any token of this group may use the reservation.',
  'ReserveNowRequest.reservationId': 'The same number replaces an earlier reservation.',
  'ResetRequest.type': 'Soft ends transactions properly first; Hard restarts at once.',
  'SendLocalListRequest.listVersion': 'Higher than the version the station has.',
  'SendLocalListRequest.updateType': 'Full replaces the list; Differential changes the entries given.',
  'AuthorizationData.idTagInfo': 'In a Differential update, an entry without it is removed.',
  'SetChargingProfileRequest.connectorId': '0 is the whole station; a TxProfile needs its connector.',
  'SetChargingProfileRequest.csChargingProfiles': 'The profile; one with the same number is replaced.',
  'ChargingProfile.transactionId': 'Only for a TxProfile.',
  'ChargingProfile.chargingProfilePurpose': 'ChargePointMaxProfile limits the station, TxDefaultProfile every transaction, TxProfile one transaction.',
  'ChargingProfile.chargingProfileKind': 'Absolute: from a fixed time. Recurring: again every day or week. Relative: from the start of the transaction.',
  'ChargingProfile.chargingSchedule': 'The limits, one period after the other.',
  'ChargingSchedule.duration': 'Seconds the schedule holds; empty is until the last period ends.',
  'ChargingSchedule.startSchedule': 'Needed for Absolute and Recurring; Relative has none.',
  'SignedUpdateFirmwareRequest.firmware': 'Where the firmware is, and what proves it genuine.',
  'TriggerMessageRequest.connectorId': 'For StatusNotification and MeterValues; empty is all connectors.',
  'ExtendedTriggerMessageRequest.connectorId': 'For StatusNotification and MeterValues; empty is all connectors.',
  'UnlockConnectorRequest.connectorId': 'Counted from 1.',
  'UpdateFirmwareRequest.location': 'URL the station downloads from. Uploaded firmware is suggested.',
};

const BOUNDS = {
  connectorId: [0], stackLevel: [0], startPeriod: [0], limit: [0], numberPhases: [1, 3], minChargingRate: [0], duration: [0],
  retries: [0, 100], retryInterval: [0, 86400], listVersion: [0],
};

/** Smallest numbers of single commands, where they are stricter. */
const OWN = { 'UnlockConnectorRequest.connectorId': [1], 'RemoteStartTransactionRequest.connectorId': [1], 'GetCompositeScheduleRequest.duration': [1] };

export const helpOf = (owner, field, description) => HELP[`${owner}.${field}`] ?? helpOf2(owner, field) ?? description;

/** [smallest, largest] of a number, each as far as there is one. */
export function boundsOf(owner, field, schema) {
  const [least, most] = OWN[`${owner}.${field}`] ?? BOUNDS[field] ?? [];
  return [schema.minimum ?? least, schema.maximum ?? most ?? (schema.format === 'int32' ? 2147483647 : undefined)];
}
