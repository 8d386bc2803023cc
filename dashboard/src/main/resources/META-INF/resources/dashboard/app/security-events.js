// What stations reported of their security, and other notices of one station.

import { id } from './api.js';
import { chip, html, link, nothing } from './element.js';
import { time } from './format.js';
import { List } from './list.js';

const KINDS = ['DiagnosticsStatus', 'FirmwareStatus', 'SignedFirmwareStatus', 'LogStatus', 'SecurityEvent', 'SignCertificate', 'DataTransfer'];

class SecurityEvents extends List {
  get path() {
    return '/security-events';
  }

  connectedCallback() {
    if (this.chargerId) this.filter = { chargerId: this.chargerId };
    super.connectedCallback();
  }

  onEvent(event) {
    if (event.type === 'security_event' || event.type === 'reconnected') this.later();
  }

  render() {
    const own = Boolean(this.chargerId);
    return html`${own ? nothing : html`<header class="page"><h1>Security events</h1></header>`}
      <section class="card">
        ${own ? html`<h2>Security events</h2>` : nothing}
        <div class="filters">${own ? nothing : this.search('chargerId', 'Station')} ${this.moment('from', 'From')} ${this.moment('to', 'To')}</div>
        <table data-testid="security-events">
          <thead><tr><th>Time</th>${own ? nothing : html`<th>Station</th>`}<th>Event</th><th>Detail</th></tr></thead>
          <tbody>${(this.items ?? []).map((one) => html`<tr><td>${time(one.at)}</td>${own ? nothing : html`<td>${link(`/chargers/${id(one.chargerId)}`, one.chargerId)}</td>`}<td>${chip(one.value)}</td><td>${one.detail ?? ''}</td></tr>`)}</tbody>
        </table>
        ${this.foot('None were reported.')}
      </section>`;
  }
}
customElements.define('galvan-security-events', SecurityEvents);

class Notices extends List {
  get path() {
    return `/chargers/${id(this.chargerId)}/notices`;
  }

  onEvent(event) {
    if (event.chargerId === this.chargerId && ['charger_updated', 'security_event'].includes(event.type)) this.later();
  }

  render() {
    return html`<section class="card">
      <header class="page"><h2>What it reported</h2><div class="filters">${this.choice('kind', 'Every kind', KINDS)} ${this.moment('from', 'From')} ${this.moment('to', 'To')}</div></header>
      <table data-testid="notices">
        <thead><tr><th>Time</th><th>Kind</th><th>Status</th><th>Request</th><th>Detail</th></tr></thead>
        <tbody>${(this.items ?? []).map((one) => html`<tr><td>${time(one.at)}</td><td>${one.kind}</td><td>${chip(one.value)}</td><td>${one.requestId ?? ''}</td><td>${one.detail ?? ''}</td></tr>`)}</tbody>
      </table>
      ${this.foot('Nothing yet.')}
    </section>`;
  }
}
customElements.define('galvan-notices', Notices);
