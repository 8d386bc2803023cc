// Who tried to connect as a station, and what became of it.

import { id } from './api.js';
import { chip, html, link, nothing } from './element.js';
import { time } from './format.js';
import { List } from './list.js';

const OUTCOMES = ['accepted', 'wrong_path', 'no_subprotocol', 'unknown', 'wrong_password', 'no_password', 'no_certificate', 'foreign_certificate', 'profile_too_low', 'occupied', 'tls_failed', 'limited'];

class ConnectionAttempts extends List {
  get path() {
    return '/connection-attempts';
  }

  connectedCallback() {
    if (this.chargerId) this.filter = { chargerId: this.chargerId };
    super.connectedCallback();
  }

  onEvent(event) {
    if (event.type === 'reconnected') this.later();
  }

  who(one) {
    return one.chargerId ? link(`/chargers/${id(one.chargerId)}`, one.chargerId) : (one.identity ?? '');
  }

  render() {
    const own = Boolean(this.chargerId);
    return html`${own ? nothing : html`<header class="page"><div><h1>Connection attempts</h1><p class="meta">Who tried to connect as a station, and what became of it. Repeats are one line.</p></div></header>`}
      <section class="card">
        ${own ? html`<h2>Connection attempts</h2>` : nothing}
        <div class="filters">${own ? nothing : this.search('chargerId', 'Identity')} ${this.choice('outcome', 'Every outcome', OUTCOMES)} ${this.search('address', 'Address')} ${this.moment('from', 'From')} ${this.moment('to', 'To')}</div>
        <table data-testid="connection-attempts">
          <thead><tr><th>Last</th>${own ? nothing : html`<th>Identity</th>`}<th>Outcome</th><th>Address</th><th>Transport</th><th>Asked</th><th>Certificate</th><th>Times</th></tr></thead>
          <tbody>${(this.items ?? []).map(
            (one) => html`<tr>
              <td title="first ${time(one.firstAt)}">${time(one.lastAt)}</td>${own ? nothing : html`<td>${this.who(one)}</td>`}
              <td>${chip(one.outcome)}</td><td>${one.address}</td><td>${one.transport ?? ''}${one.secure ? ' TLS' : ''}</td><td>${one.asked ?? ''}</td>
              <td title=${one.certificateFingerprint ?? ''}>${one.certificateSubject ?? ''}</td><td>${one.count}</td>
            </tr>`,
          )}</tbody>
        </table>
        ${this.foot('Nobody tried.')}
      </section>`;
  }
}
customElements.define('galvan-connection-attempts', ConnectionAttempts);
