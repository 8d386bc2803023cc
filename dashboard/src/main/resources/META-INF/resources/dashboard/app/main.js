// The page: who is signed in, which part of it the path shows.

import { may, onSession, signOut, user } from './api.js';
import './api-keys.js';
import './campaigns.js';
import './certificates.js';
import './charger.js';
import './chargers.js';
import './charging-profiles.js';
import './connection-attempts.js';
import './deviations.js';
import { Element, html, nothing } from './element.js';
import './firmware.js';
import * as live from './live.js';
import './messages.js';
import './overview.js';
import './people.js';
import './policies.js';
import './reservations.js';
import { keyed } from 'lit/directives/keyed.js';
import * as router from './router.js';
import './security-events.js';
import './sign-in.js';
import './tariffs.js';
import './tokens.js';
import './transaction.js';
import './transactions.js';
import './wanted-variables.js';

/** The menu: groups, each with its pages; a group opens its first page. */
const MENU = [
  {
    name: 'Fleet',
    pages: [
      { path: '/', name: 'Overview', show: () => html`<galvan-overview></galvan-overview>` },
      { path: '/chargers', name: 'Stations', show: () => html`<galvan-chargers></galvan-chargers>` },
      { path: '/messages', name: 'Messages', show: () => html`<galvan-messages></galvan-messages>` },
      { path: '/deviations', name: 'Deviations', show: () => html`<galvan-deviations></galvan-deviations>` },
      { path: '/device-events', name: 'Device events', show: () => html`<galvan-device-events></galvan-device-events>` },
      { path: '/security-events', name: 'Security events', show: () => html`<galvan-security-events></galvan-security-events>` },
      { path: '/connection-attempts', name: 'Connection attempts', show: () => html`<galvan-connection-attempts></galvan-connection-attempts>` },
    ],
  },
  {
    name: 'Charging',
    pages: [
      { path: '/transactions', name: 'Transactions', show: () => html`<galvan-transactions></galvan-transactions>` },
      { path: '/tariffs', name: 'Tariffs', show: () => html`<galvan-tariffs></galvan-tariffs>` },
      { path: '/reservations', name: 'Reservations', show: () => html`<galvan-reservations></galvan-reservations>` },
      { path: '/charging-profiles', name: 'Charging profiles', show: () => html`<galvan-templates></galvan-templates>` },
    ],
  },
  {
    name: 'Maintenance',
    pages: [
      { path: '/campaigns', name: 'Campaigns', show: () => html`<galvan-campaigns></galvan-campaigns>` },
      { path: '/variables', name: 'Variables', show: () => html`<galvan-variables-page></galvan-variables-page>` },
      { path: '/firmware', name: 'Firmware', show: () => html`<galvan-firmware></galvan-firmware>` },
    ],
  },
  {
    name: 'Access',
    pages: [
      { path: '/tokens', name: 'Tokens', show: () => html`<galvan-tokens></galvan-tokens>` },
      { path: '/policies', name: 'Policies', show: () => html`<galvan-policies></galvan-policies>` },
      { path: '/certificates', name: 'Certificates', show: () => html`<galvan-certificates></galvan-certificates>` },
      { path: '/users', name: 'Users', role: 'Admin', show: () => html`<galvan-people></galvan-people>` },
      { path: '/api-keys', name: 'API keys', role: 'Admin', show: () => html`<galvan-api-keys></galvan-api-keys>` },
    ],
  },
];
const PAGES = MENU.flatMap((group) => group.pages);

/** Pages of one thing, below the page that lists them. */
const DETAILS = [
  [/^\/chargers\/([^/]+)$/, (key) => html`<galvan-charger .chargerId=${key}></galvan-charger>`],
  [/^\/transactions\/(\d+)$/, (key) => html`<galvan-transaction .transactionId=${key}></galvan-transaction>`],
  [/^\/campaigns\/new$/, () => (may('Operator') ? html`<galvan-new-campaign></galvan-new-campaign>` : nothing)],
  [/^\/campaigns\/([^/]+)$/, (key) => html`<galvan-campaign .campaignId=${key}></galvan-campaign>`],
];

const within = (page, path) => (page.path === '/' ? path === '/' : path === page.path || path.startsWith(`${page.path}/`));

class App extends Element {
  static properties = { online: { state: true } };

  constructor() {
    super();
    this.online = true;
    onSession(() => this.requestUpdate());
    router.onRoute(() => this.requestUpdate());
    router.start();
    live.start();
  }

  onEvent(event) {
    if (event.type === 'reconnected') this.online = true;
    if (event.type === 'disconnected') this.online = false;
  }

  page(path) {
    if (!may('Viewer') || path === '/me') return html`<galvan-me></galvan-me>`;
    for (const [pattern, show] of DETAILS) {
      const found = path.match(pattern);
      if (found) return keyed(path, show(decodeURIComponent(found[1] ?? '')));
    }
    const page = PAGES.find((one) => one.path === path);
    if (page) return may(page.role ?? 'Viewer') ? page.show() : nothing;
    return html`<h1>Nothing here</h1><p class="empty">There is no page at ${path}.</p>`;
  }

  menu(path) {
    const open = MENU.find((group) => group.pages.some((page) => within(page, path)));
    const pages = (open?.pages ?? []).filter((page) => may(page.role ?? 'Viewer'));
    return html`<header class="top">
        <a class="brand" href="/"><img src="/app/icon.svg" alt="" width="28" height="28" /> Galvan</a>
        <nav aria-label="Parts">
          ${may('Viewer') ? MENU.map((group) => html`<a href=${group.pages[0].path} aria-current=${group === open ? 'true' : nothing} data-testid="menu-${group.name.toLowerCase()}">${group.name}</a>`) : nothing}
        </nav>
        <span class="space"></span>
        <a href="/api/docs" target="_blank" rel="noopener">API</a>
        <a href="/me">${user().name || user().email}</a>
        <button class="quiet" @click=${signOut} data-testid="sign-out">Sign out</button>
      </header>
      ${pages.length ? html`<nav class="sub" aria-label="Pages">${pages.map((page) => html`<a href=${page.path} aria-current=${within(page, path) ? 'page' : nothing}>${page.name}</a>`)}</nav>` : nothing}`;
  }

  render() {
    const path = location.pathname;
    if (!user()) return path === '/confirm' ? html`<galvan-confirm></galvan-confirm>` : html`<galvan-sign-in></galvan-sign-in>`;
    return html`${this.menu(path)}
      ${this.online ? nothing : html`<p class="banner" role="alert">The connection to the server is lost; trying again …</p>`}
      <main>${this.page(path)}</main>`;
  }
}
customElements.define('galvan-app', App);
