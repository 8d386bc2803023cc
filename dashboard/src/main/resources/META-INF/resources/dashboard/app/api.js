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
  let response;
  try {
    response = await fetch(`/api/v1${path}`, {
      method,
      headers: {
        ...(session ? { Authorization: `Bearer ${session.token}` } : {}),
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? undefined : JSON.stringify(body),
    });
  } catch {
    throw new Problem(0, { detail: 'The server cannot be reached' });
  }
  const text = await response.text();
  const json = text ? JSON.parse(text) : null;
  if (!response.ok) {
    if (response.status === 401 && session) {
      keep(null);
    }
    throw new Problem(response.status, json);
  }
  return json;
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
