// What a station of 2.x told beside charging, and what it holds by its own word.

import { get, id } from './api.js';
import { Element, html, nothing } from './element.js';
import { time } from './format.js';
import { List } from './list.js';

class StationReports extends List {
  get path() {
    return `/chargers/${id(this.chargerId)}/reports`;
  }

  render() {
    return html`<galvan-holdings .chargerId=${this.chargerId}></galvan-holdings>
      <section class="card">
        <header class="page"><h2>What it reported</h2><div class="filters">${this.search('action', 'Action')}</div></header>
        <table data-testid="station-reports">
          <thead><tr><th>Time</th><th>Action</th><th>EVSE</th><th>Request</th></tr></thead>
          <tbody>${(this.items ?? []).map((one) => html`<tr><td>${time(one.at)}</td><td><details><summary>${one.action}</summary><pre>${JSON.stringify(one.payload, null, 2)}</pre></details></td><td>${one.evseId ?? ''}</td><td>${one.requestId ?? ''}</td></tr>`)}</tbody>
        </table>
        ${this.foot('Nothing yet.')}
      </section>`;
  }
}
customElements.define('galvan-station-reports', StationReports);

class Holdings extends Element {
  static properties = { chargerId: {}, items: { state: true } };

  async connectedCallback() {
    super.connectedCallback();
    await this.attempt(async () => {
      this.items = (await get(`/chargers/${id(this.chargerId)}/holdings`)).items;
    });
  }

  render() {
    return this.items?.length
      ? html`<section class="card">
          <h2>What it holds</h2>
          <table data-testid="holdings">
            <thead><tr><th>Kind</th><th>Number</th><th>EVSE</th><th>Since</th></tr></thead>
            <tbody>${this.items.map((one) => html`<tr><td><details><summary>${one.kind}</summary><pre>${JSON.stringify(one.content, null, 2)}</pre></details></td><td>${one.key}</td><td>${one.evseId ?? ''}</td><td>${time(one.at)}</td></tr>`)}</tbody>
          </table>
        </section>`
      : nothing;
  }
}
customElements.define('galvan-holdings', Holdings);
