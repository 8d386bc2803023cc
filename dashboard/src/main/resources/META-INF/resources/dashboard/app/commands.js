// Every command of the API as a form made from the API's own description, and the history of what was sent.

import { get, id, may, openapi } from './api.js';
import { Element, chip, html, nothing } from './element.js';
import { ask, fieldsOf } from './form.js';
import { time } from './format.js';

const PREFIX = '/chargers/{chargerId}/commands/';

class Commands extends Element {
  static properties = { chargerId: { attribute: false }, send: { attribute: false }, history: { state: true }, next: { state: true }, contract: { state: true } };

  async connectedCallback() {
    super.connectedCallback();
    this.load();
    this.contract = await openapi();
  }

  async load() {
    const page = await this.attempt(() => get(`/chargers/${id(this.chargerId)}/commands?limit=50`));
    this.history = page?.items ?? [];
    this.next = page?.next;
  }

  async more() {
    const page = await this.attempt(() => get(`/chargers/${id(this.chargerId)}/commands?limit=50&cursor=${id(this.next)}`));
    this.history = [...this.history, ...(page?.items ?? [])];
    this.next = page?.next;
  }

  onEvent(event) {
    if (event.type === 'command_completed' && event.chargerId === this.chargerId) this.load();
  }

  async open(action, operation) {
    const content = operation.requestBody.content['application/json'];
    const schema = this.contract.components.schemas[content.schema.$ref.split('/').pop()];
    await ask({
      title: action,
      text: operation.summary,
      action: 'Send',
      fields: fieldsOf(schema, this.contract, content.example),
      submit: (values) => this.send(action, values),
    });
    this.load();
  }

  render() {
    const actions = Object.entries(this.contract?.paths ?? {})
      .filter(([path, operations]) => path.startsWith(PREFIX) && operations.post)
      .map(([path, operations]) => [path.slice(PREFIX.length), operations.post]);
    return html`${may('Operator')
        ? html`<section class="card"><h2>Send a command</h2><div class="buttons">
            ${actions.map(([action, operation]) => html`<button title=${operation.summary} data-testid="command-${action}" @click=${() => this.open(action, operation)}>${action}</button>`)}
          </div></section>`
        : nothing}
      <section class="card">
        <h2>History</h2>
        <table data-testid="command-history">
          <thead><tr><th>Time</th><th>Command</th><th>Result</th><th>By</th></tr></thead>
          <tbody>
            ${(this.history ?? []).map(
              (command) => html`<tr>
                <td>${time(command.createdAt)}</td>
                <td><details><summary>${command.action}</summary><pre>${JSON.stringify(command.request, null, 2)}</pre>${command.response ? html`<pre>${JSON.stringify(command.response, null, 2)}</pre>` : nothing}</details></td>
                <td>${chip(command.state)} ${command.status ?? ''} ${command.errorCode ?? ''} ${command.errorDescription ?? ''}</td>
                <td>${command.requestedBy ?? ''}</td>
              </tr>`,
            )}
          </tbody>
        </table>
        ${this.history?.length === 0 ? html`<p class="empty">Nothing was sent yet.</p>` : nothing}
        ${this.next ? html`<button @click=${this.more}>More</button>` : nothing}
      </section>`;
  }
}
customElements.define('galvan-commands', Commands);

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
