// Keys of programs: who has one, what it may do, when it was used; made, shown once, changed, revoked.

import { call, id } from './api.js';
import { chip, html, nothing, say } from './element.js';
import { ask } from './form.js';
import { time } from './format.js';
import { List } from './list.js';

const ROLES = ['Viewer', 'Operator'];

const fields = (key = {}) => [
  { name: 'name', label: 'Name', required: true, maxLength: 100, value: key.name, help: 'The program or system that uses it.' },
  { name: 'role', label: 'May', type: 'select', options: ROLES, required: true, value: key.role ?? 'Viewer', help: 'A viewer reads; an operator also commands and changes. Users and keys are for admins alone.' },
  { name: 'expiresAt', label: 'Valid until', type: 'datetime', value: key.expiresAt, help: 'Empty is until it is revoked.' },
  { name: 'requestsPerMinute', label: 'Requests a minute', type: 'number', min: 1, max: 60000, value: key.requestsPerMinute ?? 600 },
];

const expired = (key) => key.expiresAt && new Date(key.expiresAt) <= new Date();

class ApiKeys extends List {
  static properties = { ...List.properties, shown: { state: true } };

  get path() {
    return '/api-keys';
  }

  async create() {
    const made = await ask({ title: 'New API key', action: 'Create', testid: 'new-api-key', fields: fields(), submit: (values) => call('POST', '/api-keys', values) });
    if (made) this.show(made);
  }

  /** The key stands on the page until it is put away: it cannot be shown again. */
  show(made) {
    this.shown = made;
    this.load();
  }

  async copy() {
    try {
      await navigator.clipboard.writeText(this.shown.key);
      say('Copied');
    } catch {
      // Without TLS, or without leave, a browser lets no page write there.
      const range = document.createRange();
      range.selectNodeContents(this.querySelector('[data-testid="api-key-shown"]'));
      getSelection().removeAllRanges();
      getSelection().addRange(range);
      say('The key is marked; copy it with your keyboard.');
    }
  }

  async edit(key) {
    const saved = await ask({ title: key.name, action: 'Save', fields: fields(key), submit: (values) => call('PUT', `/api-keys/${id(key.id)}`, values) });
    if (saved) this.load();
  }

  async rotate(key) {
    const made = await ask({
      title: `New secret for ${key.name}?`,
      text: 'The present key is refused from then on; the program needs the new one.',
      action: 'New secret',
      danger: true,
      submit: () => call('POST', `/api-keys/${id(key.id)}/rotate`),
    });
    if (made) this.show(made);
  }

  async openRevoke(key) {
    const revoked = await ask({
      title: `Revoke ${key.name}?`,
      text: 'Within two seconds the key, its tokens and its streams are good no longer. This cannot be undone.',
      action: 'Revoke',
      danger: true,
      submit: () => call('DELETE', `/api-keys/${id(key.id)}`).then(() => true),
    });
    if (!revoked) return;
    if (this.shown?.apiKey.id === key.id) this.shown = undefined;
    this.load();
  }

  once() {
    if (!this.shown) return nothing;
    return html`<section class="card" role="status">
      <h2>The key of ${this.shown.apiKey.name}</h2>
      <p>Copy it now: it is not stored and cannot be shown again.</p>
      <pre data-testid="api-key-shown">${this.shown.key}</pre>
      <div class="actions"><button class="primary" @click=${this.copy} data-testid="api-key-copy">Copy</button><button @click=${() => (this.shown = undefined)} data-testid="api-key-done">Done</button></div>
    </section>`;
  }

  row(key) {
    return html`<tr>
      <td>${key.name}</td>
      <td><code>${key.prefix}</code></td>
      <td>${chip(key.role)}</td>
      <td>${expired(key) ? chip('Expired') : nothing} ${key.expiresAt ? time(key.expiresAt) : 'no end'}</td>
      <td>${key.lastUsedAt ? time(key.lastUsedAt) : 'never'}</td>
      <td>${key.requestsPerMinute}</td>
      <td>${time(key.createdAt)} by ${key.createdBy}</td>
      <td><button class="small" @click=${() => this.edit(key)}>Edit</button> <button class="small" @click=${() => this.rotate(key)}>New secret</button> <button class="small danger" @click=${() => this.openRevoke(key)}>Revoke</button></td>
    </tr>`;
  }

  render() {
    return html`<header class="page"><h1>API keys</h1><button class="primary" @click=${this.create} data-testid="api-key-create">New API key</button></header>
      ${this.once()}
      <section class="card">
        <div class="filters">${this.search('search', 'Name or beginning of the key')}</div>
        <table data-testid="api-keys">
          <thead><tr><th>Name</th><th>Begins with</th><th>Role</th><th>Until</th><th>Last used</th><th>A minute</th><th>Made</th><th></th></tr></thead>
          <tbody>${(this.items ?? []).map((key) => this.row(key))}</tbody>
        </table>
        ${this.foot('No program has a key.')}
      </section>`;
  }
}
customElements.define('galvan-api-keys', ApiKeys);
