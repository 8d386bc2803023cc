// Firmware images, and the maintenance of one station: its firmware updates and its uploads.

import { call, download, get, id, may, query, upload } from './api.js';
import { Element, chip, html, link, nothing } from './element.js';
import { ask } from './form.js';
import { bytes, inSeconds, time } from './format.js';
import { List } from './list.js';

const KINDS = ['Diagnostics', 'DiagnosticsLog', 'SecurityLog', 'DataCollectorLog'];
const POLL_MS = 5000;

class Firmware extends List {
  get path() {
    return '/firmware';
  }

  async add() {
    const added = await ask({
      title: 'Upload firmware',
      action: 'Upload',
      fields: [
        { name: 'file', label: 'File', type: 'file', required: true, testid: 'firmware-file' },
        { name: 'name', label: 'Name', maxLength: 100, help: 'Empty takes the name of the file. Stations see it at the end of the URL.' },
        { name: 'version', label: 'Version', maxLength: 50 },
        { name: 'vendor', label: 'Vendor', maxLength: 50 },
        { name: 'model', label: 'Model', maxLength: 50 },
      ],
      submit: ({ file, name, ...rest }) => upload(`/firmware${query({ name: name ?? file.name, ...rest })}`, file),
    });
    if (added) this.load();
  }

  async openRemove(one) {
    const removed = await ask({ title: `Delete ${one.name}?`, text: 'Stations that have not fetched it yet will not find it.', action: 'Delete', danger: true, submit: () => call('DELETE', `/firmware/${id(one.id)}`).then(() => true) });
    if (removed) this.load();
  }

  async start(one) {
    const stations = await this.attempt(() => get('/chargers?limit=200'));
    const update = await askUpdate({ firmware: [one], stations: stations?.items.map((station) => station.id) });
    if (update) this.told = html`Update of ${link(`/chargers/${id(update.chargerId)}`, update.chargerId)}: ${chip(update.state)}`;
    this.requestUpdate();
  }

  render() {
    return html`<header class="page"><div><h1>Firmware</h1><p class="meta">Images that stations fetch from here.</p></div>
        ${may('Operator') ? html`<button class="primary" data-testid="upload-firmware" @click=${this.add}>Upload</button>` : nothing}</header>
      ${this.told ? html`<p class="result" role="status">${this.told}</p>` : nothing}
      <section class="card">
        <table data-testid="firmware">
          <thead><tr><th>Name</th><th>Version</th><th>For</th><th>Size</th><th>SHA-256</th><th>Uploaded</th><th></th></tr></thead>
          <tbody>${(this.items ?? []).map(
            (one) => html`<tr>
              <td>${one.name}</td><td>${one.version ?? ''}</td><td>${[one.vendor, one.model].filter(Boolean).join(' ')}</td><td>${bytes(one.size)}</td><td><code title=${one.sha256}>${one.sha256?.slice(0, 12)}…</code></td><td>${time(one.createdAt)}</td>
              <td>${may('Operator')
                ? html`<div class="actions"><button class="small" @click=${() => this.start(one)}>Update a station</button>
                    <a class="button small" href="/campaigns/new${query({ action: 'UpdateFirmware', location: one.url, vendor: one.vendor, model: one.model })}">Update many</a>
                    <button class="small danger" @click=${() => this.openRemove(one)}>Delete</button></div>`
                : nothing}</td>
            </tr>`,
          )}</tbody>
        </table>
        ${this.foot('No firmware was uploaded yet.')}
      </section>`;
  }
}
customElements.define('galvan-firmware', Firmware);

/** Asks for what a firmware update needs and starts it. */
function askUpdate({ chargerId, stations, firmware }) {
  const names = firmware.map((one) => `${one.name} ${one.version ?? ''} (${one.id.slice(0, 8)})`);
  return ask({
    title: 'Update the firmware',
    action: 'Start',
    fields: [
      ...(chargerId ? [] : [{ name: 'station', label: 'Station', required: true, suggestions: stations }]),
      { name: 'image', label: 'Firmware', type: 'select', options: names, value: names[0], help: 'Or a URL below.' },
      { name: 'location', label: 'URL elsewhere', maxLength: 512, help: 'Instead of firmware from here.', testid: 'update-location' },
      { name: 'retrieveAt', label: 'Fetch from', type: 'datetime', value: inSeconds() },
      { name: 'installAt', label: 'Install from', type: 'datetime', help: 'Only signed updates know this.' },
      { name: 'retries', label: 'Retries', type: 'number', min: 0 },
      { name: 'retryIntervalS', label: 'Seconds between them', type: 'number', min: 0 },
      { name: 'signature', label: 'Signature', type: 'textarea', maxLength: 800, help: 'Base64. With it and the certificate the update is a signed one.' },
      { name: 'signingCertificate', label: 'Signing certificate', type: 'textarea', maxLength: 5500, help: 'PEM.' },
    ],
    submit: ({ station, image, location, ...values }) => {
      const source = location ? { location } : { firmwareId: firmware[names.indexOf(image)]?.id };
      return call('POST', `/chargers/${id(chargerId ?? station)}/firmware-updates`, { ...source, ...values });
    },
  });
}

class Updates extends List {
  get path() {
    return `/chargers/${id(this.chargerId)}/firmware-updates`;
  }

  onEvent(event) {
    if (event.chargerId === this.chargerId && ['charger_updated', 'command_completed', 'charger_booted'].includes(event.type)) this.later();
  }

  async start() {
    const firmware = (await this.attempt(() => get('/firmware?limit=100')))?.items ?? [];
    if (await askUpdate({ chargerId: this.chargerId, firmware })) this.load();
  }

  render() {
    return html`<section class="card">
      <header class="page"><h2>Firmware updates</h2>${may('Operator') ? html`<button class="primary" data-testid="start-update" @click=${this.start}>Update</button>` : nothing}</header>
      <table data-testid="firmware-updates">
        <thead><tr><th>Started</th><th>From</th><th>State</th><th>Progress</th></tr></thead>
        <tbody>${(this.items ?? []).map(
          (one) => html`<tr><td>${time(one.createdAt)}</td><td class="long">${one.location} ${one.signed ? chip('signed') : nothing}</td><td>${chip(one.state)}</td>
            <td>${(one.history ?? []).map((step) => html`<div><small>${time(step.at)}</small> ${step.status}</div>`)}</td></tr>`,
        )}</tbody>
      </table>
      ${this.foot('None yet.')}
    </section>`;
  }
}
customElements.define('galvan-updates', Updates);

class Uploads extends List {
  get path() {
    return `/chargers/${id(this.chargerId)}/uploads`;
  }

  connectedCallback() {
    super.connectedCallback();
    // A file's arrival is no event of the station; who waits for one sees it soon all the same.
    this.timer = setInterval(() => this.items?.some((one) => ['Requested', 'Uploading'].includes(one.state)) && this.load(), POLL_MS);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  onEvent(event) {
    if (event.chargerId === this.chargerId && ['charger_updated', 'command_completed'].includes(event.type)) this.later();
  }

  async request() {
    const made = await ask({
      title: 'Have diagnostics uploaded',
      action: 'Ask the station',
      fields: [
        { name: 'kind', label: 'What', type: 'select', options: KINDS, value: 'Diagnostics', required: true, help: 'DiagnosticsLog and SecurityLog need the security extension in 1.6; DataCollectorLog needs 2.1.' },
        { name: 'from', label: 'From', type: 'datetime', value: inSeconds(-86400) },
        { name: 'to', label: 'To', type: 'datetime', value: inSeconds() },
        { name: 'location', label: 'Elsewhere', maxLength: 512, help: 'Empty: it comes here. Else a URL, for example ftp://…' },
        { name: 'retries', label: 'Retries', type: 'number', min: 0 },
        { name: 'retryIntervalS', label: 'Seconds between them', type: 'number', min: 0 },
      ],
      submit: (values) => call('POST', this.path, values),
    });
    if (made) this.load();
  }

  render() {
    return html`<section class="card">
      <header class="page"><h2>Diagnostics and logs</h2>${may('Operator') ? html`<button class="primary" data-testid="request-upload" @click=${this.request}>Have one uploaded</button>` : nothing}</header>
      <table data-testid="uploads">
        <thead><tr><th>Asked</th><th>What</th><th>State</th><th>File</th><th></th></tr></thead>
        <tbody>${(this.items ?? []).map(
          (one) => html`<tr><td>${time(one.createdAt)}</td><td>${one.kind}</td><td>${chip(one.state)} ${one.status ?? ''}</td>
            <td class="long">${one.fileName ?? one.location} ${one.size === undefined ? nothing : html`<small>${bytes(one.size)}, ${time(one.receivedAt)}</small>`}</td>
            <td>${one.size === undefined ? nothing : html`<button class="small" @click=${() => this.attempt(() => download(`/uploads/${id(one.id)}/content`, one.fileName ?? `${this.chargerId}-${one.id}`))}>Download</button>`}</td></tr>`,
        )}</tbody>
      </table>
      ${this.foot('None yet.')}
    </section>`;
  }
}
customElements.define('galvan-uploads', Uploads);

class Maintenance extends Element {
  static properties = { chargerId: { attribute: false } };

  render() {
    return html`<galvan-updates .chargerId=${this.chargerId}></galvan-updates>
      <galvan-uploads .chargerId=${this.chargerId}></galvan-uploads>
      <galvan-notices .chargerId=${this.chargerId}></galvan-notices>`;
  }
}
customElements.define('galvan-maintenance', Maintenance);
