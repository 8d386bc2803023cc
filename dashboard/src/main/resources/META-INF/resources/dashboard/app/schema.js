// What the API's own description says: the commands there are, and the shape of what they carry.

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

/** `chargingRateUnit` as people read it: Charging rate unit. */
export function label(name) {
  const words = name
    .replace(/([a-z])([A-Z])/g, '$1 $2')
    .split(' ')
    .map((word) => (/^([A-Z]{2,}|Wh|W)$/.test(word) ? word : word.toLowerCase()))
    .join(' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
