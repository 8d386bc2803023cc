// Reservations of all stations, or of one.

import { call, get, id, may } from './api.js';
import { chip, html, link, nothing } from './element.js';
import { ask } from './form.js';
import { inSeconds, time } from './format.js';
import { List } from './list.js';

const STATES = ['Requested', 'Active', 'Refused', 'Used', 'Cancelled', 'Expired'];

class Reservations extends List {
  get path() {
    return '/reservations';
  }

  connectedCallback() {
    if (this.chargerId) this.filter = { chargerId: this.chargerId };
    super.connectedCallback();
  }

  onEvent(event) {
    const command = event.type === 'command_completed' && ['ReserveNow', 'CancelReservation'].includes(event.command.action);
    if (command || ['reconnected', 'transaction_started', 'connector_updated'].includes(event.type)) this.later();
  }

  async create() {
    const [tokens, stations] = await Promise.all([this.attempt(() => get('/tokens?limit=200')), this.chargerId ? null : this.attempt(() => get('/chargers?limit=200'))]);
    const made = await ask({
      title: this.chargerId ? `Reserve at ${this.chargerId}` : 'New reservation',
      action: 'Reserve',
      fields: [
        ...(this.chargerId ? [] : [{ name: 'chargerId', label: 'Station', required: true, suggestions: stations?.items.map((one) => one.id) }]),
        { name: 'connectorId', label: 'Connector', type: 'number', min: 0, value: 1, required: true, help: '0 is any connector, if the station supports it.' },
        { name: 'idToken', label: 'Token', required: true, maxLength: 20, suggestions: tokens?.items.map((one) => one.idToken), testid: 'reserve-token' },
        { name: 'parentIdToken', label: 'Group', maxLength: 20, help: 'Any token of this group may use it.' },
        { name: 'expiresAt', label: 'Until', type: 'datetime', value: inSeconds(3600), required: true },
      ],
      submit: ({ chargerId, ...values }) => call('POST', `/chargers/${id(this.chargerId ?? chargerId)}/reservations`, values),
    });
    if (made) this.load();
  }

  async cancel(one) {
    await this.attempt(() => call('POST', `/reservations/${id(one.id)}/cancel?chargerId=${id(one.chargerId)}`), 'Cancelled');
    this.load();
  }

  render() {
    const own = Boolean(this.chargerId);
    const create = may('Operator') ? html`<button class="primary" data-testid="new-reservation" @click=${this.create}>New reservation</button>` : nothing;
    return html`${own ? nothing : html`<header class="page"><h1>Reservations</h1>${create}</header>`}
      <section class="card">
        <div class="filters">${own ? nothing : this.search('chargerId', 'Station')} ${this.choice('state', 'All states', STATES)} ${own ? create : nothing}</div>
        <table data-testid="reservations">
          <thead><tr><th>No.</th>${own ? nothing : html`<th>Station</th>`}<th>Connector</th><th>Token</th><th>Until</th><th>State</th><th>Made</th><th></th></tr></thead>
          <tbody>${(this.items ?? []).map(
            (one) => html`<tr>
              <td>${one.id}</td>${own ? nothing : html`<td>${link(`/chargers/${id(one.chargerId)}`, one.chargerId)}</td>`}<td>${one.connectorId === 0 ? 'any' : one.connectorId}</td>
              <td>${one.idToken} ${one.parentIdToken ? html`<small>group ${one.parentIdToken}</small>` : nothing}</td><td>${time(one.expiresAt)}</td>
              <td>${chip(one.state)} ${one.status && one.status !== 'Accepted' ? one.status : ''} ${one.transactionId ? link(`/transactions/${one.transactionId}`, `transaction ${one.transactionId}`) : nothing}</td>
              <td>${time(one.createdAt)}</td>
              <td>${may('Operator') && ['Requested', 'Active'].includes(one.state) ? html`<button class="small" @click=${() => this.cancel(one)}>Cancel</button>` : nothing}</td>
            </tr>`,
          )}</tbody>
        </table>
        ${this.foot('No reservations.')}
      </section>`;
  }
}
customElements.define('galvan-reservations', Reservations);
