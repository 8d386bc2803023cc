// The page: who is signed in, which part of it the path shows.

import { may, onSession, signOut, user } from './api.js';
import './charger.js';
import './chargers.js';
import { Element, html, nothing } from './element.js';
import * as live from './live.js';
import './overview.js';
import './people.js';
import { keyed } from 'lit/directives/keyed.js';
import * as router from './router.js';
import './sign-in.js';
import './tokens.js';
import './transactions.js';

const PAGES = [
  { path: '/', name: 'Overview', role: 'Viewer' },
  { path: '/chargers', name: 'Stations', role: 'Viewer' },
  { path: '/transactions', name: 'Transactions', role: 'Viewer' },
  { path: '/tokens', name: 'Tokens', role: 'Viewer' },
  { path: '/users', name: 'Users', role: 'Admin' },
];

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

  page() {
    const path = location.pathname;
    if (!may('Viewer') || path === '/me') return html`<galvan-me></galvan-me>`;
    const charger = path.match(/^\/chargers\/([^/]+)$/);
    if (charger) return keyed(path, html`<galvan-charger .chargerId=${decodeURIComponent(charger[1])}></galvan-charger>`);
    const transaction = path.match(/^\/transactions\/(\d+)$/);
    if (transaction) return keyed(path, html`<galvan-transaction .transactionId=${transaction[1]}></galvan-transaction>`);
    switch (path) {
      case '/': return html`<galvan-overview></galvan-overview>`;
      case '/chargers': return html`<galvan-chargers></galvan-chargers>`;
      case '/transactions': return html`<galvan-transactions></galvan-transactions>`;
      case '/tokens': return html`<galvan-tokens></galvan-tokens>`;
      case '/users': return may('Admin') ? html`<galvan-people></galvan-people>` : nothing;
      default: return html`<h1>Nothing here</h1><p class="empty">There is no page at ${path}.</p>`;
    }
  }

  render() {
    if (!user()) return html`<galvan-sign-in></galvan-sign-in>`;
    const path = location.pathname;
    return html`<header class="top">
        <a class="brand" href="/"><img src="/app/icon.svg" alt="" width="28" height="28" /> Galvan</a>
        <nav aria-label="Pages">
          ${PAGES.filter((page) => may(page.role)).map((page) => html`<a href=${page.path} aria-current=${(page.path === '/' ? path === '/' : path.startsWith(page.path)) ? 'page' : nothing}>${page.name}</a>`)}
        </nav>
        <span class="space"></span>
        <a href="/api/docs" target="_blank" rel="noopener">API</a>
        <a href="/me">${user().name || user().email}</a>
        <button class="quiet" @click=${signOut} data-testid="sign-out">Sign out</button>
      </header>
      ${this.online ? nothing : html`<p class="banner" role="alert">The connection to the server is lost; trying again …</p>`}
      <main>${this.page()}</main>`;
  }
}
customElements.define('galvan-app', App);
