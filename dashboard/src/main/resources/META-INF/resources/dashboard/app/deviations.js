// In which ways stations differ from the standard: what came, and what it was read as.

import { id } from './api.js';
import { chip, html, link, nothing } from './element.js';
import { time } from './format.js';
import { List } from './list.js';

class Deviations extends List {
  constructor() {
    super();
    this.filter = { groupBy: 'model' };
  }

  get path() {
    return '/deviations';
  }

  connectedCallback() {
    if (this.chargerId) this.filter = { groupBy: 'charger', chargerId: this.chargerId };
    super.connectedCallback();
  }

  onEvent(event) {
    if (event.type === 'reconnected') this.later();
  }

  who(one) {
    if (one.chargerId) return link(`/chargers/${id(one.chargerId)}`, one.chargerId);
    const words = [one.vendor, one.model, one.firmwareVersion].filter(Boolean).join(' ');
    return html`${words || 'unknown model'} <small>${one.chargers} ${one.chargers === 1 ? 'station' : 'stations'}</small>`;
  }

  render() {
    const own = Boolean(this.chargerId);
    return html`${own ? nothing : html`<header class="page"><div><h1>Deviations</h1><p class="meta">What stations send that the standard does not allow, and how Galvan reads it. A station can be read strictly instead: see its page, Edit.</p></div></header>`}
      <section class="card">
        <div class="filters">
          ${own
            ? nothing
            : html`<select aria-label="Group by" data-testid="filter-groupBy" @change=${(event) => this.set('groupBy', event.target.value)}><option value="model">By model</option><option value="charger">By station</option></select>
                ${this.search('chargerId', 'Station')} ${this.search('vendor', 'Vendor')} ${this.search('model', 'Model')} ${this.search('firmwareVersion', 'Firmware')}`}
          ${this.search('action', 'Message')} ${this.search('kind', 'Kind')}
        </div>
        <table data-testid="deviations">
          <thead><tr>${own ? nothing : html`<th>Who</th>`}<th>Message</th><th>Field</th><th>Kind</th><th>Times</th><th>Last</th><th>What came, and what it was read as</th></tr></thead>
          <tbody>${(this.items ?? []).map(
            (one) => html`<tr>
              ${own ? nothing : html`<td>${this.who(one)}</td>`}
              <td>${one.action ?? 'connection'}</td><td><code>${one.field}</code></td><td>${chip(one.kind)}</td><td>${one.count}</td>
              <td title="first ${time(one.firstAt)}">${time(one.lastAt)}</td>
              <td><div class="versus"><code>${one.raw}</code><span>→</span><code>${one.repaired}</code></div></td>
            </tr>`,
          )}</tbody>
        </table>
        ${this.foot('Everything came as the standard wants it.')}
      </section>`;
  }
}
customElements.define('galvan-deviations', Deviations);
