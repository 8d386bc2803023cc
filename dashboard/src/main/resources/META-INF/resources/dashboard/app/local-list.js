// The local authorization list of one station.

import { call, get, id, may } from './api.js';
import { Element, chip, html, nothing } from './element.js';
import { time } from './format.js';

class LocalList extends Element {
  static properties = { chargerId: { attribute: false }, list: { state: true }, problem: { state: true }, busy: { state: true } };

  get path() {
    return `/chargers/${id(this.chargerId)}/local-list`;
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    try {
      this.list = await get(this.path);
    } catch (problem) {
      this.problem = problem;
    }
  }

  onEvent(event) {
    if (event.type === 'command_completed' && event.chargerId === this.chargerId && /LocalList/.test(event.command.action)) this.load();
  }

  async sync(updateType) {
    this.busy = true;
    this.list = (await this.attempt(() => call('POST', `${this.path}/sync`, updateType ? { updateType } : {}), 'Done')) ?? this.list;
    this.busy = false;
  }

  render() {
    const { list } = this;
    if (!list) return html`<p class="empty">${this.problem ? (this.problem.status === 404 ? 'This server does not offer this.' : this.problem.message) : 'Loading …'}</p>`;
    return html`<section class="card" data-testid="local-list">
      <header class="page"><h2>Local authorization list ${chip(list.state)}</h2>
        ${may('Operator')
          ? html`<div class="actions">
              <button class="primary" ?disabled=${this.busy} data-testid="sync-list" @click=${() => this.sync()}>${this.busy ? 'Sending …' : 'Synchronize'}</button>
              <button ?disabled=${this.busy} @click=${() => this.sync('Full')}>Send the whole list</button>
              <button ?disabled=${this.busy} @click=${() => this.sync('Differential')}>Send changes only</button>
            </div>`
          : nothing}</header>
      <p class="meta">Tokens the station lets in by itself while it is offline.</p>
      <div class="figures">
        <div><span>Version sent</span><strong>${list.version ?? '–'}</strong></div>
        <div><span>Version it reports</span><strong>${list.reportedVersion === -1 ? 'none' : (list.reportedVersion ?? '–')}</strong></div>
        <div><span>Entries</span><strong>${list.entries}</strong></div>
        <div><span>Last update</span><strong>${list.lastUpdateType ?? '–'} ${list.lastStatus ?? ''}</strong></div>
        <div><span>At</span><strong>${time(list.updatedAt)}</strong></div>
      </div>
    </section>`;
  }
}
customElements.define('galvan-local-list', LocalList);
