// The message log of one station, or of all of them.

import { download, id, openapi, query } from './api.js';
import { html, link, nothing } from './element.js';
import { ask } from './form.js';
import { clock, inSeconds, pretty, time } from './format.js';
import { List } from './list.js';
import { commandsOf } from './schema.js';

const REFRESH_MS = 3000;
const REPORTS = [
  'Authorize', 'BootNotification', 'DataTransfer', 'DiagnosticsStatusNotification', 'FirmwareStatusNotification', 'Heartbeat', 'LogStatusNotification', 'MeterValues',
  'SecurityEventNotification', 'SignCertificate', 'SignedFirmwareStatusNotification', 'StartTransaction', 'StatusNotification', 'StopTransaction',
];

class Messages extends List {
  static properties = { actions: { state: true } };

  get path() {
    return this.chargerId ? `/chargers/${id(this.chargerId)}/messages` : '/messages';
  }

  async connectedCallback() {
    super.connectedCallback();
    this.timer = setInterval(() => this.refresh(), REFRESH_MS);
    const commands = commandsOf(await openapi()).map((one) => one.action);
    this.actions = [...new Set([...REPORTS, ...commands])].sort();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  /** New ones appear by themselves while nobody has scrolled back or opened one. */
  refresh() {
    if ((this.items?.length ?? 0) <= 50 && !this.problem && !document.hidden && !this.querySelector('details[open]')) this.load();
  }

  async export() {
    await ask({
      title: `Export the messages of ${this.chargerId}`,
      text: 'One JSON object a line, each with the frames as they were.',
      action: 'Export',
      fields: [
        { name: 'from', label: 'From', type: 'datetime', value: inSeconds(-86400), required: true },
        { name: 'to', label: 'To', type: 'datetime', value: inSeconds(60), required: true },
      ],
      submit: ({ from, to }) => download(`${this.path}/export${query({ ...this.filter, from, to })}`, `${this.chargerId}-messages.ndjson`),
    });
  }

  render() {
    return html`${this.chargerId ? nothing : html`<header class="page"><div><h1>Messages</h1><p class="meta">What stations and Galvan said to each other in the last hour, or between the times given.</p></div></header>`}
    <section class="card">
      <div class="filters">
        ${this.chargerId ? nothing : this.search('chargerId', 'Station')}
        ${this.choice('action', 'All messages', this.actions ?? [])}
        ${this.choice('caller', 'From both', ['Charger', 'Central'])}
        ${this.search('messageId', 'Message id')}
        ${this.moment('from', 'From')} ${this.moment('to', 'To')}
        <label class="line"><input type="checkbox" @change=${(event) => this.set('errors', event.target.checked ? 'true' : '')} /> <span>Errors only</span></label>
        ${this.chargerId ? html`<button data-testid="export-messages" @click=${this.export}>Export …</button>` : nothing}
      </div>
      <table data-testid="message-log">
        <thead><tr><th>Time</th>${this.chargerId ? nothing : html`<th>Station</th>`}<th>From</th><th>Message</th><th>Took</th><th></th></tr></thead>
        <tbody>
          ${(this.items ?? []).map(
            (entry) => html`<tr>
              <td title=${time(entry.at)}>${clock(entry.at)}</td>
              ${this.chargerId ? nothing : html`<td>${link(`/chargers/${id(entry.chargerId)}`, entry.chargerId)}</td>`}
              <td>${entry.caller === 'Charger' ? 'station' : 'Galvan'}</td>
              <td><details><summary>${entry.action ?? (/^(GET|CONNECT) /.test(entry.request) ? 'connection' : 'not understood')}</summary>${entry.messageId ? html`<small>${entry.messageId}</small>` : nothing}<pre>${pretty(entry.request)}</pre>${entry.response ? html`<pre>${pretty(entry.response)}</pre>` : nothing}${entry.deviations ? html`<h3>Repaired or refused</h3><pre>${pretty(entry.deviations)}</pre>` : nothing}</details></td>
              <td>${entry.durationUs === undefined ? '' : `${(entry.durationUs / 1000).toFixed(1)} ms`}</td>
              <td>${entry.errorCode ? html`<span class="chip Faulted">${entry.errorCode}</span>` : nothing}${entry.deviations && !entry.errorCode ? html`<span class="chip Preparing">repaired</span>` : nothing}</td>
            </tr>`,
          )}
        </tbody>
      </table>
      ${this.foot('No messages.')}
    </section>`;
  }
}
customElements.define('galvan-messages', Messages);
