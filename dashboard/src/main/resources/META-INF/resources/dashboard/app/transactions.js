import '@vaadin/grid';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import { Element, chip, html, link, nothing } from './element.js';
import { duration, energy, time } from './format.js';
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
    } else if (['reconnected', 'transaction_started', 'transaction_stopped', 'transaction_end_inferred', 'transaction_corrected'].includes(event.type)) {
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
        <vaadin-grid-column header="Station" auto-width ${columnBodyRenderer((item) => html`${link(`/chargers/${encodeURIComponent(item.chargerId)}`, item.chargerId)} / ${item.evseId}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Token" path="idToken" auto-width></vaadin-grid-column>
        <vaadin-grid-column header="State" width="10rem" flex-grow="0" ${columnBodyRenderer((item) => html`${chip(item.state)} ${item.inferredEnd ? chip('inferred') : nothing}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Started" auto-width ${columnBodyRenderer((item) => html`${time(item.startedAt)}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Lasted" width="8rem" flex-grow="0" ${columnBodyRenderer((item) => html`${duration(item.startedAt, item.stoppedAt)}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Energy" width="8rem" flex-grow="0" text-align="end" ${columnBodyRenderer((item) => html`${energy(item.energyWh)}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Cost" width="7rem" flex-grow="0" text-align="end" ${columnBodyRenderer((item) => html`${item.cost ?? ''} ${item.currency ?? ''}`, [])}></vaadin-grid-column>
      </vaadin-grid>`;
  }
}
customElements.define('galvan-transactions', Transactions);
