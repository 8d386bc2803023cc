import '@vaadin/grid';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import { get } from './api.js';
import { curves } from './charts.js';
import { Element, chip, html, link, nothing } from './element.js';
import { duration, energy, percent, power, time } from './format.js';
import { Pages } from './pages.js';

class Transactions extends Element {
  constructor() {
    super();
    this.pages = new Pages('/transactions');
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
    if (event.type === 'transaction_updated') {
      const item = this.pages.items.find((one) => one.id === event.transactionId);
      if (item) {
        Object.assign(item, { energyWh: event.energyWh, powerW: event.powerW });
        this.grid.requestContentUpdate();
      }
    } else if (['reconnected', 'transaction_started', 'transaction_stopped'].includes(event.type)) {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.reload(), 500);
    }
  }

  render() {
    return html`<header class="page"><h1>Transactions</h1></header>
      <div class="filters">
        <input type="search" placeholder="Station's identity" aria-label="Station" @input=${(event) => this.filter('chargerId', event.target.value)} />
        <input type="search" placeholder="Token" aria-label="Token" @input=${(event) => this.filter('idToken', event.target.value)} />
        <select aria-label="State" @change=${(event) => this.filter('state', event.target.value)}><option value="">Running or ended</option><option>Running</option><option>Ended</option></select>
      </div>
      <vaadin-grid .dataProvider=${this.provider} page-size="50" aria-label="Transactions" data-testid="transaction-grid">
        <vaadin-grid-column header="No." width="6rem" flex-grow="0" ${columnBodyRenderer((item) => link(`/transactions/${item.id}`, item.id), [])}></vaadin-grid-column>
        <vaadin-grid-column header="Station" auto-width ${columnBodyRenderer((item) => html`${link(`/chargers/${encodeURIComponent(item.chargerId)}`, item.chargerId)} / ${item.connectorId}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Token" path="idToken" auto-width></vaadin-grid-column>
        <vaadin-grid-column header="State" width="10rem" flex-grow="0" ${columnBodyRenderer((item) => html`${chip(item.state)} ${item.inferredEnd ? chip('inferred') : nothing}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Started" auto-width ${columnBodyRenderer((item) => html`${time(item.startedAt)}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Lasted" width="8rem" flex-grow="0" ${columnBodyRenderer((item) => html`${duration(item.startedAt, item.stoppedAt)}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Energy" width="8rem" flex-grow="0" text-align="end" ${columnBodyRenderer((item) => html`${energy(item.energyWh)}`, [])}></vaadin-grid-column>
      </vaadin-grid>`;
  }
}
customElements.define('galvan-transactions', Transactions);

class TransactionPage extends Element {
  static properties = { transactionId: {}, transaction: { state: true }, series: { state: true }, problem: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    try {
      this.transaction = await get(`/transactions/${this.transactionId}`);
      this.series = (await get(`/transactions/${this.transactionId}/meter-values`)).series;
    } catch (problem) {
      this.problem = problem.message;
    }
  }

  onEvent(event) {
    const own = event.transactionId ?? event.transaction?.id;
    if (event.type === 'reconnected' || String(own) === String(this.transactionId)) {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.load(), 300);
    }
  }

  render() {
    const one = this.transaction;
    if (!one) {
      return html`<h1>Transaction ${this.transactionId}</h1><p class="empty">${this.problem ?? 'Loading …'}</p>`;
    }
    const plotted = (this.series ?? []).map((curve) => ({
      name: `${curve.measurand}${curve.phase ? ` ${curve.phase}` : ''}${curve.location === 'Outlet' ? '' : ` ${curve.location}`}`,
      unit: curve.unit,
      points: curve.points.filter((point) => point.value !== undefined).map((point) => [Date.parse(point.at), point.value]),
    }));
    return html`<h1>Transaction ${one.id} ${chip(one.state)} ${one.inferredEnd ? html`<small>the end was inferred: ${one.inferredEnd}</small>` : nothing}</h1>
      <div class="card figures">
        <div><span>Station</span><strong>${link(`/chargers/${encodeURIComponent(one.chargerId)}`, one.chargerId)} / ${one.connectorId}</strong></div>
        <div><span>Token</span><strong>${one.idToken} ${one.tokenStatus === 'Accepted' ? nothing : chip(one.tokenStatus)}</strong></div>
        <div><span>Started</span><strong>${time(one.startedAt)}</strong></div>
        <div><span>Ended</span><strong>${time(one.stoppedAt)} ${one.stopReason ?? ''}</strong></div>
        <div><span>Lasted</span><strong>${duration(one.startedAt, one.stoppedAt)}</strong></div>
        <div><span>Energy</span><strong>${energy(one.energyWh)}</strong></div>
        <div><span>Meter</span><strong>${one.meterStartWh} – ${one.meterStopWh ?? '…'} Wh</strong></div>
        ${one.state === 'Running' ? html`<div><span>Power</span><strong>${power(one.powerW)}</strong></div>` : nothing}
        <div><span>Battery</span><strong>${percent(one.socPercent)}</strong></div>
      </div>
      ${[...new Set(plotted.map((curve) => curve.unit))].map(
        (unit) => html`<div class="card"><h2>${unit}</h2><galvan-chart label="Meter values in ${unit}" .option=${curves(plotted.filter((curve) => curve.unit === unit))}></galvan-chart></div>`,
      )}
      ${plotted.length ? nothing : html`<p class="empty">No meter values.</p>`}`;
  }
}
customElements.define('galvan-transaction', TransactionPage);
