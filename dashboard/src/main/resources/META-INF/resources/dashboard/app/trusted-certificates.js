// Certificates that are kept: roots by which contracts are verified, and roots for stations to hold.

import { call, get, hand, id, may } from './api.js';
import { chip, html, link, nothing } from './element.js';
import { ask } from './form.js';
import { time } from './format.js';
import { List } from './list.js';

const PATH = '/trusted-certificates';
const SOON_DAYS = 60;
const DAY_MS = 86400000;
export const PEM = 'application/x-pem-file';

const USES = {
  V2GRootCertificate: 'charging by ISO 15118',
  MORootCertificate: 'contracts of a mobility operator',
  OEMRootCertificate: 'vehicles',
  CSMSRootCertificate: 'the central system, for stations',
  ManufacturerRootCertificate: "firmware of a stations' manufacturer, for stations",
  SubCertificate: 'between a root and its certificates',
};

/** Until when a certificate is valid, marked when that is soon or over. */
export function validity(validTo) {
  if (!validTo) return '–';
  const days = Math.floor((Date.parse(validTo) - Date.now()) / DAY_MS);
  if (days < 0) return html`${time(validTo)} <span class="chip Failed">expired</span>`;
  return days < SOON_DAYS ? html`${time(validTo)} <span class="chip Expired">${days === 1 ? '1 day' : `${days} days`} left</span>` : time(validTo);
}

/** What a station of this version calls a root of this use; undefined when it knows none such. */
function typeOf(use, version) {
  if (version === 'V1_6') return { CSMSRootCertificate: 'CentralSystemRootCertificate', ManufacturerRootCertificate: use }[use];
  return use === 'SubCertificate' || (use === 'OEMRootCertificate' && version === 'V2_0_1') ? undefined : use;
}

/** Asks for a station and has it install a root; gives the command. */
export async function install(certificate, use, name) {
  const stations = await get('/chargers?limit=500').catch(() => ({ items: [] }));
  return ask({
    title: 'Install in a station',
    text: name,
    action: 'Send',
    fields: [{ name: 'chargerId', label: 'Station', required: true, suggestions: stations.items.map((one) => one.id), testid: 'install-station' }],
    submit: async ({ chargerId }) => {
      const charger = await get(`/chargers/${id(chargerId)}`);
      const version = charger.version ?? charger.defaultVersion;
      const certificateType = typeOf(use, version);
      if (!certificateType) throw new Error(`A station of OCPP ${version?.slice(1).replaceAll('_', '.') ?? 'an unknown version'} does not hold a ${use}`);
      return call('POST', `/chargers/${id(chargerId)}/commands`, { action: 'InstallCertificate', request: { certificateType, certificate } });
    },
  });
}

/** What an installation came to, in words. */
export const installed = (command) => html`InstallCertificate at ${link(`/chargers/${id(command.chargerId)}`, command.chargerId)}: ${chip(command.state)} ${command.status ?? command.errorDescription ?? ''}`;

/** A file as PEM: DER, which many tools write, is put into it. */
async function pemOf(file) {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const text = new TextDecoder().decode(bytes);
  if (text.includes('-----BEGIN')) return text;
  const lines = btoa(String.fromCharCode(...bytes.slice(0, 10000))).match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

class TrustedCertificates extends List {
  static properties = { ...List.properties, told: { state: true } };

  get path() {
    return PATH;
  }

  /** All at once: the list has no pages, so what is shown is chosen here. */
  async fetch() {
    return get(PATH);
  }

  shown() {
    return (this.items ?? []).filter((one) => !this.filter.use || one.use === this.filter.use);
  }

  async add() {
    const added = await ask({
      title: 'Add a certificate',
      text: 'One that certifies others. Added again, it changes its use.',
      action: 'Add',
      testid: 'dialog-certificate',
      fields: [
        { name: 'use', label: 'Use', type: 'select', options: Object.keys(USES), value: 'MORootCertificate', required: true, testid: 'certificate-use', help: Object.entries(USES).map(([use, words]) => `${use}: ${words}`).join(' · ') },
        { name: 'file', label: 'File', type: 'file', testid: 'certificate-file', help: 'PEM or DER.' },
        { name: 'certificate', label: 'Or its text', type: 'textarea', maxLength: 10000, help: 'PEM: from BEGIN CERTIFICATE to END CERTIFICATE.' },
      ],
      submit: async ({ use, file, certificate }) => {
        if (!file && !certificate) throw new Error('Choose a file or paste the text');
        return call('POST', PATH, { use, certificate: file ? await pemOf(file) : certificate });
      },
    });
    if (added) this.load();
  }

  async openRemove(one) {
    const removed = await ask({
      title: 'Delete the certificate?',
      text: `${one.subject}. What it certifies is trusted no more; stations keep what they hold.`,
      action: 'Delete',
      danger: true,
      submit: () => call('DELETE', `${PATH}/${id(one.fingerprint)}`).then(() => true),
    });
    if (removed) this.load();
  }

  async install(one) {
    const command = await install(one.certificate, one.use, one.subject);
    if (command) this.told = installed(command);
  }

  row(one) {
    return html`<tr data-testid="trusted-${one.fingerprint.slice(0, 12)}">
      <td><details><summary>${one.subject}</summary><p class="meta">SHA-256 <code>${one.fingerprint}</code></p><pre>${one.certificate}</pre></details></td>
      <td>${one.use} <div><small>${USES[one.use]}${one.own ? '; made by Galvan' : ''}</small></div></td>
      <td>${validity(one.validTo)}</td>
      <td><div class="actions"><button class="small" @click=${() => hand(new Blob([one.certificate], { type: PEM }), `${one.fingerprint.slice(0, 12)}.pem`)}>Download</button>
        ${may('Operator') && one.use !== 'SubCertificate' ? html`<button class="small" @click=${() => this.install(one)}>Install in a station</button>` : nothing}
        ${may('Operator') && !one.own ? html`<button class="small danger" @click=${() => this.openRemove(one)}>Delete</button>` : nothing}</div></td>
    </tr>`;
  }

  render() {
    const shown = this.shown();
    const soon = shown.filter((one) => Date.parse(one.validTo) - Date.now() < SOON_DAYS * DAY_MS).length;
    return html`<section class="card">
      <header class="page"><div><h2>Trusted certificates</h2><p class="meta">By them contracts of vehicles are verified; stations can be given the roots.</p></div>
        <div class="filters">${this.choice('use', 'All uses', Object.keys(USES))}
          ${may('Operator') ? html`<button class="primary" data-testid="add-certificate" @click=${this.add}>Add a certificate</button>` : nothing}</div></header>
      ${this.told ? html`<p class="result" role="status" data-testid="install-told">${this.told}</p>` : nothing}
      ${soon ? html`<p class="error" role="status" data-testid="expiring">${soon === 1 ? 'One expires' : `${soon} expire`} within ${SOON_DAYS} days, or did already.</p>` : nothing}
      ${shown.length ? html`<table data-testid="trusted"><thead><tr><th>Subject</th><th>Use</th><th>Valid until</th><th></th></tr></thead><tbody>${shown.map((one) => this.row(one))}</tbody></table>` : nothing}
      ${this.foot('')}
      ${this.items && !this.problem && !shown.length ? html`<p class="empty">No certificates of this use.</p>` : nothing}
    </section>`;
  }
}
customElements.define('galvan-trusted-certificates', TrustedCertificates);
