// The device model of one station of OCPP 2.x: its variables, the reports that told of them, its network profiles.

import { call, get, id, may } from './api.js';
import { Element, chip, html, nothing, say } from './element.js';
import { ask } from './form.js';
import { time } from './format.js';
import { List } from './list.js';

const ACTUAL = 'Actual';

/** How people name a variable: Component[instance] EVSE 1/2 · Variable[instance]. */
export const place = (name) => `${name.component}${name.componentInstance ? `[${name.componentInstance}]` : ''}${name.evseId ? ` · EVSE ${name.evseId}${name.connectorId ? `/${name.connectorId}` : ''}` : ''}`;
export const title = (name) => `${name.variable}${name.variableInstance ? `[${name.variableInstance}]` : ''}`;
const options = (told) => (told?.valuesList ?? '').split(',').map((one) => one.trim()).filter(Boolean);
const members = (value) => (value ?? '').split(',').map((one) => one.trim()).filter(Boolean);

/** The inputs that fit a variable's type, and how a value is read from them. */
export function inputs(told, attribute) {
  const value = attribute?.value;
  const type = told?.dataType?.toLowerCase() ?? 'string';
  const all = options(told);
  const one = (field) => ({ fields: [{ name: 'value', label: told?.unit ? `Value in ${told.unit}` : 'Value', value, testid: 'variable-value', ...field }], read: (values) => String(values.value ?? '') });
  if (attribute?.secret) return one({ type: 'password', required: true, help: 'It is sent to the station and kept nowhere.' });
  if (type === 'boolean') return one({ type: 'checkbox', value: value?.toLowerCase() === 'true', label: 'Switched on' });
  if (type === 'integer' || type === 'decimal') return one({ type: 'number', required: true, min: told.minLimit, max: told.maxLimit, help: bounds(told) });
  if (type === 'datetime') return one({ type: 'datetime', required: true });
  if (type === 'optionlist' && all.length) return one({ type: 'select', options: all, required: true });
  if (type === 'memberlist' && all.length) {
    const chosen = new Set(members(value));
    return { fields: all.map((option) => ({ name: option, label: option, type: 'checkbox', value: chosen.has(option) })), read: (values) => all.filter((option) => values[option]).join(',') };
  }
  if (type === 'sequencelist' && all.length) {
    const chosen = members(value);
    const places = Array.from({ length: Math.min(told.maxElements ?? Math.max(all.length, chosen.length), 20) }, (_, i) => `${i + 1}.`);
    return { fields: places.map((name, i) => ({ name: `place${i}`, label: name, type: 'select', options: all, value: chosen[i] })), read: (values) => places.map((_, i) => values[`place${i}`]).filter(Boolean).join(',') };
  }
  return one({ maxLength: told?.maxLimit ?? 2500, help: all.length ? `One of ${all.join(', ')}` : undefined });
}

const bounds = ({ minLimit, maxLimit }) => (minLimit === undefined && maxLimit === undefined ? undefined : `${minLimit ?? '…'} to ${maxLimit ?? '…'}`);

class DeviceVariables extends List {
  get path() {
    return `/chargers/${id(this.chargerId)}/variables`;
  }

  onEvent(event) {
    if (event.type === 'reconnected' || (event.chargerId === this.chargerId && event.type === 'charger_updated')) this.later();
  }

  async change(variable, attribute) {
    const { fields, read } = inputs(variable.characteristics, attribute);
    await ask({
      title: `${place(variable.name)} · ${title(variable.name)}`,
      text: attribute.type === ACTUAL ? undefined : attribute.type,
      action: 'Set',
      fields,
      submit: async (values) => {
        const answer = await call('POST', this.path, { variables: [{ ...variable.name, attributeType: attribute.type, value: read(values) }] });
        const said = answer.items[0];
        if (!said) throw new Error(answer.commands[0]?.errorDescription ?? 'The station did not answer');
        if (!['Accepted', 'RebootRequired'].includes(said.status)) throw new Error(`The station says ${said.status}${said.reason ? `: ${said.reason}` : ''}`);
        say(said.status === 'Accepted' ? 'Set' : 'Set; it is in force after a reboot');
        return said;
      },
    });
    this.load();
  }

  async read() {
    const variables = (this.items ?? []).map((one) => one.name).slice(0, 500);
    await this.attempt(() => call('POST', `${this.path}/read`, { variables }), 'Read');
    this.load();
  }

  async report() {
    const asked = await ask({
      title: 'Ask for a report',
      action: 'Ask',
      fields: [{ name: 'reportBase', label: 'Which', type: 'select', options: ['FullInventory', 'ConfigurationInventory', 'SummaryInventory'], value: 'FullInventory', required: true }],
      submit: (values) => call('POST', `/chargers/${id(this.chargerId)}/device-reports`, { kind: 'Variables', ...values }),
    });
    if (asked) this.dispatchEvent(new CustomEvent('asked', { bubbles: true }));
  }

  attribute(variable, attribute) {
    const settable = attribute.mutability !== 'ReadOnly' && !attribute.constant;
    return html`<p class="line">${attribute.type === ACTUAL ? nothing : html`<small>${attribute.type}</small>`}
      ${attribute.secret ? '•••' : (attribute.value ?? html`<span class="empty">not known</span>`)} ${variable.characteristics?.unit ?? ''}
      ${attribute.rebootRequired ? chip('Reboot required') : nothing}
      ${settable && may('Operator') ? html`<button class="small" data-testid="set-${variable.name.variable}" @click=${() => this.change(variable, attribute)}>Set</button>` : nothing}</p>`;
  }

  render() {
    let last;
    return html`<section class="card">
      <header class="page"><h2>Variables</h2>
        <div class="actions">${may('Operator') ? html`<button data-testid="read-variables" ?disabled=${!this.items?.length} @click=${this.read}>Read these from the station</button><button class="primary" data-testid="ask-report" @click=${this.report}>Ask for a report</button>` : nothing}</div></header>
      <div class="filters">${this.search('q', 'Part of a name or a value')} ${this.search('component', 'Component')} ${this.search('evseId', 'EVSE')}</div>
      <table data-testid="variables">
        <thead><tr><th>Component</th><th>Variable</th><th>Value</th><th>Type</th><th>Known since</th></tr></thead>
        <tbody>${(this.items ?? []).map((one) => {
          const component = place(one.name);
          const same = component === last;
          last = component;
          return html`<tr><td>${same ? nothing : html`<strong>${component}</strong>`}</td><td>${title(one.name)}</td>
            <td>${one.attributes.map((attribute) => this.attribute(one, attribute))}</td>
            <td>${one.characteristics?.dataType ?? ''} ${one.characteristics?.supportsMonitoring ? html`<small>can be monitored</small>` : nothing}</td><td>${time(one.attributes[0]?.updatedAt)}</td></tr>`;
        })}</tbody>
      </table>
      ${this.foot('None are known. Ask for a report.')}
    </section>`;
  }
}
customElements.define('galvan-variables', DeviceVariables);

class DeviceModel extends Element {
  static properties = { chargerId: { attribute: false }, reports: { state: true }, profiles: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  onEvent(event) {
    if (event.chargerId === this.chargerId && event.type === 'charger_updated') this.load();
  }

  async load() {
    const path = `/chargers/${id(this.chargerId)}`;
    const [reports, profiles] = await Promise.all([this.attempt(() => get(`${path}/device-reports`)), this.attempt(() => get(`${path}/network-profiles`))]);
    this.reports = reports?.items ?? [];
    this.profiles = profiles?.items ?? [];
  }

  render() {
    return html`<galvan-variables .chargerId=${this.chargerId} @asked=${this.load}></galvan-variables>
      <section class="card"><h2>Reports</h2>
        <table data-testid="device-reports">
          <thead><tr><th>No.</th><th>Of</th><th>State</th><th>Told</th><th>Missing parts</th><th>Asked</th><th>Last heard</th></tr></thead>
          <tbody>${(this.reports ?? []).map((one) => html`<tr><td>${one.requestId}</td><td>${one.base ?? one.kind}</td><td>${chip(one.state)} ${one.status && one.status !== 'Accepted' ? one.status : ''}</td><td>${one.items} in ${one.parts} parts</td><td>${one.missing}</td><td>${time(one.requestedAt)}</td><td>${time(one.updatedAt)}</td></tr>`)}</tbody>
        </table>
        ${this.reports?.length === 0 ? html`<p class="empty">None came yet.</p>` : nothing}
      </section>
      ${this.profiles?.length
        ? html`<section class="card"><h2>Network profiles</h2>
            <table data-testid="network-profiles"><thead><tr><th>Slot</th><th>URL</th><th>Interface</th><th>Security profile</th><th>Since</th></tr></thead>
              <tbody>${this.profiles.map((one) => html`<tr><td>${one.slot}</td><td>${one.profile.ocppCsmsUrl}</td><td>${one.profile.ocppInterface}</td><td>${one.profile.securityProfile}</td><td>${time(one.updatedAt)}</td></tr>`)}</tbody></table>
          </section>`
        : nothing}`;
  }
}
customElements.define('galvan-device-model', DeviceModel);
