import '@vaadin/grid';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import { call, id, may } from './api.js';
import { Element, chip, html, nothing } from './element.js';
import { ask } from './form.js';
import { ago } from './format.js';
import { go } from './router.js';
import { Pages } from './pages.js';

const STATUSES = ['Available', 'Preparing', 'Charging', 'SuspendedEV', 'SuspendedEVSE', 'Finishing', 'Reserved', 'Unavailable', 'Faulted'];

class Chargers extends Element {
  constructor() {
    super();
    this.pages = new Pages('/chargers');
    this.provider = this.pages.provider();
  }

  get grid() {
    return this.querySelector('vaadin-grid');
  }

  reload() {
    this.pages.reset();
    this.grid.clearCache();
  }

  filter(name, value) {
    this.pages.filter = { ...this.pages.filter, [name]: value };
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.reload(), 200);
  }

  onEvent(event) {
    const item = this.pages.items.find((one) => one.id === event.chargerId);
    if (event.type === 'reconnected' || event.type === 'charger_updated' || event.type === 'charger_booted') {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.reload(), 500);
    } else if (item && event.type === 'connector_updated') {
      const others = item.connectors.filter((one) => one.evseId !== event.evseId || one.connectorId !== event.connectorId);
      item.connectors = [...others, event].sort((a, b) => a.evseId - b.evseId || a.connectorId - b.connectorId);
      item.lastSeenAt = event.at;
      this.grid.requestContentUpdate();
    } else if (item && event.type === 'charger_connected') {
      Object.assign(item, { online: true, transport: event.transport, lastSeenAt: event.at });
      this.grid.requestContentUpdate();
    } else if (item && event.type === 'charger_disconnected') {
      item.online = false;
      this.grid.requestContentUpdate();
    }
  }

  async register() {
    const created = await ask({
      title: 'Register a charging station',
      action: 'Register',
      fields: [
        { name: 'id', label: 'Identity', required: true, maxLength: 48, help: 'As the station sends it, at the end of its URL.' },
        { name: 'name', label: 'Name', maxLength: 200 },
        { name: 'site', label: 'Site', maxLength: 200 },
        { name: 'password', label: 'Password', type: 'password', maxLength: 40, help: '16 to 40 characters; empty lets it in without one.' },
        { name: 'strict', label: 'Read its messages strictly, without repair', type: 'checkbox' },
      ],
      submit: (values) => call('POST', '/chargers', { registration: 'Accepted', defaultVersion: 'V1_6', ...values }),
    });
    if (created) {
      go(`/chargers/${id(created.id)}`);
    }
  }

  async accept(charger) {
    const { name, site, strict, defaultVersion } = charger;
    await this.attempt(() => call('PUT', `/chargers/${id(charger.id)}`, { name, site, strict, defaultVersion, registration: 'Accepted' }), `${charger.id} is accepted; it boots again by itself`);
  }

  render() {
    return html`<header class="page"><h1>Charging stations</h1>
        ${may('Operator') ? html`<button class="primary" @click=${this.register} data-testid="button-register">Register</button>` : nothing}</header>
      <div class="filters">
        <input type="search" placeholder="Search identity, name, vendor, model, serial" aria-label="Search" data-testid="charger-search" @input=${(event) => this.filter('search', event.target.value)} />
        <select aria-label="Online" @change=${(event) => this.filter('online', event.target.value)}><option value="">Online or not</option><option value="true">Online</option><option value="false">Offline</option></select>
        <select aria-label="Status" @change=${(event) => this.filter('status', event.target.value)}><option value="">Any status</option>${STATUSES.map((status) => html`<option>${status}</option>`)}</select>
        <select aria-label="Registration" @change=${(event) => this.filter('registration', event.target.value)}><option value="">Any registration</option><option>Accepted</option><option>Pending</option><option>Rejected</option></select>
      </div>
      <vaadin-grid .dataProvider=${this.provider} page-size="50" data-testid="charger-grid" aria-label="Charging stations">
        <vaadin-grid-column header="Identity" auto-width flex-grow="1" ${columnBodyRenderer((item) => html`<a href="/chargers/${id(item.id)}" data-testid="charger-row-${item.id}">${item.id}</a> ${item.name ?? ''}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Online" width="9rem" flex-grow="0" ${columnBodyRenderer((item) => (item.online ? html`<span class="dot on"></span> ${item.transport}` : html`<span class="dot"></span> offline`), [])}></vaadin-grid-column>
        <vaadin-grid-column header="Connectors" width="16rem" ${columnBodyRenderer((item) => html`${item.connectors.filter((one) => one.evseId > 0).map((one) => chip(item.online ? one.status : `Disconnected`))}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Model" auto-width ${columnBodyRenderer((item) => html`${item.vendor ?? ''} ${item.model ?? ''}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Site" path="site" auto-width></vaadin-grid-column>
        <vaadin-grid-column header="Registration" width="12rem" flex-grow="0" ${columnBodyRenderer((item) => html`${chip(item.registration)} ${item.registration === 'Pending' && may('Operator') ? html`<button class="small" @click=${() => this.accept(item)} data-testid="accept-${item.id}">Accept</button>` : nothing}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Last seen" width="9rem" flex-grow="0" ${columnBodyRenderer((item) => html`${ago(item.lastSeenAt)}`, [])}></vaadin-grid-column>
      </vaadin-grid>`;
  }
}
customElements.define('galvan-chargers', Chargers);
