// The configuration of one station, as it last told it.

import { get, id, may } from './api.js';
import { Element, chip, html, nothing } from './element.js';
import { ask } from './form.js';
import { time } from './format.js';

class Configuration extends Element {
  static properties = { chargerId: { attribute: false }, send: { attribute: false }, keys: { state: true }, search: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    this.keys = (await this.attempt(() => get(`/chargers/${id(this.chargerId)}/configuration`)))?.keys ?? [];
  }

  onEvent(event) {
    if (event.chargerId === this.chargerId && event.type === 'charger_updated') this.load();
  }

  async read() {
    await this.attempt(() => this.send('GetConfiguration', {}), 'Read');
    this.load();
  }

  async change(key) {
    await ask({
      title: `Change ${key.key}`,
      action: 'Change',
      fields: [{ name: 'value', label: 'Value', value: key.value, required: true, maxLength: 500 }],
      submit: (values) => this.send('ChangeConfiguration', { key: key.key, value: values.value }),
    });
    this.load();
  }

  render() {
    const wanted = (this.search ?? '').toLowerCase();
    return html`<section class="card">
      <header class="page"><h2>Configuration, as last read</h2>${may('Operator') ? html`<button class="primary" data-testid="read-configuration" @click=${this.read}>Read from the station</button>` : nothing}</header>
      <input type="search" placeholder="Search keys" aria-label="Search keys" @input=${(event) => (this.search = event.target.value)} />
      <table data-testid="configuration">
        <thead><tr><th>Key</th><th>Value</th><th></th><th>Read</th></tr></thead>
        <tbody>
          ${(this.keys ?? [])
            .filter((key) => key.key.toLowerCase().includes(wanted))
            .map(
              (key) => html`<tr>
                <td>${key.key}</td><td>${key.value ?? ''} ${key.rebootRequired ? chip('Reboot required') : nothing}</td>
                <td>${key.readonly ? 'read-only' : may('Operator') ? html`<button class="small" @click=${() => this.change(key)}>Change</button>` : nothing}</td><td>${time(key.updatedAt)}</td>
              </tr>`,
            )}
        </tbody>
      </table>
      ${this.keys?.length === 0 ? html`<p class="empty">Nothing was read yet.</p>` : nothing}
    </section>`;
  }
}
customElements.define('galvan-configuration', Configuration);
