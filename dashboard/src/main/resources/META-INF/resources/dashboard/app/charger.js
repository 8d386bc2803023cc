import { call, get, id, may, query } from './api.js';
import { curves } from './charts.js';
import './certificates.js';
import './charging-profiles.js';
import { askCommand } from './command-form.js';
import './commands.js';
import './configuration.js';
import './deviations.js';
import './device-model.js';
import { Element, chip, html, nothing, say } from './element.js';
import { ask } from './form.js';
import './firmware.js';
import { ago, duration, energy, percent, power, time } from './format.js';
import './local-list.js';
import './messages.js';
import './monitoring.js';
import './policies.js';
import './reservations.js';
import { go } from './router.js';
import './security-events.js';
import './station-reports.js';

const TABS = ['Connectors', 'Commands', 'Message log', 'Configuration', 'Device model', 'Monitoring', 'Profiles', 'Reservations', 'Local list', 'Maintenance', 'Policy', 'Security', 'Deviations', 'Reports', 'Details'];

const isFirst = (charger) => (charger.version ?? charger.defaultVersion ?? 'V1_6') === 'V1_6';
export const sameConnector = (a, b) => a.evseId === b.evseId && a.connectorId === b.connectorId;
export const byPlace = (a, b) => a.evseId - b.evseId || a.connectorId - b.connectorId;

class ChargerPage extends Element {
  static properties = { chargerId: {}, charger: { state: true }, tab: { state: true }, missing: { state: true }, curve: { state: true }, result: { state: true } };

  constructor() {
    super();
    this.tab = TABS[0];
    this.curve = new Map();
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.soon);
  }

  get path() {
    return `/chargers/${id(this.chargerId)}`;
  }

  async load() {
    try {
      this.charger = await get(this.path);
      await Promise.all(this.charger.runningTransactions.filter((one) => !this.curve.has(one.id)).map((one) => this.loadCurve(one.id)));
    } catch (problem) {
      if (problem.status === 404) this.missing = true;
      else say(problem.message, true);
    }
  }

  /** The transaction's past from the API; what comes after is added from live events. */
  async loadCurve(transactionId) {
    const { series } = await get(`/transactions/${transactionId}/meter-values`);
    const points = (measurand, scale) =>
      (series.find((one) => one.measurand === measurand && !one.phase)?.points ?? [])
        .filter((point) => point.value !== undefined)
        .map((point) => [Date.parse(point.at), point.value * scale(series.find((one) => one.measurand === measurand).unit)]);
    this.curve.set(transactionId, {
      power: points('Power.Active.Import', (unit) => (unit === 'kW' ? 1 : 0.001)),
      soc: points('SoC', () => 1),
    });
    this.requestUpdate();
  }

  onEvent(event) {
    if (event.type === 'reconnected') {
      this.curve.clear();
      this.load();
    }
    if (event.chargerId !== this.chargerId || !this.charger) {
      return;
    }
    if (event.type === 'command_completed') {
      if (event.command.id === this.result?.commandId) this.result = this.told(event.command);
      return;
    }
    if (event.type === 'transaction_updated') {
      const running = this.charger.runningTransactions.find((one) => one.id === event.transactionId);
      const curve = this.curve.get(event.transactionId);
      if (running) {
        Object.assign(running, { energyWh: event.energyWh, powerW: event.powerW, socPercent: event.socPercent, meteredAt: event.meteredAt });
      }
      const at = Date.parse(event.meteredAt);
      const add = (points, value) => value !== undefined && !(points.at(-1)?.[0] >= at) && points.push([at, value]);
      if (curve) {
        add(curve.power, event.powerW === undefined ? undefined : event.powerW / 1000);
        add(curve.soc, event.socPercent);
      }
      this.requestUpdate();
      return;
    }
    if (event.type === 'connector_updated') {
      const others = this.charger.connectors.filter((one) => !sameConnector(one, event));
      this.charger = { ...this.charger, connectors: [...others, event].sort(byPlace) };
    }
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.load(), 200);
  }

  /** Sends a command in the terms of the station's own version and shows what it says. */
  command(action, body, delivery) {
    return isFirst(this.charger)
      ? this.send(action, `/commands/${action}`, body, delivery)
      : this.send(action, '/commands', { action, request: body }, delivery);
  }

  /** Sends an order that is the same for every version. */
  order(name, body, delivery) {
    return this.send(name, `/${name}`, body, delivery);
  }

  async send(action, path, body, { key, method = 'POST', ...delivery } = {}) {
    this.result = { action, state: 'Sent' };
    try {
      const command = await call(method, `${this.path}${path}${query(delivery)}`, body, key ? { 'Idempotency-Key': key } : {});
      this.result = this.told(command);
      return command;
    } catch (problem) {
      this.result = { action, state: problem.body?.commandState ?? 'Failed', text: problem.message };
      throw problem;
    }
  }

  told({ id: commandId, action, state, status, errorDescription, outcome }) {
    const followed = outcome?.transactionId && outcome.state !== 'Waiting' ? ` · transaction ${outcome.transactionId} ${outcome.state.toLowerCase()}` : '';
    return { commandId, action, state, text: `${status ?? errorDescription ?? ''}${followed}` };
  }

  /** Clears a limit; where a transaction runs there may be two, its own and the place's. */
  async clearLimit(evseId, transaction) {
    const scopes = {
      ...(transaction ? { [`transaction ${transaction.id}`]: { transactionId: transaction.id } } : {}),
      [evseId ? `${isFirst(this.charger) ? 'connector' : 'EVSE'} ${evseId}` : 'the whole station']: { evseId },
    };
    const names = Object.keys(scopes);
    await ask({
      title: 'Clear the limit',
      action: 'Clear',
      fields: [
        { name: 'scope', label: 'Of', type: 'select', options: names, value: names[0], required: true, testid: 'clear-scope' },
        { name: 'stackLevel', label: 'Level', type: 'number', min: 0, value: 0, help: 'The one it was set at.' },
      ],
      submit: ({ scope, stackLevel }) => this.send('ClearChargingProfile', '/limit', undefined, { method: 'DELETE', ...scopes[scope], stackLevel }),
    });
  }

  /** Opens the form of a command for this station. */
  open(action, preset, connectorId) {
    return askCommand({ charger: this.charger, action, preset, connectorId, send: (name, body, delivery) => this.command(name, body, delivery) });
  }

  /** Opens the form of an order that is the same for every version. */
  openOrder(order, preset) {
    return askCommand({ charger: this.charger, order, preset, send: (name, body, delivery) => this.order(name, body, delivery) });
  }

  edit(changes) {
    const { name, site, strict, defaultVersion, registration } = this.charger;
    return call('PUT', this.path, { name, site, strict, defaultVersion, registration, ...changes });
  }

  async openEdit() {
    const { name, site, strict, registration } = this.charger;
    const saved = await ask({
      title: `Edit ${this.chargerId}`,
      action: 'Save',
      fields: [
        { name: 'name', label: 'Name', value: name, maxLength: 200 },
        { name: 'site', label: 'Site', value: site, maxLength: 200 },
        { name: 'registration', label: 'Registration', type: 'select', options: ['Accepted', 'Pending', 'Rejected'], value: registration, required: true },
        { name: 'strict', label: 'Read its messages strictly, without repair', type: 'checkbox', value: strict },
      ],
      submit: (values) => this.edit({ name: undefined, site: undefined, ...values }),
    });
    if (saved) this.load();
  }

  async openPassword() {
    await ask({
      title: 'Set the password',
      text: 'The station must show it from its next connection on. Change it in the station first, with ChangeConfiguration AuthorizationKey, if it is connected.',
      action: 'Set',
      fields: [{ name: 'password', label: 'Password', type: 'password', required: true, maxLength: 40, help: '16 to 40 characters.' }],
      submit: (values) => call('PUT', `${this.path}/password`, values),
    });
  }

  async openRemove() {
    const removed = await ask({
      title: `Remove ${this.chargerId}?`,
      text: 'Its connectors, commands and configuration are deleted; its transactions are kept.',
      action: 'Remove',
      danger: true,
      submit: async () => {
        await call('DELETE', this.path);
        return true;
      },
    });
    if (removed) go('/chargers');
  }

  chart(transaction) {
    const curve = this.curve.get(transaction.id);
    const series = curve
      ? [
          { name: 'Power', unit: 'kW', area: true, points: curve.power },
          ...(curve.soc.length ? [{ name: 'Battery', unit: '%', points: curve.soc }] : []),
        ]
      : [];
    return html`<galvan-chart data-testid="power-chart" data-points=${curve?.power.length ?? 0} label="Power of transaction ${transaction.id}" .option=${curves(series)}></galvan-chart>`;
  }

  connector(connector) {
    const { evseId, connectorId } = connector;
    const first = isFirst(this.charger);
    const n = first || connectorId === 0 ? evseId : `${evseId}-${connectorId}`;
    const transaction = this.charger.runningTransactions.find((one) => one.evseId === evseId && (first || one.connectorId === connectorId || one.connectorId === 0));
    return html`<article class="card connector" data-testid="connector-${n}">
      <header>
        <h2>${first ? `Connector ${n}` : `EVSE ${evseId}${connectorId ? ` · connector ${connectorId}` : ''}`}</h2>
        <span data-testid="connector-${n}-status">${this.charger.online ? chip(connector.status) : html`${chip('Disconnected')} <small>told last: ${connector.status}</small>`}</span>
        ${connector.errorCode && connector.errorCode !== 'NoError' ? html`<span class="error">${connector.errorCode} ${connector.info ?? ''}</span>` : nothing}
        <span class="space"></span>
        ${may('Operator')
          ? html`${transaction
                ? html`<button class="danger" data-testid="button-stop-${n}" @click=${() => this.attempt(() => this.order('stop', { transactionId: transaction.id }))}>Stop</button>`
                : html`<button class="primary" data-testid="button-start-${n}" @click=${() => this.openOrder('start', { evseId })}>Start</button>`}
              <button data-testid="button-unlock-${n}" @click=${() => this.attempt(() => this.order('unlock', first ? { evseId } : { evseId, connectorId: connectorId || 1 }))}>Unlock</button>
              <button data-testid="button-limit-${n}" @click=${() => this.openOrder('limit', { evseId, unit: 'A', ...(transaction ? { transactionId: transaction.id } : {}) })}>Limit</button>
              <button data-testid="button-clear-limit-${n}" @click=${() => this.clearLimit(evseId, transaction)}>Clear limit</button>`
          : nothing}
      </header>
      ${transaction
        ? html`<div class="figures">
              <div><span>Power</span><strong data-testid="connector-${n}-power">${power(transaction.powerW)}</strong></div>
              <div><span>Energy</span><strong>${energy(transaction.energyWh)}</strong></div>
              <div><span>Battery</span><strong>${percent(transaction.socPercent)}</strong></div>
              <div><span>Since</span><strong>${duration(transaction.startedAt)}</strong></div>
              <div><span>Token</span><strong>${transaction.idToken}</strong></div>
              <div><span>Transaction</span><strong><a href="/transactions/${transaction.id}">${transaction.id}</a></strong></div>
            </div>
            ${this.chart(transaction)}`
        : html`<p class="empty">No transaction. Status since ${time(connector.statusAt)}.</p>`}
    </article>`;
  }

  body() {
    const charger = this.charger;
    switch (this.tab) {
      case 'Connectors': {
        const connectors = charger.connectors.filter((one) => one.evseId > 0);
        return connectors.length ? connectors.map((one) => this.connector(one)) : html`<p class="empty">The station has not told of its connectors yet.</p>`;
      }
      case 'Commands':
        return html`<galvan-commands .chargerId=${this.chargerId} .version=${isFirst(charger) ? undefined : charger.version} .open=${(action) => this.open(action)}></galvan-commands>`;
      case 'Message log':
        return html`<galvan-messages .chargerId=${this.chargerId}></galvan-messages>`;
      case 'Configuration':
        return html`<galvan-configuration .chargerId=${this.chargerId} .send=${(action, body) => this.command(action, body)}></galvan-configuration>`;
      case 'Device model':
        return html`<galvan-device-model .chargerId=${this.chargerId}></galvan-device-model>`;
      case 'Monitoring':
        return html`<galvan-monitors .chargerId=${this.chargerId}></galvan-monitors><galvan-device-events .chargerId=${this.chargerId}></galvan-device-events>`;
      case 'Profiles':
        return html`<galvan-charger-profiles .chargerId=${this.chargerId} .charger=${charger} .open=${(action, preset) => this.open(action, preset)}></galvan-charger-profiles>`;
      case 'Reservations':
        return html`<galvan-reservations .chargerId=${this.chargerId}></galvan-reservations>`;
      case 'Local list':
        return html`<galvan-local-list .chargerId=${this.chargerId}></galvan-local-list>`;
      case 'Maintenance':
        return html`<galvan-maintenance .chargerId=${this.chargerId}></galvan-maintenance>`;
      case 'Policy':
        return html`<galvan-charger-policy .chargerId=${this.chargerId}></galvan-charger-policy>`;
      case 'Security':
        return html`<galvan-charger-security .chargerId=${this.chargerId} .charger=${charger} .open=${(action, preset) => this.open(action, preset)}></galvan-charger-security>`;
      case 'Deviations':
        return html`<galvan-deviations .chargerId=${this.chargerId}></galvan-deviations>`;
      case 'Reports':
        return html`<galvan-station-reports .chargerId=${this.chargerId}></galvan-station-reports>`;
      default:
        return html`<dl class="card details">
          ${Object.entries({
            Name: charger.name, Site: charger.site, Vendor: charger.vendor, Model: charger.model, 'Serial number': charger.serialNumber, 'Charge box serial number': charger.chargeBoxSerialNumber,
            Firmware: charger.firmwareVersion, 'Firmware status': charger.firmwareStatus, 'Diagnostics status': charger.diagnosticsStatus, ICCID: charger.iccid, IMSI: charger.imsi, 'Meter type': charger.meterType,
            'Meter serial number': charger.meterSerialNumber, Version: charger.version, Transport: charger.transport, Address: charger.remoteAddress, Node: charger.nodeId, 'Connected since': time(charger.connectedAt),
            'Last boot': time(charger.bootedAt), 'Boot reason': charger.bootReason, 'Strict reading': charger.strict ? 'yes' : 'no', Created: time(charger.createdAt),
          }).map(([name, value]) => html`<dt>${name}</dt><dd>${value ?? '–'}</dd>`)}
        </dl>`;
    }
  }

  render() {
    if (this.missing) {
      return html`<h1>${this.chargerId}</h1><p class="empty">There is no such charging station.</p>`;
    }
    const charger = this.charger;
    if (!charger) {
      return html`<h1>${this.chargerId}</h1><p class="empty">Loading …</p>`;
    }
    return html`<header class="page">
        <div>
          <h1>${charger.id} ${charger.name ? html`<small>${charger.name}</small>` : nothing}</h1>
          <p class="meta">
            <span class="dot ${charger.online ? 'on' : ''}"></span><span data-testid="charger-online">${charger.online ? `online over ${charger.transport}` : `offline, last seen ${ago(charger.lastSeenAt)}`}</span>
            · ${charger.vendor ?? 'unknown vendor'} ${charger.model ?? ''} ${charger.firmwareVersion ?? ''} · ${charger.version ? `OCPP ${charger.version.slice(1).replaceAll('_', '.')}` : ''} ${chip(charger.registration)}
          </p>
        </div>
        ${may('Operator')
          ? html`<div class="actions">
              ${charger.registration === 'Accepted'
                ? nothing
                : html`<button class="primary" data-testid="button-accept" @click=${async () => { await this.attempt(() => this.edit({ registration: 'Accepted' }), 'Accepted; the station boots again by itself'); this.load(); }}>Accept</button>`}
              <button data-testid="button-remote-start" @click=${() => this.openOrder('start')}>Remote start</button>
              <button data-testid="button-reset" @click=${() => this.openOrder('reset', { type: 'onIdle' })}>Restart</button>
              <button data-testid="button-limit" @click=${() => this.openOrder('limit', { unit: 'A' })}>Limit</button>
              <button data-testid="button-clear-limit" @click=${() => this.clearLimit(0)}>Clear limit</button>
              <button @click=${this.openEdit}>Edit</button>
              <button @click=${this.openPassword}>Set password</button>
              <button class="danger quiet" @click=${this.openRemove}>Remove</button>
            </div>`
          : nothing}
      </header>
      ${this.result ? html`<p class="result ${this.result.state}" role="status" data-testid="command-result">${this.result.action}: ${chip(this.result.state)} ${this.result.text ?? ''}</p>` : nothing}
      <nav class="tabs" role="tablist">
        ${TABS.map((tab) => html`<button role="tab" aria-selected=${tab === this.tab} data-testid="tab-${tab.toLowerCase().replaceAll(' ', '-')}" @click=${() => (this.tab = tab)}>${tab}</button>`)}
      </nav>
      ${this.body()}`;
  }
}
customElements.define('galvan-charger', ChargerPage);
