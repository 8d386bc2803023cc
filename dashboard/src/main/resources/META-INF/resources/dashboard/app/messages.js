// The message log of one station.

import { get, id, query } from './api.js';
import { Element, html, nothing } from './element.js';
import { clock, pretty, time } from './format.js';

class Messages extends Element {
  static properties = { chargerId: { attribute: false }, items: { state: true }, next: { state: true } };

  constructor() {
    super();
    this.filter = {};
    this.items = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
    this.timer = setInterval(() => this.refresh(), 3000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  fetch(cursor) {
    return this.attempt(() => get(`/chargers/${id(this.chargerId)}/messages${query({ ...this.filter, limit: 50, cursor })}`));
  }

  async load() {
    const page = await this.fetch();
    this.items = page?.items ?? [];
    this.next = page?.next;
  }

  /** New ones appear by themselves while nobody has scrolled back or opened one. */
  async refresh() {
    if (this.items.length <= 50 && !this.querySelector('details[open]')) this.load();
  }

  async more() {
    const page = await this.fetch(this.next);
    this.items = [...this.items, ...(page?.items ?? [])];
    this.next = page?.next;
  }

  set(name, value) {
    this.filter = { ...this.filter, [name]: value };
    this.load();
  }

  render() {
    return html`<section class="card">
      <div class="filters">
        <input type="search" placeholder="Action, for example MeterValues" aria-label="Action" @change=${(event) => this.set('action', event.target.value)} />
        <label class="line"><input type="checkbox" @change=${(event) => this.set('errors', event.target.checked ? 'true' : '')} /> <span>Errors only</span></label>
      </div>
      <table data-testid="message-log">
        <thead><tr><th>Time</th><th>From</th><th>Message</th><th>Took</th><th></th></tr></thead>
        <tbody>
          ${this.items.map(
            (entry) => html`<tr>
              <td title=${time(entry.at)}>${clock(entry.at)}</td>
              <td>${entry.caller === 'Charger' ? 'station' : 'Galvan'}</td>
              <td><details><summary>${entry.action ?? 'not understood'}</summary><pre>${pretty(entry.request)}</pre>${entry.response ? html`<pre>${pretty(entry.response)}</pre>` : nothing}${entry.deviations ? html`<h3>Repaired or refused</h3><pre>${pretty(entry.deviations)}</pre>` : nothing}</details></td>
              <td>${entry.durationUs === undefined ? '' : `${(entry.durationUs / 1000).toFixed(1)} ms`}</td>
              <td>${entry.errorCode ? html`<span class="chip Faulted">${entry.errorCode}</span>` : nothing}${entry.deviations && !entry.errorCode ? html`<span class="chip Preparing">repaired</span>` : nothing}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${this.items.length ? nothing : html`<p class="empty">No messages.</p>`}
      ${this.next ? html`<button @click=${this.more}>More</button>` : nothing}
    </section>`;
  }
}
customElements.define('galvan-messages', Messages);
