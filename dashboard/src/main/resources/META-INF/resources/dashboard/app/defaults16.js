// What a form for an OCPP 1.6 command starts with, so that most commands need little typing.

import { inSeconds } from './format.js';

const number = () => Math.floor(Date.now() / 1000);
const upload = () => `ftp://${location.hostname}/`;

/** A whole command; `known` is {connectorId, transactionId, charger, firmware: [url], listVersion} as far as it is known. */
const COMMANDS = {
  CancelReservation: (known) => ({ reservationId: known.reservations?.[0] }),
  CertificateSigned: () => ({}),
  ChangeAvailability: (known) => ({ connectorId: known.connectorId ?? 0, type: 'Inoperative' }),
  ChangeConfiguration: () => ({ key: 'MeterValueSampleInterval', value: '60' }),
  ClearCache: () => ({}),
  ClearChargingProfile: () => ({}),
  DataTransfer: (known) => ({ vendorId: known.charger?.vendor }),
  DeleteCertificate: () => ({ certificateHashData: { hashAlgorithm: 'SHA256' } }),
  ExtendedTriggerMessage: () => ({ requestedMessage: 'StatusNotification' }),
  GetCompositeSchedule: (known) => ({ connectorId: known.connectorId ?? 1, duration: 86400, chargingRateUnit: 'A' }),
  GetConfiguration: () => ({}),
  GetDiagnostics: () => ({ location: upload(), startTime: inSeconds(-86400), stopTime: inSeconds() }),
  GetInstalledCertificateIds: () => ({ certificateType: 'CentralSystemRootCertificate' }),
  GetLocalListVersion: () => ({}),
  GetLog: () => ({ log: { remoteLocation: upload(), oldestTimestamp: inSeconds(-86400), latestTimestamp: inSeconds() }, logType: 'DiagnosticsLog', requestId: number() }),
  InstallCertificate: () => ({ certificateType: 'CentralSystemRootCertificate' }),
  RemoteStartTransaction: (known) => ({ connectorId: known.connectorId ?? 1 }),
  RemoteStopTransaction: (known) => ({ transactionId: known.transactionId ?? known.charger?.runningTransactions?.[0]?.id }),
  ReserveNow: (known) => ({ connectorId: known.connectorId ?? 1, expiryDate: inSeconds(3600), reservationId: number() }),
  Reset: () => ({ type: 'Soft' }),
  SendLocalList: (known) => ({ listVersion: (known.listVersion ?? 0) + 1, updateType: 'Full', localAuthorizationList: [] }),
  SetChargingProfile: (known) => ({ connectorId: known.connectorId ?? 0, csChargingProfiles: profile('TxDefaultProfile') }),
  SignedUpdateFirmware: (known) => ({ requestId: number(), firmware: { location: known.firmware?.[0], retrieveDateTime: inSeconds() } }),
  TriggerMessage: () => ({ requestedMessage: 'StatusNotification' }),
  UnlockConnector: (known) => ({ connectorId: known.connectorId ?? 1 }),
  UpdateFirmware: (known) => ({ location: known.firmware?.[0], retrieveDate: inSeconds() }),
};

const profile = (purpose) => ({
  chargingProfileId: 1,
  stackLevel: 0,
  chargingProfilePurpose: purpose,
  chargingProfileKind: 'Relative',
  chargingSchedule: { chargingRateUnit: 'A', chargingSchedulePeriod: [{ startPeriod: 0, limit: 16 }] },
});

/** A part that somebody adds to a command; `before` is the list it joins, if it joins one. */
const PARTS = {
  ChargingProfile: () => profile('TxProfile'),
  ChargingSchedulePeriod: (before) => ({ startPeriod: before?.length ? before.at(-1).startPeriod + 3600 : 0, limit: before?.at(-1)?.limit ?? 16 }),
  AuthorizationData: () => ({ idTagInfo: { status: 'Accepted' } }),
  IdTagInfo: () => ({ status: 'Accepted' }),
};

export const defaultsOf = (action, known = {}) => COMMANDS[action]?.(known) ?? {};
export const defaultsOfPart = (name, before) => PARTS[name]?.(before);
