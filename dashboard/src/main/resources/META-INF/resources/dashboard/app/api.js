// The REST API: one function to call it, one place for the session.

const KEY = 'galvan.session';
let session = JSON.parse(sessionStorage.getItem(KEY) ?? 'null');
const watchers = new Set();

/** An answer that is no success, as the API tells it (problem+json). */
export class Problem extends Error {
  constructor(status, body) {
    super(body?.detail ?? body?.title ?? `The server answered ${status}`);
    this.status = status;
    this.errors = body?.errors ?? [];
    this.body = body;
  }

  /** The message for one field of a form, by its JSON name. */
  of(field) {
    return this.errors.find((error) => error.field === `/${field}` || error.field === field)?.message;
  }
}

export const user = () => session?.user ?? null;
export const token = () => session?.token ?? null;
export const may = (role) => ({ Admin: 3, Operator: 2, Viewer: 1, Driver: 0 })[user()?.role] >= { Admin: 3, Operator: 2, Viewer: 1 }[role];

/** Calls back whenever somebody signed in or out. */
export function onSession(watcher) {
  watchers.add(watcher);
}

function keep(next) {
  session = next;
  if (next) {
    sessionStorage.setItem(KEY, JSON.stringify(next));
  } else {
    sessionStorage.removeItem(KEY);
  }
  watchers.forEach((watcher) => watcher());
}

export async function signIn(email, password) {
  keep(await call('POST', '/sessions', { email, password }));
}

export function signOut() {
  keep(null);
}

/** Calls the API; gives the JSON of the answer, or throws a Problem. An expired session ends. */
export async function call(method, path, body, headers = {}) {
  const response = await send(method, path, body === undefined ? undefined : JSON.stringify(body), {
    ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
    ...headers,
  });
  return parsed(await response.text());
}

function parsed(text) {
  try {
    return text ? JSON.parse(text) : null;
  } catch {
    return null;
  }
}

async function send(method, path, body, headers = {}) {
  let response;
  try {
    response = await fetch(`/api/v1${path}`, { method, headers: { ...(session ? { Authorization: `Bearer ${session.token}` } : {}), ...headers }, body });
  } catch {
    throw new Problem(0, { detail: 'The server cannot be reached' });
  }
  if (!response.ok) {
    if (response.status === 401 && session) {
      keep(null);
    }
    throw new Problem(response.status, parsed(await response.text()));
  }
  return response;
}

/** Sends a file as it is. */
export async function upload(path, file) {
  return parsed(await (await send('POST', path, file, { 'Content-Type': 'application/octet-stream' })).text());
}

/** Fetches what needs the session and hands it to the browser as a file. */
export async function download(path, name) {
  hand(await (await send('GET', path)).blob(), name);
}

/** Hands something to the browser as a file. */
export function hand(blob, name) {
  const anchor = document.createElement('a');
  anchor.href = URL.createObjectURL(blob);
  anchor.download = name;
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(anchor.href), 60000);
}

export const get = (path) => call('GET', path);

/** A query string of what is set. */
export function query(parameters) {
  const entries = Object.entries(parameters).filter(([, value]) => value !== undefined && value !== null && value !== '');
  return entries.length ? `?${new URLSearchParams(entries)}` : '';
}

export const id = (text) => encodeURIComponent(text);

let contract;
/** The API's own description; forms are made from it. */
export function openapi() {
  contract ??= fetch('/api/openapi.json').then((response) => response.json());
  return contract;
}
