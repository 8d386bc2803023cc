// What the API's own description says: the commands there are, and the shape of what they carry.

import { get } from './api.js';

export const COMMANDS = '/chargers/{chargerId}/commands/';

/** The schema itself when there is only a reference to it; `name` says which it is. */
export function resolve(schema, contract) {
  if (!schema.$ref) return schema;
  const name = schema.$ref.split('/').pop();
  return { ...contract.components.schemas[name], name, ...(schema.description ? { description: schema.description } : {}) };
}

/** Every command: [{action, summary, schema}], in the order of the alphabet. */
export function commandsOf(contract) {
  return Object.entries(contract?.paths ?? {})
    .filter(([path, operations]) => path.startsWith(COMMANDS) && operations.post?.requestBody)
    .map(([path, { post }]) => ({
      action: path.slice(COMMANDS.length),
      summary: post.summary,
      schema: resolve(post.requestBody.content['application/json'].schema, contract),
    }))
    .sort((a, b) => a.action.localeCompare(b.action));
}

/** An order that is the same for every version, such as start or limit. */
export function orderOf(contract, order) {
  const { post } = contract.paths[`/chargers/{chargerId}/${order}`];
  return { action: order, summary: post.summary, schema: resolve(post.requestBody.content['application/json'].schema, contract), own: true };
}

const apiVersion = (version) => version.slice(1).replaceAll('_', '.');

/** Numbers that the server chooses when they are left out. */
const CHOSEN = ['requestId', 'remoteStartId'];

/** The actions that a version has for us to send: [{action}], in the order of the alphabet. */
export async function actionsOf(version) {
  const { items } = await get(`/ocpp/${apiVersion(version)}/actions`);
  return items
    .filter((one) => one.direction !== 'FROM_CHARGER')
    .map((one) => ({ action: one.name, summary: `${one.name} of OCPP ${apiVersion(version)}` }))
    .sort((a, b) => a.action.localeCompare(b.action));
}

/** One of them with its schema, and the records in it as the `contract` that the schema refers to. */
export async function actionOf(version, action) {
  const { request } = await get(`/ocpp/${apiVersion(version)}/actions/${action}`);
  // Records of 2.x have names of their own: those of 1.6 mean other things.
  const { $defs = {}, title, ...schema } = JSON.parse(JSON.stringify(request).replaceAll('#/$defs/', '#/$defs/2.'));
  const schemas = Object.fromEntries(Object.entries($defs).map(([name, part]) => [`2.${name}`, plain(part)]));
  return {
    action,
    summary: `${action} of OCPP ${apiVersion(version)}`,
    schema: { ...plain(schema), required: (schema.required ?? []).filter((name) => !CHOSEN.includes(name)), name: `2.${title}` },
    own: true,
    contract: { paths: {}, components: { schemas } },
  };
}

/** Without what only vendors fill; as JSON it can be sent all the same. */
function plain(schema) {
  const { customData, ...properties } = schema.properties ?? {};
  return { ...schema, properties };
}

/** `chargingRateUnit` as people read it: Charging rate unit. */
export function label(name) {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(' ')
    .map((word) => (/^([A-Z]{2,}|Wh|W)$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
