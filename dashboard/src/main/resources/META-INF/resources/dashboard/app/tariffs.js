// Tariffs: what charging costs, for whom or where, what stations count by themselves, and what came of it.

import { call, get, id, may, query } from './api.js';
import { Element, chip, html, link, nothing } from './element.js';
import { ask } from './form.js';
import { energy, money, time } from './format.js';
import { List } from './list.js';

const PRICE_DIGITS = 6;
const price = (title, description) => ({ type: 'number', minimum: 0, title, description, always: true });

const TARIFF = {
  type: 'object',
  name: 'Tariff',
  required: ['currency'],
  properties: {
    currency: { type: 'string', maxLength: 3, description: 'Three letters, such as EUR.' },
    energyPricePerKwh: price('Price of a kWh', 'Without taxes.'),
    timePrice: price('Price of the time', 'From the start of a transaction to its end, without taxes.'),
    timeUnit: { type: 'string', enum: ['Hour', 'Minute'], description: 'What the price of the time is for.', always: true },
    fixedFee: price('Fee of a transaction', 'Without taxes.'),
    taxes: {
      type: 'array',
      description: 'On top of all prices.',
      items: { type: 'object', name: 'Tax', required: ['name', 'percent'], properties: { name: { type: 'string', maxLength: 20 }, percent: { type: 'number', minimum: 0, maximum: 100 } } },
    },
    validFrom: { type: 'string', format: 'date-time' },
    validTo: { type: 'string', format: 'date-time', description: 'A tariff that ends cannot be given to a station.' },
    text: { type: 'string', maxLength: 512, description: 'For drivers, where a station asks for it.' },
    runningCost: { type: 'string', enum: ['Answer', 'Command', 'Never'], description: 'How a station of 2.x learns the cost while it charges: in the answer to its events, by CostUpdated, or not at all.' },
    runningCostIntervalS: { type: 'integer', minimum: 0, maximum: 86400, title: 'Seconds between two costs', description: 'At least; 0 is with every event.' },
    limit: {
      type: 'object',
      name: 'Limit',
      description: 'How far a transaction may go; only stations of 2.1 know limits.',
      properties: {
        maxCost: { type: 'number', minimum: 0, title: 'Cost', always: true },
        maxEnergyWh: { type: 'number', minimum: 0, title: 'Energy, Wh', always: true },
        maxTimeS: { type: 'integer', minimum: 0, title: 'Time, seconds', always: true },
        maxSocPercent: { type: 'integer', minimum: 0, maximum: 100, title: 'Battery, %', always: true },
      },
    },
  },
};
const PATH = '/tariffs';
const ASSIGNMENTS = '/tariff-assignments';
const KINDS = ['Default', 'Site', 'Charger', 'Token'];

/** Of a thing of the API only what a person may set. */
const known = (tariff) =>
  Object.fromEntries(Object.keys(TARIFF.properties).filter((name) => tariff[name] !== undefined && tariff[name] !== null && !(name === 'taxes' && !tariff.taxes.length)).map((name) => [name, structuredClone(tariff[name])]));

const prices = (one) =>
  [
    one.energyPricePerKwh ? `${money(one.energyPricePerKwh, one.currency, PRICE_DIGITS)} a kWh` : '',
    one.timePrice ? `${money(one.timePrice, one.currency, PRICE_DIGITS)} ${one.timeUnit === 'Minute' ? 'a minute' : 'an hour'}` : '',
    one.fixedFee ? `${money(one.fixedFee, one.currency, PRICE_DIGITS)} a transaction` : '',
  ].filter(Boolean);

const target = ({ kind, target: name }) => (kind === 'Default' ? 'everybody' : kind === 'Charger' ? link(`/chargers/${id(name)}`, name) : name);

class Tariffs extends List {
  static properties = { ...List.properties, assignments: { state: true }, told: { state: true } };

  get path() {
    return PATH;
  }

  async fetch(cursor, limit) {
    const [page, given] = await Promise.all([super.fetch(cursor, limit), get(`${ASSIGNMENTS}?limit=500`)]);
    this.assignments = given.items;
    return page;
  }

  async edit(tariff) {
    const saved = await ask({
      title: tariff ? `Tariff ${tariff.id}` : 'New tariff',
      text: tariff ? 'Transactions that run keep the tariff as it was.' : undefined,
      action: 'Save',
      testid: 'dialog-tariff',
      fields: tariff ? [] : [{ name: 'id', label: 'Name', required: true, maxLength: 60, testid: 'tariff-id', help: 'By which stations and transactions know it; it stays.' }],
      schema: TARIFF,
      value: tariff ? known(tariff) : { currency: 'EUR', timeUnit: 'Hour' },
      submit: ({ id: name, ...body }) => call(tariff ? 'PUT' : 'POST', `${PATH}/${id(tariff?.id ?? name)}`, body),
    });
    if (saved) this.load();
  }

  async openRemove(tariff) {
    const removed = await ask({
      title: `Delete ${tariff.id}?`,
      text: 'Whoever has it charges by the next tariff that fits; transactions and stations keep what they were given.',
      action: 'Delete',
      danger: true,
      submit: () => call('DELETE', `${PATH}/${id(tariff.id)}`).then(() => true),
    });
    if (removed) this.load();
  }

  async assign(tariff) {
    const stations = (await this.attempt(() => get('/chargers?limit=500')))?.items ?? [];
    const names = [...new Set([...stations.map((one) => one.site).filter(Boolean), ...stations.map((one) => one.id)])];
    const given = await ask({
      title: `Who charges by ${tariff.id}?`,
      text: "A token's tariff counts before a station's, a station's before its site's, and the default last.",
      action: 'Assign',
      fields: [
        { name: 'kind', label: 'For', type: 'select', options: KINDS, value: 'Default', required: true, testid: 'assign-kind' },
        { name: 'target', label: 'Which', maxLength: 255, suggestions: names, testid: 'assign-target', help: 'The site, station or token; empty for the default.' },
      ],
      submit: (values) => call('PUT', ASSIGNMENTS, { ...values, tariffId: tariff.id }),
    });
    if (given) this.load();
  }

  async unassign({ kind, target: name }) {
    await this.attempt(() => call('DELETE', ASSIGNMENTS + query({ kind, target: name })), 'Taken away');
    this.load();
  }

  async give(tariff) {
    const stations = (await this.attempt(() => get('/chargers?limit=500')))?.items ?? [];
    const command = await ask({
      title: `Have a station count by ${tariff.id}`,
      text: 'A station of OCPP 2.1 then works out the cost itself.',
      action: 'Send',
      fields: [
        { name: 'chargerId', label: 'Station', required: true, suggestions: stations.filter((one) => one.version === 'V2_1').map((one) => one.id), testid: 'give-station' },
        { name: 'evseId', label: 'EVSE', type: 'number', min: 0, value: 0, required: true, testid: 'give-evse', help: '0 is every EVSE.' },
      ],
      submit: ({ chargerId, evseId }) => call('POST', `/chargers/${id(chargerId)}/default-tariff`, { tariffId: tariff.id, evseId }),
    });
    if (command) {
      this.told = html`${tariff.id} to ${link(`/chargers/${id(command.chargerId)}`, command.chargerId)}: ${chip(command.state)} ${command.status ?? ''}`;
      this.querySelector('galvan-station-tariffs')?.show(command.chargerId);
    }
  }

  row(one) {
    const given = (this.assignments ?? []).filter((each) => each.tariffId === one.id);
    return html`<tr data-testid="tariff-${one.id}">
      <td><strong>${one.id}</strong> ${one.text ? html`<div><small>${one.text}</small></div>` : nothing}</td>
      <td>${prices(one).map((text) => html`<div>${text}</div>`)}${prices(one).length ? nothing : 'free'}${one.taxes.map((tax) => html`<div><small>+ ${tax.percent} % ${tax.name}</small></div>`)}</td>
      <td>${one.validFrom ? html`<div>from ${time(one.validFrom)}</div>` : nothing}${one.validTo ? html`<div>to ${time(one.validTo)}</div>` : nothing}${one.validFrom || one.validTo ? nothing : 'always'}</td>
      <td data-testid="assignments">${given.map(
        (each) => html`<div>${chip(each.kind)}${target(each)}
          ${may('Operator') ? html`<button class="small quiet" aria-label="Take ${one.id} from ${each.target || 'the default'}" @click=${() => this.unassign(each)}>Take away</button>` : nothing}</div>`,
      )}${given.length ? nothing : html`<span class="empty">nobody</span>`}</td>
      <td>${may('Operator')
        ? html`<div class="actions"><button class="small" @click=${() => this.assign(one)}>Assign</button><button class="small" @click=${() => this.give(one)}>Give to a station</button>
            <button class="small" @click=${() => this.edit(one)}>Edit</button><button class="small danger" @click=${() => this.openRemove(one)}>Delete</button></div>`
        : nothing}</td>
    </tr>`;
  }

  render() {
    return html`<header class="page"><div><h1>Tariffs</h1><p class="meta">What charging costs, and for whom.</p></div>
        ${may('Operator') ? html`<button class="primary" data-testid="new-tariff" @click=${() => this.edit()}>New tariff</button>` : nothing}</header>
      ${this.told ? html`<p class="result" role="status" data-testid="tariff-told">${this.told}</p>` : nothing}
      <section class="card">
        ${this.items?.length
          ? html`<table data-testid="tariffs"><thead><tr><th>Name</th><th>Prices</th><th>Valid</th><th>Charge by it</th><th></th></tr></thead><tbody>${this.items.map((one) => this.row(one))}</tbody></table>`
          : nothing}
        ${this.foot('No tariffs yet: charging costs nothing that Galvan knows of.')}
      </section>
      <galvan-station-tariffs></galvan-station-tariffs>
      <galvan-costs></galvan-costs>`;
  }
}
customElements.define('galvan-tariffs', Tariffs);

/** The tariffs in one station of 2.1, as it tells them when it is asked. */
class StationTariffs extends Element {
  static properties = { station: { state: true }, held: { state: true }, busy: { state: true }, problem: { state: true } };

  show(station) {
    this.station = station;
    this.read();
  }

  async read() {
    this.busy = true;
    this.problem = undefined;
    try {
      const command = await this.command('GetTariffs', { evseId: 0 });
      if (!command.response) throw new Error(command.errorDescription ?? `The station answered ${command.errorCode ?? command.state}`);
      this.held = command.response.tariffAssignments ?? [];
    } catch (problem) {
      this.held = undefined;
      this.problem = problem.message;
    } finally {
      this.busy = false;
    }
  }

  command(action, request) {
    return call('POST', `/chargers/${id(this.station)}/commands`, { action, request });
  }

  async clear(one) {
    await this.attempt(() => this.command('ClearTariffs', { tariffIds: [one.tariffId] }), 'The station was asked');
    this.read();
  }

  ask(event) {
    event.preventDefault();
    this.show(new FormData(event.target).get('station').trim());
  }

  render() {
    return html`<section class="card">
      <h2>In a station of OCPP 2.1</h2>
      ${may('Operator')
        ? html`<form class="filters" @submit=${this.ask}>
            <input name="station" placeholder="Station" aria-label="Station" required maxlength="48" .value=${this.station ?? ''} data-testid="tariffs-of" />
            <button class="primary" ?disabled=${this.busy} data-testid="read-tariffs">${this.busy ? 'Asking the station …' : 'Ask the station'}</button>
          </form>`
        : html`<p class="empty">Operators may ask a station.</p>`}
      ${this.problem ? html`<p class="error" role="alert">${this.problem}</p>` : nothing}
      ${this.held?.length
        ? html`<table data-testid="station-tariffs"><thead><tr><th>Tariff</th><th>For</th><th>EVSEs</th><th></th></tr></thead>
            <tbody>${this.held.map(
              (one) => html`<tr><td>${one.tariffId}</td><td>${one.tariffKind === 'DefaultTariff' ? 'whoever has none of his own' : (one.idTokens ?? []).join(', ')}</td><td>${one.evseIds?.join(', ') ?? 'all'}</td>
                <td><button class="small danger" @click=${() => this.clear(one)}>Clear</button></td></tr>`,
            )}</tbody></table>`
        : nothing}
      ${this.held && !this.held.length ? html`<p class="empty">It has none.</p>` : nothing}
    </section>`;
  }
}
customElements.define('galvan-station-tariffs', StationTariffs);

/** What the newest transactions cost. */
class Costs extends List {
  get path() {
    return '/transactions';
  }

  onEvent(event) {
    if (['reconnected', 'transaction_started', 'transaction_stopped', 'transaction_end_inferred', 'transaction_corrected'].includes(event.type)) this.later(500);
  }

  render() {
    const priced = (this.items ?? []).filter((one) => one.cost !== undefined);
    return html`<section class="card">
      <header class="page"><h2>What transactions cost</h2><a href="/transactions">All transactions</a></header>
      ${priced.length
        ? html`<table data-testid="costs"><thead><tr><th>Transaction</th><th>Station</th><th>Token</th><th>Started</th><th>Energy</th><th>Cost</th></tr></thead>
            <tbody>${priced.map(
              (one) => html`<tr><td>${link(`/transactions/${one.id}`, one.id)} ${chip(one.state)}</td><td>${link(`/chargers/${id(one.chargerId)}`, one.chargerId)} / ${one.evseId}</td><td>${one.idToken ?? ''}</td>
                <td>${time(one.startedAt)}</td><td>${energy(one.energyWh)}</td><td><strong>${money(one.cost, one.currency)}</strong></td></tr>`,
            )}</tbody></table>`
        : nothing}
      ${this.foot('')}
      ${this.items && !this.problem && !priced.length ? html`<p class="empty">None of the newest has a cost.</p>` : nothing}
    </section>`;
  }
}
customElements.define('galvan-costs', Costs);
