// The REST API: one function to call it, one place for the session. The access token lives in memory for its 15 minutes; what renews it is
// a cookie that no script can read. Storage holds only whether there may be such a cookie, and tells other tabs of a sign-out.

const KEY = 'galvan.signed-in';
const RENEW_BEFORE_MS = 60_000;
let session = null;
let goodUntil = 0;
let renewal = null;
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
export const may = (role) => ({ Admin: 3, Operator: 2, Viewer: 1, Driver: 0 })[user()?.role] >= { Admin: 3, Operator: 2, Viewer: 1 }[role];

/** Calls back whenever somebody signed in or out. */
export function onSession(watcher) {
  watchers.add(watcher);
}

/** How long a token is good, by its own word: this machine's clock may differ from the server's. */
function lifetime(token) {
  const { iat, exp } = JSON.parse(atob(token.split('.')[1].replaceAll('-', '+').replaceAll('_', '/')));
  return (exp - iat) * 1000;
}

function keep(next) {
  const other = next?.user.id !== session?.user.id || next?.user.role !== session?.user.role;
  session = next;
  if (next) {
    goodUntil = Date.now() + lifetime(next.token) - RENEW_BEFORE_MS;
    localStorage.setItem(KEY, 'yes');
  } else {
    localStorage.removeItem(KEY);
  }
  if (other) watchers.forEach((watcher) => watcher());
}

export async function signIn(email, password) {
  const response = await ask('POST', '/sessions', JSON.stringify({ email, password, cookie: true }), { 'Content-Type': 'application/json' });
  if (!response.ok) throw new Problem(response.status, parsed(await response.text()));
  keep(await response.json());
}

/** Ends all sessions of the user, and goes on with a new one. */
export async function changePassword(oldPassword, newPassword) {
  const { email } = session.user;
  await call('POST', '/users/me/password', { oldPassword, newPassword });
  // Whatever finds the session ended meanwhile waits for the new one.
  renewal = signIn(email, newPassword).then(() => true, () => false).finally(() => (renewal = null));
  if (!(await renewal)) keep(null);
}

/** Ends the session; where the server cannot be reached, at least here. */
export async function signOut() {
  try {
    await call('DELETE', '/sessions/current');
  } catch {
    // It has ended already, or ends by itself.
  }
  keep(null);
}

/** Gets the next token by the cookie; whether there is one. */
function renew() {
  renewal ??= refresh().finally(() => (renewal = null));
  return renewal;
}

async function refresh() {
  try {
    const response = await fetch('/api/v1/sessions/refresh', { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{"cookie":true}' });
    if (response.ok) {
      keep(await response.json());
      return true;
    }
    if (response.status === 401) keep(null);
  } catch {
    // The server cannot be reached; the session may still be good.
  }
  return false;
}

addEventListener('storage', (event) => {
  if (event.key === KEY && event.newValue === null && session) keep(null);
});

/** Calls the API; gives the JSON of the answer, or throws a Problem. */
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

async function ask(method, path, body, headers, signal) {
  try {
    return await fetch(`/api/v1${path}`, { method, headers: { ...(session ? { Authorization: `Bearer ${session.token}` } : {}), ...headers }, body, signal });
  } catch {
    throw new Problem(0, { detail: 'The server cannot be reached' });
  }
}

async function send(method, path, body, headers = {}, signal = undefined) {
  if (session && Date.now() > goodUntil) await renew();
  let response = await ask(method, path, body, headers, signal);
  // What another node ended, or a computer that slept, is found out here.
  if (response.status === 401 && session && (await renew())) response = await ask(method, path, body, headers, signal);
  if (!response.ok) throw new Problem(response.status, parsed(await response.text()));
  return response;
}

/** An answer that goes on, until the signal ends it. */
export const stream = (path, signal) => send('GET', path, undefined, {}, signal);

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

// Who was signed in before still is, as long as the cookie is good.
if (localStorage.getItem(KEY)) await renew();
