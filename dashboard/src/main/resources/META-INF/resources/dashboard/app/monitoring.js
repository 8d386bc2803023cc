// What watches a station's variables, and what it told of them; events of all stations too.

import { call, get, id, may } from './api.js';
import { Element, chip, html, link, nothing, say } from './element.js';
import { place, title } from './device-model.js';
import { ask } from './form.js';
import { time } from './format.js';
import { List } from './list.js';

const TYPES = ['UpperThreshold', 'LowerThreshold', 'Delta', 'Periodic', 'PeriodicClockAligned', 'TargetDelta', 'TargetDeltaRelative'];
const SEVERITIES = 'From 0 (danger) over 4 (error) and 6 (warning) to 9 (debug).';

class Monitors extends Element {
  static properties = { chargerId: { attribute: false }, told: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  get path() {
    return `/chargers/${id(this.chargerId)}/monitors`;
  }

  onEvent(event) {
    if (event.chargerId === this.chargerId && event.type === 'charger_updated') this.load();
  }

  async load() {
    this.told = await this.attempt(() => get(this.path));
  }

  async set(monitor) {
    const name = monitor?.name ?? {};
    await ask({
      title: monitor ? `Replace monitor ${monitor.id}` : 'Set a monitor',
      action: 'Set',
      fields: [
        { name: 'component', label: 'Component', value: name.component, required: true, maxLength: 50, testid: 'monitor-component' },
        { name: 'evseId', label: 'EVSE', type: 'number', min: 0, value: name.evseId || undefined, help: 'Empty: the station as a whole.' },
        { name: 'connectorId', label: 'Connector', type: 'number', min: 0, value: name.connectorId || undefined },
        { name: 'variable', label: 'Variable', value: name.variable, required: true, maxLength: 50, testid: 'monitor-variable' },
        { name: 'type', label: 'Type', type: 'select', options: TYPES, value: monitor?.type ?? TYPES[0], required: true },
        { name: 'value', label: 'Value', type: 'number', value: monitor?.value, required: true, testid: 'monitor-value', help: 'A threshold, a difference, or seconds between reports.' },
        { name: 'severity', label: 'Severity', type: 'number', min: 0, max: 9, value: monitor?.severity ?? 5, required: true, help: SEVERITIES },
        { name: 'transaction', label: 'Only while a transaction runs', type: 'checkbox', value: monitor?.transaction },
      ],
      submit: async (values) => this.judge(await call('POST', this.path, { monitors: [{ ...values, ...(monitor ? { id: monitor.id } : {}) }] })),
    });
    this.load();
  }

  judge({ items, commands }) {
    const said = items[0];
    if (!said) throw new Error(commands[0]?.errorDescription ?? 'The station did not answer');
    if (said.status !== 'Accepted') throw new Error(`The station says ${said.status}${said.reason ? `: ${said.reason}` : ''}`);
    say('Done');
    return said;
  }

  async clear(monitor) {
    await this.attempt(async () => this.judge(await call('POST', `${this.path}/clear`, { ids: [monitor.id] })));
    this.load();
  }

  async report() {
    await this.attempt(() => call('POST', `/chargers/${id(this.chargerId)}/device-reports`, { kind: 'Monitors' }), 'Asked; the monitors come in a moment');
  }

  render() {
    const { base, level, items = [] } = this.told ?? {};
    return html`<section class="card">
      <header class="page"><h2>Monitors ${base ? html`<small>${base}</small>` : nothing} ${level === undefined ? nothing : html`<small>events up to severity ${level}</small>`}</h2>
        <div class="actions">${may('Operator') ? html`<button data-testid="ask-monitors" @click=${this.report}>Ask the station</button><button class="primary" data-testid="set-monitor" @click=${() => this.set()}>Set a monitor</button>` : nothing}</div></header>
      <table data-testid="monitors">
        <thead><tr><th>No.</th><th>Component</th><th>Variable</th><th>When</th><th>Severity</th><th>Kind</th><th></th></tr></thead>
        <tbody>${items.map(
          ({ monitor }) => html`<tr><td>${monitor.id}</td><td>${place(monitor.name)}</td><td>${title(monitor.name)}</td><td>${monitor.type} ${monitor.value}${monitor.transaction ? ', in a transaction' : ''}</td><td>${monitor.severity}</td><td>${monitor.kind ?? ''}</td>
            <td>${may('Operator') && !monitor.kind?.startsWith('HardWired') ? html`<button class="small" @click=${() => this.set(monitor)}>Replace</button> <button class="small" data-testid="clear-monitor-${monitor.id}" @click=${() => this.clear(monitor)}>Clear</button>` : nothing}</td></tr>`,
        )}</tbody>
      </table>
      ${this.told && !items.length ? html`<p class="empty">None are known.</p>` : nothing}
    </section>`;
  }
}
customElements.define('galvan-monitors', Monitors);

class DeviceEvents extends List {
  get path() {
    return this.chargerId ? `/chargers/${id(this.chargerId)}/device-events` : '/device-events';
  }

  onEvent(event) {
    if (event.type === 'reconnected' || (event.type === 'connector_updated' && (!this.chargerId || event.chargerId === this.chargerId))) this.later();
  }

  render() {
    const own = Boolean(this.chargerId);
    return html`${own ? nothing : html`<header class="page"><h1>Device events</h1></header>`}
      <section class="card">
        <header class="page">${own ? html`<h2>Events</h2>` : nothing}<button @click=${() => this.load()}>Refresh</button></header>
        <div class="filters">${own ? nothing : this.search('chargerId', 'Station')} ${this.search('component', 'Component')} ${this.search('variable', 'Variable')} ${this.choice('trigger', 'Every trigger', ['Alerting', 'Delta', 'Periodic'])}</div>
        <table data-testid="device-events">
          <thead><tr><th>Time</th>${own ? nothing : html`<th>Station</th>`}<th>Component</th><th>Variable</th><th>Value</th><th>Trigger</th><th>Detail</th></tr></thead>
          <tbody>${(this.items ?? []).map(
            ({ chargerId, event }) => html`<tr><td>${time(event.at)}</td>${own ? nothing : html`<td>${link(`/chargers/${id(chargerId)}`, chargerId)}</td>`}<td>${place(event.name)}</td><td>${title(event.name)}</td><td>${event.actualValue ?? ''}</td>
              <td>${chip(event.cleared ? 'Cleared' : event.trigger)}</td><td>${[event.techCode, event.techInfo, event.monitorId === undefined ? '' : `monitor ${event.monitorId}`, event.severity === undefined ? '' : `severity ${event.severity}`].filter(Boolean).join(' · ')}</td></tr>`,
          )}</tbody>
        </table>
        ${this.foot('None were told.')}
      </section>`;
  }
}
customElements.define('galvan-device-events', DeviceEvents);
