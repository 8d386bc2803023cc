// Certificates: the authority and what stations want signed; the security of one station.

import './connection-attempts.js';
import { call, get, hand, id, may } from './api.js';
import { Element, chip, html, link, nothing } from './element.js';
import { ask } from './form.js';
import { time } from './format.js';
import { List } from './list.js';
import { PEM, install, installed, validity } from './trusted-certificates.js';

const STATES = ['Pending', 'Signed', 'Rejected', 'Installed'];
const PROFILES = ['0: whatever it comes with', '1: password', '2: TLS and password', '3: TLS and client certificate'];

class SigningRequests extends List {
  get path() {
    return '/signing-requests';
  }

  connectedCallback() {
    if (this.chargerId) this.filter = { chargerId: this.chargerId };
    super.connectedCallback();
  }

  onEvent(event) {
    const signed = event.type === 'command_completed' && event.command.action === 'CertificateSigned';
    if (signed || event.type === 'reconnected' || event.type === 'security_event' || event.type === 'charger_updated') this.later();
  }

  async sign(one) {
    await this.attempt(() => call('POST', `${this.path}/${id(one.id)}/sign`), 'Signed');
    this.load();
  }

  async reject(one) {
    const rejected = await ask({
      title: `Reject the request of ${one.chargerId}?`,
      action: 'Reject',
      danger: true,
      fields: [{ name: 'reason', label: 'Why', required: true, maxLength: 500 }],
      submit: (values) => call('POST', `${this.path}/${id(one.id)}/reject`, values).then(() => true),
    });
    if (rejected) this.load();
  }

  render() {
    const own = Boolean(this.chargerId);
    return html`<section class="card">
      <header class="page"><h2>Signing requests</h2><div class="filters">${own ? nothing : this.search('chargerId', 'Station')} ${this.choice('state', 'All states', STATES)}</div></header>
      <table data-testid="signing-requests">
        <thead><tr><th>Time</th>${own ? nothing : html`<th>Station</th>`}<th>Subject</th><th>State</th><th></th></tr></thead>
        <tbody>${(this.items ?? []).map(
          (one) => html`<tr><td>${time(one.createdAt)}</td>${own ? nothing : html`<td>${link(`/chargers/${id(one.chargerId)}`, one.chargerId)}</td>`}
            <td><details><summary>${one.subject ?? 'not readable'} ${one.algorithm ?? ''}</summary><pre>${one.csr}</pre></details></td><td>${chip(one.state)} ${one.reason ?? ''}</td>
            <td>${one.state === 'Pending' && may('Operator') ? html`<div class="actions"><button class="small" @click=${() => this.sign(one)}>Sign</button><button class="small danger" @click=${() => this.reject(one)}>Reject</button></div>` : nothing}</td></tr>`,
        )}</tbody>
      </table>
      ${this.foot('No requests.')}
    </section>`;
  }
}
customElements.define('galvan-signing-requests', SigningRequests);

class Certificates extends Element {
  static properties = { authority: { state: true }, problem: { state: true }, told: { state: true } };

  async connectedCallback() {
    super.connectedCallback();
    try {
      this.authority = await get('/certificate-authority');
    } catch (problem) {
      this.problem = problem.status === 404 ? 'This server does not offer this.' : problem.message;
    }
  }

  async install(one) {
    const command = await install(one.certificate, 'CSMSRootCertificate', one.subject);
    if (command) this.told = installed(command);
  }

  root(one) {
    return html`<article class="card">
      <header class="page"><h2>${one.subject} ${chip(one.algorithm)}</h2><div class="actions">${may('Operator') ? html`<button data-testid="install-root-${one.algorithm}" @click=${() => this.install(one)}>Install in a station</button>` : nothing}
        <button @click=${() => hand(new Blob([one.certificate], { type: PEM }), `galvan-root-${one.algorithm.toLowerCase()}.pem`)}>Download</button></div></header>
      <p class="meta">Valid until ${validity(one.validTo)}. Install it in stations as their central system's root.</p>
      <details><summary>PEM</summary><pre>${one.certificate}</pre></details>
    </article>`;
  }

  render() {
    return html`<header class="page"><h1>Certificates</h1></header>
      ${(this.authority?.roots ?? []).map((one) => this.root(one))}
      ${this.problem ? html`<p class="empty">${this.problem}</p>` : nothing}
      ${this.told ? html`<p class="result" role="status" data-testid="root-told">${this.told}</p>` : nothing}
      <galvan-trusted-certificates></galvan-trusted-certificates>
      <galvan-signing-requests></galvan-signing-requests>`;
  }
}
customElements.define('galvan-certificates', Certificates);

/** The security tab of one station. */
class ChargerSecurity extends Element {
  static properties = { chargerId: { attribute: false }, charger: { attribute: false }, open: { attribute: false }, held: { state: true }, problem: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    try {
      this.held = await get(`/chargers/${id(this.chargerId)}/certificates`);
    } catch (problem) {
      this.problem = problem.status === 404 ? 'This server does not offer this.' : problem.message;
    }
  }

  onEvent(event) {
    if (event.type === 'command_completed' && event.chargerId === this.chargerId && /Certificate/.test(event.command.action)) this.load();
  }

  async profile() {
    const now = this.charger.securityProfile ?? 0;
    await ask({
      title: 'Least security profile',
      text: 'Connections with less are refused from then on. Change the station first.',
      action: 'Set',
      fields: [{ name: 'profile', label: 'At least', type: 'select', options: PROFILES, value: PROFILES[now], required: true }],
      submit: ({ profile }) => call('PUT', `/chargers/${id(this.chargerId)}/security-profile`, { profile: PROFILES.indexOf(profile) }).then(() => true),
    });
  }

  async confirmSecrets() {
    await ask({
      title: 'Secrets over a connection that proved nothing',
      text: 'This connection showed neither password nor certificate: it may be anybody who knows the identity. For one hour, commands that hold a secret, such as a new password, will be sent over it, and whoever holds it gets them.',
      action: 'Allow for an hour',
      fields: [],
      submit: () => call('POST', `/chargers/${id(this.chargerId)}/unproven-secrets`).then(() => true),
    });
  }

  async openRemove({ hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber }) {
    await this.open('DeleteCertificate', { certificateHashData: { hashAlgorithm, issuerNameHash, issuerKeyHash, serialNumber } });
    this.load();
  }

  list(heading, items) {
    return html`<section class="card"><h2>${heading}</h2>
      ${items?.length
        ? html`<table><thead><tr><th>Subject</th><th>Serial number</th><th>Valid until</th><th></th></tr></thead>
            <tbody>${items.map(
              (one) => html`<tr><td>${one.subject ?? one.certificateType ?? ''} ${one.certificateType && one.subject ? html`<small>${one.certificateType}</small>` : nothing}</td><td><code>${one.serialNumber ?? ''}</code></td>
                <td>${one.supersededAt ? time(one.validTo) : validity(one.validTo)} ${one.supersededAt ? chip('superseded') : nothing} ${one.usedAt ? html`<small>first used ${time(one.usedAt)}</small>` : nothing}</td>
                <td>${one.certificate ? html`<button class="small" @click=${() => hand(new Blob([one.certificate], { type: PEM }), `${this.chargerId}-${one.serialNumber}.pem`)}>Download</button>` : nothing}
                  ${one.issuerKeyHash && may('Operator') ? html`<button class="small danger" @click=${() => this.openRemove(one)}>Delete</button>` : nothing}</td></tr>`,
            )}</tbody></table>`
        : html`<p class="empty">${this.problem ?? 'None that Galvan knows of.'}</p>`}
    </section>`;
  }

  render() {
    const { held } = this;
    return html`<section class="card">
        <header class="page"><h2>Security profile</h2>
          ${may('Operator')
            ? html`<div class="actions"><button class="primary" data-testid="set-profile" @click=${this.profile}>Change</button>
                ${this.charger.connectionSecurityProfile === 0 ? html`<button data-testid="confirm-secrets" @click=${this.confirmSecrets}>Allow secrets</button>` : nothing}
                ${['GetInstalledCertificateIds', 'InstallCertificate', 'DeleteCertificate'].map((action) => html`<button @click=${() => this.open(action).then(() => this.load())}>${action}</button>`)}
                <button @click=${() => this.open('ExtendedTriggerMessage', { requestedMessage: 'SignChargePointCertificate' })}>Renew its certificate</button></div>`
            : nothing}</header>
        <p>At least ${PROFILES[this.charger.securityProfile ?? 0]}.${this.charger.connectionSecurityProfile === undefined ? nothing : html` Its connection has profile ${PROFILES[this.charger.connectionSecurityProfile]}.`}</p>
      </section>
      ${this.list('Client certificates signed for it', held?.clientCertificates)}
      ${this.list('Root certificates in it', held?.installed)}
      <galvan-signing-requests .chargerId=${this.chargerId}></galvan-signing-requests>
      <galvan-connection-attempts .chargerId=${this.chargerId}></galvan-connection-attempts>
      <galvan-security-events .chargerId=${this.chargerId}></galvan-security-events>`;
  }
}
customElements.define('galvan-charger-security', ChargerSecurity);
