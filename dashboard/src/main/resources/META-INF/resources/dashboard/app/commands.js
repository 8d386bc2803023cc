// Every command of the API as a form made from the API's own description, and the history of what was sent.

import { call, id, may, openapi } from './api.js';
import { chip, html, link, nothing } from './element.js';
import { List } from './list.js';
import { time } from './format.js';
import { actionsOf, commandsOf } from './schema.js';

export const STATES = ['Queued', 'Sent', 'Accepted', 'Rejected', 'Failed', 'TimedOut', 'Unknown', 'Expired', 'Cancelled'];
const OPEN = ['Queued', 'Sent'];

/** What followed a remote start or stop. */
export function outcomeOf(command) {
  const { outcome } = command;
  if (!outcome) return nothing;
  const words = { Waiting: 'waiting for the transaction', Started: 'started', Stopped: 'ended', None: 'nothing followed' }[outcome.state] ?? outcome.state;
  return html`<span class="outcome" data-testid="outcome">→ ${words} ${outcome.transactionId ? link(`/transactions/${outcome.transactionId}`, `transaction ${outcome.transactionId}`) : nothing} ${outcome.detail ?? ''}</span>`;
}

class Commands extends List {
  static properties = { open: { attribute: false }, version: { attribute: false }, commands: { state: true } };

  get path() {
    return `/chargers/${id(this.chargerId)}/commands`;
  }

  async connectedCallback() {
    super.connectedCallback();
    this.commands = this.version ? await actionsOf(this.version) : commandsOf(await openapi());
  }

  onEvent(event) {
    if (event.type === 'reconnected') this.later();
    if (event.chargerId !== this.chargerId) return;
    if (event.type === 'command_completed') {
      // The row changes at once; the list is read again for what is not in it yet.
      const { id: own, state, status, errorCode, errorDescription, closedAt, outcome } = event.command;
      this.items = this.items?.map((one) => (one.id === own ? { ...one, state, status, errorCode, errorDescription, closedAt, outcome } : one));
      this.later();
    } else if (['charger_connected', 'charger_booted', 'transaction_started', 'transaction_stopped', 'transaction_end_inferred', 'transaction_corrected'].includes(event.type)) {
      this.later(800);
    }
  }

  async start(action) {
    // While the station has not answered, the history shows how far the command is.
    this.waiting = setInterval(() => document.querySelector('galvan-command-form')?.busy && this.later(), 700);
    try {
      await this.attempt(() => this.open(action));
    } finally {
      clearInterval(this.waiting);
      this.load();
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.waiting);
  }

  async cancel(command) {
    await this.attempt(() => call('POST', `${this.path}/${id(command.id)}/cancel`), 'Cancelled');
    this.load();
  }

  row(command) {
    return html`<tr data-testid="command-row">
      <td title=${command.closedAt ? `closed ${time(command.closedAt)}` : ''}>${time(command.createdAt)}</td>
      <td><details><summary>${command.action}</summary><pre>${JSON.stringify(command.request, null, 2)}</pre>${command.response ? html`<pre>${JSON.stringify(command.response, null, 2)}</pre>` : nothing}</details></td>
      <td>
        <span data-testid="command-state">${chip(command.state)}</span> ${command.status && command.status !== command.state ? command.status : ''} ${command.errorCode ?? ''} ${command.errorDescription ?? ''}
        ${OPEN.includes(command.state) && command.expiresAt ? html`<small>until ${time(command.expiresAt)}</small>` : nothing} ${outcomeOf(command)}
      </td>
      <td>${command.requestedBy ?? ''} ${command.campaignId ? link(`/campaigns/${id(command.campaignId)}`, 'campaign') : nothing}</td>
      <td>${command.state === 'Queued' && may('Operator') ? html`<button class="small" data-testid="cancel-command" @click=${() => this.cancel(command)}>Cancel</button>` : nothing}</td>
    </tr>`;
  }

  render() {
    const { action, state } = this.filter;
    const rows = (this.items ?? []).filter((one) => (!action || one.action === action) && (!state || one.state === state));
    return html`${may('Operator')
        ? html`<section class="card"><h2>Send a command</h2><div class="buttons">
            ${(this.commands ?? []).map((command) => html`<button title=${command.summary} data-testid="command-${command.action}" @click=${() => this.start(command.action)}>${command.action}</button>`)}
          </div></section>`
        : nothing}
      <section class="card">
        <header class="page"><h2>History</h2>
          <div class="filters">${this.choice('action', 'All commands', (this.commands ?? []).map((one) => one.action))} ${this.choice('state', 'All results', STATES)}</div>
        </header>
        <table data-testid="command-history">
          <thead><tr><th>Time</th><th>Command</th><th>Result</th><th>By</th><th></th></tr></thead>
          <tbody>${rows.map((command) => this.row(command))}</tbody>
        </table>
        ${this.foot('Nothing was sent yet.')}
      </section>`;
  }
}
customElements.define('galvan-commands', Commands);
