// Policies: how Galvan treats stations. A station's own value counts, else its site's, else the system's.

import { call, get, id, may } from './api.js';
import { Element, html, nothing } from './element.js';
import { ask } from './form.js';
import { label } from './schema.js';

const MEASURANDS = [
  'Energy.Active.Import.Register', 'Power.Active.Import', 'SoC', 'Current.Import', 'Voltage', 'Temperature', 'Power.Offered', 'Current.Offered', 'Energy.Active.Import.Interval',
  'Energy.Active.Export.Register', 'Energy.Active.Export.Interval', 'Energy.Reactive.Import.Register', 'Energy.Reactive.Export.Register', 'Energy.Reactive.Import.Interval',
  'Energy.Reactive.Export.Interval', 'Power.Active.Export', 'Power.Reactive.Import', 'Power.Reactive.Export', 'Power.Factor', 'Current.Export', 'Frequency', 'RPM',
];
const yesNo = (description) => ({ type: 'boolean', description, always: true });
const count = (title, description) => ({ type: 'integer', minimum: 0, title, description, always: true });

const POLICY = {
  type: 'object',
  name: 'Policy',
  properties: {
    freeVending: yesNo('Tokens that nobody stored may charge too; blocked and expired ones may not.'),
    heartbeatIntervalS: count('Heartbeat interval, seconds', 'How often a station without other traffic says that it is there.'),
    sampleIntervalS: count('Meter sample interval, seconds', 'Between two meter values of a transaction.'),
    clockAlignedIntervalS: count('Clock-aligned interval, seconds', 'Between two meter values by the clock; 0 is none.'),
    triggerBootAfterS: count('Ask for a boot after, seconds', 'Of a station that has never booted here and connects; 0 is never.'),
    takeInventory: yesNo('Ask a station of 2.x for its whole device model when its firmware is new.'),
    askForTransactions: yesNo('Ask a station of 2.x for transactions of which something is missing.'),
    vehicles: {
      type: 'object',
      name: 'Vehicles',
      description: 'How vehicles charge that speak with their station by ISO 15118.',
      properties: {
        chargingPlans: { type: 'string', enum: ['Automatic', 'Manual', 'None'], description: 'Whether a vehicle that tells its needs gets a charging profile of the system, one of the operator, or none.', always: true },
        energyTransfers: { type: 'array', items: { type: 'string', maxLength: 20 }, description: 'The ways in which energy may flow, such as AC_three_phase or DC_BPT; none named: every way.' },
      },
    },
    measurands: { type: 'array', items: { type: 'string', maxLength: 100 }, description: 'What stations measure, the most wanted first.' },
    offline: {
      type: 'object',
      name: 'Offline',
      description: 'What a station does while it has no connection.',
      properties: {
        localAuthorizeOffline: yesNo('Let known tokens in while offline.'),
        localPreAuthorize: yesNo('Start before Galvan has answered.'),
        allowOfflineTxForUnknownId: yesNo('Let unknown tokens in while offline.'),
        stopTransactionOnInvalidId: yesNo('Stop a transaction whose token turns out to be refused.'),
      },
    },
  },
};

/** What a field of a policy sets in stations: the keys of 1.6, and the variables of 2.x that mean the same. */
const SETS = [
  ['heartbeatIntervalS', 'HeartbeatInterval', 'OCPPCommCtrlr.HeartbeatInterval'],
  ['sampleIntervalS', 'MeterValueSampleInterval', 'SampledDataCtrlr.TxUpdatedInterval'],
  ['clockAlignedIntervalS', 'ClockAlignedDataInterval', 'AlignedDataCtrlr.Interval'],
  ['measurands', 'MeterValuesSampledData', 'SampledDataCtrlr.TxUpdatedMeasurands'],
  ['measurands', 'MeterValuesAlignedData', 'AlignedDataCtrlr.Measurands'],
  ['localAuthorizeOffline', 'LocalAuthorizeOffline', 'AuthCtrlr.LocalAuthorizeOffline'],
  ['localPreAuthorize', 'LocalPreAuthorize', 'AuthCtrlr.LocalPreAuthorize'],
  ['allowOfflineTxForUnknownId', 'AllowOfflineTxForUnknownId', 'AuthCtrlr.OfflineTxForUnknownIdEnabled'],
  ['stopTransactionOnInvalidId', 'StopTransactionOnInvalidId', 'TxCtrlr.StopTxOnInvalidId'],
];
const FIELDS = { ...POLICY.properties, ...POLICY.properties.offline.properties };
for (const [name, field] of Object.entries(FIELDS)) {
  const own = SETS.filter((one) => one[0] === name);
  if (own.length) field.description += ` Sets ${own.map((one) => one[1]).join(', ')}; in 2.x ${own.map((one) => one[2]).join(', ')}.`;
}

const mapping = html`<section class="card">
  <h2>What a policy sets in stations</h2>
  <p class="meta">After a boot and when the policy changes, where a station has something else.</p>
  <table data-testid="policy-mapping"><thead><tr><th>Policy</th><th>OCPP 1.6</th><th>OCPP 2.0.1 and 2.1</th></tr></thead>
    <tbody>${SETS.map(([name, key, variable]) => html`<tr><td>${FIELDS[name].title ?? label(name)}</td><td><code>${key}</code></td><td><code>${variable}</code></td></tr>`)}</tbody></table>
</section>`;

/** A policy as rows of name and value; what it leaves open is left out. */
function rows(policy, schema = POLICY) {
  return Object.entries(schema.properties).flatMap(([name, part]) => {
    const value = policy?.[name];
    if (value === undefined || value === null) return [];
    if (part.properties) return rows(value, part);
    return [[part.title ?? label(name), Array.isArray(value) ? value.join(', ') || 'none' : value === true ? 'yes' : value === false ? 'no' : value]];
  });
}

const table = (policy, empty) => {
  const all = rows(policy);
  return all.length ? html`<dl class="details">${all.map(([name, value]) => html`<dt>${name}</dt><dd>${value}</dd>`)}</dl>` : html`<p class="empty">${empty}</p>`;
};

/** Shows one policy and lets it be changed; `path` is where it lies in the API. */
class PolicyCard extends Element {
  static properties = { path: {}, heading: {}, policy: { state: true }, effective: { state: true }, problem: { state: true } };

  willUpdate(changed) {
    if (changed.has('path')) this.load();
  }

  async load() {
    const { path } = this;
    try {
      const policy = await get(path);
      if (path === this.path) Object.assign(this, { policy, problem: undefined });
    } catch (problem) {
      if (path === this.path) Object.assign(this, { policy: undefined, problem });
    }
    this.dispatchEvent(new CustomEvent('policy', { bubbles: true }));
  }

  async edit() {
    const value = structuredClone(this.policy ?? {});
    const known = Object.fromEntries(Object.keys(POLICY.properties).filter((name) => value[name] !== undefined && value[name] !== null).map((name) => [name, value[name]]));
    const saved = await ask({
      title: this.heading,
      text: 'What is left empty is inherited.',
      action: 'Save',
      schema: POLICY,
      value: known,
      suggestions: { measurands: MEASURANDS },
      submit: async (values) => {
        await call('PUT', this.path, values);
        return true;
      },
    });
    if (saved) this.load();
  }

  async clear() {
    const cleared = await ask({ title: `Inherit everything: ${this.heading}?`, action: 'Clear', danger: true, submit: () => call('DELETE', this.path).then(() => true) });
    if (cleared) this.load();
  }

  render() {
    return html`<section class="card" data-testid="policy">
      <header class="page"><h2>${this.heading}</h2>
        ${may('Operator') ? html`<div class="actions"><button class="primary" data-testid="edit-policy" @click=${this.edit}>Change</button>${rows(this.policy).length ? html`<button @click=${this.clear}>Clear</button>` : nothing}</div>` : nothing}</header>
      ${this.problem && this.problem.status !== 404 ? html`<p class="error">${this.problem.message}</p>` : table(this.policy, 'Nothing of its own: everything is inherited.')}
    </section>`;
  }
}
customElements.define('galvan-policy', PolicyCard);

class Policies extends Element {
  static properties = { fallback: { state: true }, sites: { state: true }, site: { state: true }, problem: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    try {
      this.fallback = await get('/policies/default');
    } catch (problem) {
      this.problem = problem.status === 404 ? 'This server does not offer this.' : problem.message;
    }
    const stations = await this.attempt(() => get('/chargers?limit=500'));
    this.sites = [...new Set((stations?.items ?? []).map((one) => one.site).filter(Boolean))].sort();
  }

  choose(event) {
    event.preventDefault();
    this.site = new FormData(event.target).get('site').trim();
  }

  render() {
    return html`<header class="page"><div><h1>Policies</h1><p class="meta">A station's own value counts, else its site's, else the system's. A station's own is on its page.</p></div></header>
      <section class="card"><h2>The system's</h2>${this.problem ? html`<p class="empty">${this.problem}</p>` : table(this.fallback, 'Loading …')}</section>
      <section class="card">
        <h2>Of a site</h2>
        <form class="filters" @submit=${this.choose}>
          <input name="site" list="known-sites" placeholder="Site" aria-label="Site" required data-testid="policy-site" />
          <datalist id="known-sites">${(this.sites ?? []).map((site) => html`<option value=${site}></option>`)}</datalist>
          <button class="primary">Show</button>
        </form>
      </section>
      ${this.site ? html`<galvan-policy .path=${`/sites/${id(this.site)}/policy`} .heading=${`Site ${this.site}`}></galvan-policy>` : nothing}
      ${mapping}`;
  }
}
customElements.define('galvan-policies', Policies);

/** A station's own policy, and what holds for it all in all. */
class ChargerPolicy extends Element {
  static properties = { chargerId: { attribute: false }, effective: { state: true } };

  async load() {
    try {
      this.effective = await get(`/chargers/${id(this.chargerId)}/policy/effective`);
    } catch {
      this.effective = undefined;
    }
  }

  render() {
    return html`<galvan-policy .path=${`/chargers/${id(this.chargerId)}/policy`} .heading=${`Of ${this.chargerId} itself`} @policy=${this.load}></galvan-policy>
      <section class="card"><h2>What holds for it</h2>${table(this.effective?.policy ?? this.effective, 'Not known.')}</section>`;
  }
}
customElements.define('galvan-charger-policy', ChargerPolicy);
