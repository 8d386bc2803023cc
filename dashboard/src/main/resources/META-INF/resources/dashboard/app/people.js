import { call, changePassword, get, id, signOut } from './api.js';
import { Element, chip, html, nothing } from './element.js';
import { ask } from './form.js';
import { time } from './format.js';

const ROLES = ['Admin', 'Operator', 'Viewer', 'Driver'];

class People extends Element {
  static properties = { users: { state: true }, mails: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    this.users = (await this.attempt(() => get('/users?limit=500')))?.items ?? [];
    this.mails = (await this.attempt(() => get('/mails?limit=50')))?.items ?? [];
  }

  onEvent(event) {
    if (event.type === 'user_created') {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.load(), 500);
    }
  }

  async create() {
    const created = await ask({
      title: 'New user',
      action: 'Create',
      fields: [
        { name: 'email', label: 'E-mail', type: 'email', required: true },
        { name: 'name', label: 'Name', required: true },
        { name: 'role', label: 'Role', type: 'select', options: ROLES, value: 'Viewer', required: true },
        { name: 'password', label: 'Password', type: 'password', required: true, help: 'At least 10 characters.' },
      ],
      submit: (values) => call('POST', '/users', values),
    });
    if (created) this.load();
  }

  async edit(user) {
    const saved = await ask({
      title: user.email,
      action: 'Save',
      fields: [
        { name: 'name', label: 'Name', value: user.name, required: true },
        { name: 'role', label: 'Role', type: 'select', options: ROLES, value: user.role, required: true },
        { name: 'password', label: 'New password', type: 'password', help: 'Empty keeps the old one.' },
      ],
      submit: (values) => call('PATCH', `/users/${id(user.id)}`, values),
    });
    if (saved) this.load();
  }

  async openRemove(user) {
    const removed = await ask({
      title: `Delete ${user.email}?`,
      action: 'Delete',
      danger: true,
      submit: async () => {
        await call('DELETE', `/users/${id(user.id)}`);
        return true;
      },
    });
    if (removed) this.load();
  }

  async openSignOut(user) {
    await ask({
      title: `Sign out ${user.email}?`,
      text: 'Everywhere: their pages and programs must sign in again.',
      action: 'Sign out',
      danger: true,
      submit: () => call('DELETE', `/users/${id(user.id)}/sessions`).then(() => true),
    });
  }

  render() {
    return html`<header class="page"><h1>Users</h1><button class="primary" @click=${this.create}>New user</button></header>
      <section class="card">
        <table data-testid="users">
          <thead><tr><th>E-mail</th><th>Name</th><th>Role</th><th>Last sign-in</th><th></th></tr></thead>
          <tbody>${(this.users ?? []).map((user) => html`<tr><td>${user.email}</td><td>${user.name}</td><td>${chip(user.role)}</td><td>${time(user.lastSignInAt)}</td><td><button class="small" @click=${() => this.edit(user)}>Edit</button> <button class="small" @click=${() => this.openSignOut(user)}>Sign out</button> <button class="small danger" @click=${() => this.openRemove(user)}>Delete</button></td></tr>`)}</tbody>
        </table>
      </section>
      <section class="card">
        <h2>Mails</h2>
        <table data-testid="mails">
          <thead><tr><th>Time</th><th>To</th><th>Subject</th><th>State</th></tr></thead>
          <tbody>${(this.mails ?? []).map((mail) => html`<tr><td>${time(mail.createdAt)}</td><td>${mail.recipient}</td><td><details><summary>${mail.subject}</summary><pre>${mail.text}</pre></details></td><td>${chip(mail.state)} ${mail.lastError ?? ''}</td></tr>`)}</tbody>
        </table>
        ${this.mails?.length === 0 ? html`<p class="empty">No mails.</p>` : nothing}
      </section>`;
  }
}
customElements.define('galvan-people', People);

/** One's own account, and all that somebody without a role over stations sees. */
class Me extends Element {
  static properties = { sessions: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    this.sessions = (await this.attempt(() => get('/users/me/sessions')))?.items ?? [];
  }

  async password() {
    await ask({
      title: 'Change my password',
      action: 'Change',
      fields: [
        { name: 'oldPassword', label: 'Old password', type: 'password', required: true },
        { name: 'newPassword', label: 'New password', type: 'password', required: true, help: 'At least 10 characters.' },
      ],
      submit: ({ oldPassword, newPassword }) => changePassword(oldPassword, newPassword).then(() => true),
    });
    this.load();
  }

  async everywhere() {
    const done = await ask({
      title: 'Sign out everywhere?',
      text: 'Every page and program that is signed in as you must sign in again, this page too.',
      action: 'Sign out everywhere',
      danger: true,
      submit: () => call('DELETE', '/users/me/sessions').then(() => true),
    });
    if (done) signOut();
  }

  render() {
    return html`<header class="page"><h1>My account</h1><button @click=${this.password}>Change my password</button></header>
      <section class="card">
        <h2>Where I am signed in</h2>
        <table data-testid="sessions">
          <thead><tr><th>Last used</th><th>Since</th><th>Address</th><th>Program</th></tr></thead>
          <tbody>${(this.sessions ?? []).map((one) => html`<tr><td>${time(one.lastUsedAt)}${one.current ? html` ${chip('This page')}` : nothing}</td><td>${time(one.createdAt)}</td><td>${one.address}</td><td>${one.userAgent}</td></tr>`)}</tbody>
        </table>
        <p><button class="danger" @click=${this.everywhere} data-testid="sign-out-everywhere">Sign out everywhere</button></p>
      </section>`;
  }
}
customElements.define('galvan-me', Me);
