// Charging profiles: templates for many stations, and what one station was given.

import { call, get, id, may } from './api.js';
import { steps } from './charts.js';
import { chip, html, nothing } from './element.js';
import { ask } from './form.js';
import { time } from './format.js';
import { List } from './list.js';

const TEMPLATE = {
  type: 'object',
  name: 'Template',
  required: ['name', 'purpose', 'kind', 'stackLevel', 'chargingRateUnit', 'periods'],
  properties: {
    name: { type: 'string', maxLength: 100, description: 'What operators call it.' },
    purpose: { type: 'string', enum: ['ChargePointMaxProfile', 'TxDefaultProfile', 'TxProfile'], description: 'ChargePointMaxProfile limits the station (2.x: ChargingStationMaxProfile), TxDefaultProfile every transaction, TxProfile one transaction.' },
    kind: { type: 'string', enum: ['Absolute', 'Recurring', 'Relative'], description: 'Absolute: from a fixed time. Recurring: again every day or week. Relative: from the start of the transaction.' },
    recurrencyKind: { type: 'string', enum: ['Daily', 'Weekly'], description: 'For a recurring profile.', always: true },
    stackLevel: { type: 'integer', minimum: 0, description: 'Of two profiles the one with the higher level counts.' },
    chargingRateUnit: { type: 'string', enum: ['A', 'W'], description: 'Unit of the limits.' },
    periods: {
      type: 'array',
      description: 'The limits, each from its second on.',
      items: {
        type: 'object',
        name: 'ChargingSchedulePeriod',
        required: ['startPeriod', 'limit'],
        properties: {
          startPeriod: { type: 'integer', minimum: 0, title: 'From second' },
          limit: { type: 'number', multipleOf: 0.1, minimum: 0 },
          numberPhases: { type: 'integer', minimum: 1, maximum: 3, title: 'Phases', always: true },
        },
      },
    },
    startSchedule: { type: 'string', format: 'date-time', description: 'Where the seconds begin; not for a relative profile.' },
    durationS: { type: 'integer', minimum: 1, title: 'Duration, seconds' },
    validFrom: { type: 'string', format: 'date-time' },
    validTo: { type: 'string', format: 'date-time' },
    minChargingRate: { type: 'number', multipleOf: 0.1, minimum: 0, description: 'Below this the vehicle charges inefficiently.' },
  },
};
const FRESH = () => ({ purpose: 'TxDefaultProfile', kind: 'Relative', stackLevel: 0, chargingRateUnit: 'A', periods: [{ startPeriod: 0, limit: 16 }] });
const PATH = '/charging-profile-templates';

const isFirst = (charger) => (charger.version ?? charger.defaultVersion ?? 'V1_6') === 'V1_6';

/** A template's periods as a chart: hours from its start. */
const plot = (template) =>
  steps(template.periods.map((period) => [period.startPeriod / 3600, period.limit]), template.durationS ? template.durationS / 3600 : template.recurrencyKind === 'Weekly' ? 168 : template.recurrencyKind === 'Daily' ? 24 : undefined, template.chargingRateUnit, 'h');

class Templates extends List {
  get path() {
    return PATH;
  }

  async edit(template) {
    // Only what a person may set goes back.
    const value = template ? Object.fromEntries(Object.keys(TEMPLATE.properties).filter((name) => template[name] !== undefined && template[name] !== null).map((name) => [name, structuredClone(template[name])])) : FRESH();
    const saved = await ask({
      title: template ? template.name : 'New charging profile',
      action: 'Save',
      schema: TEMPLATE,
      value,
      submit: (values) => (template ? call('PUT', `${PATH}/${id(template.id)}`, values) : call('POST', PATH, values)),
    });
    if (saved) this.load();
  }

  async openRemove(template) {
    const removed = await ask({ title: `Delete ${template.name}?`, text: 'Stations keep what they were given.', action: 'Delete', danger: true, submit: () => call('DELETE', `${PATH}/${id(template.id)}`).then(() => true) });
    if (removed) this.load();
  }

  async apply(template) {
    const stations = await this.attempt(() => get('/chargers?limit=200'));
    const command = await applyTo(template, undefined, stations?.items.map((one) => one.id));
    if (command) this.told = html`${template.name}: ${chip(command.state)} ${command.status ?? ''}`;
    this.requestUpdate();
  }

  render() {
    return html`<header class="page"><div><h1>Charging profiles</h1><p class="meta">Templates that can be given to any station, in the words of its version.</p></div>
        ${may('Operator') ? html`<button class="primary" data-testid="new-template" @click=${() => this.edit()}>New profile</button>` : nothing}</header>
      ${this.told ? html`<p class="result" role="status" data-testid="template-told">${this.told}</p>` : nothing}
      <section class="cards">
        ${(this.items ?? []).map(
          (one) => html`<article class="card" data-testid="template">
            <header class="page"><h2>${one.name}</h2>${chip(one.purpose)}</header>
            <p class="meta">${one.kind} ${one.recurrencyKind ?? ''} · level ${one.stackLevel}${one.validTo ? ` · until ${time(one.validTo)}` : ''}</p>
            <galvan-chart class="small" label="Limits of ${one.name}" .option=${plot(one)}></galvan-chart>
            ${may('Operator') ? html`<div class="actions"><button class="small" data-testid="give-${one.name}" @click=${() => this.apply(one)}>Give to a station</button><button class="small" @click=${() => this.edit(one)}>Edit</button><button class="small danger" @click=${() => this.openRemove(one)}>Delete</button></div>` : nothing}
          </article>`,
        )}
      </section>
      ${this.foot('No profiles yet.')}`;
  }
}
customElements.define('galvan-templates', Templates);

/** Asks where a template goes and sends it there; `template` or `chargerId` may be left to choose. */
async function applyTo(template, charger, stations, templates) {
  return ask({
    title: template ? `Give ${template.name} to a station` : 'Give a profile',
    action: 'Send',
    fields: [
      ...(charger ? [] : [{ name: 'chargerId', label: 'Station', required: true, suggestions: stations, testid: 'apply-station' }]),
      ...(template ? [] : [{ name: 'templateName', label: 'Profile', type: 'select', options: templates.map((one) => one.name), required: true, testid: 'apply-name' }]),
      { name: 'evseId', label: 'Connector or EVSE', type: 'number', min: 0, value: 0, required: true, testid: 'apply-evse', help: '0 is the whole station; a TxProfile needs the one it charges at.' },
      { name: 'transactionId', label: 'Transaction', type: 'number', min: 1, suggestions: charger?.runningTransactions.map((one) => one.id), help: 'Only for a TxProfile; stations of 2.x ask for it.' },
    ],
    submit: ({ chargerId, templateName, ...values }) => {
      const templateId = (template ?? templates.find((one) => one.name === templateName)).id;
      return call('POST', `/chargers/${id(charger?.id ?? chargerId)}/charging-profiles`, { templateId, ...values });
    },
  });
}

/** The profiles of one station, and the limits that result. */
class ChargerProfiles extends List {
  static properties = { charger: { attribute: false }, open: { attribute: false }, schedule: { state: true }, busy: { state: true } };

  get path() {
    return `/chargers/${id(this.chargerId)}/charging-profiles`;
  }

  /** All of them come at once. */
  fetch() {
    return get(this.path);
  }

  onEvent(event) {
    if (event.type === 'command_completed' && event.chargerId === this.chargerId && /ChargingProfile/.test(event.command.action)) this.later();
  }

  async apply() {
    const templates = (await this.attempt(() => get(`${PATH}?limit=200`)))?.items;
    if (templates && (await applyTo(undefined, this.charger, undefined, templates))) this.load();
  }

  async clear(one) {
    await this.open('ClearChargingProfile', isFirst(this.charger) ? { id: one.profileId } : { chargingProfileId: one.profileId });
    this.load();
  }

  async plan(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.schedule = await this.attempt(() =>
      call('POST', `/chargers/${id(this.chargerId)}/composite-schedule`, { evseId: Number(form.get('evseId')), durationS: Math.round(Number(form.get('hours')) * 3600), chargingRateUnit: form.get('unit') }),
    );
    this.busy = false;
  }

  curve() {
    const { points, chargingRateUnit } = this.schedule;
    return steps(points.map((point) => [Date.parse(point.at), point.limit ?? null]), undefined, chargingRateUnit);
  }

  place() {
    return isFirst(this.charger) ? 'Connector' : 'EVSE';
  }

  render() {
    return html`<section class="card">
        <header class="page"><h2>Profiles this station was given</h2>
          ${may('Operator') ? html`<div class="actions"><button class="primary" data-testid="apply-template" @click=${this.apply}>Give a profile</button><button @click=${() => this.open('SetChargingProfile').then(() => this.load())}>Set one by hand</button><button @click=${() => this.open('ClearChargingProfile').then(() => this.load())}>Clear</button></div>` : nothing}</header>
        <table data-testid="charger-profiles">
          <thead><tr><th>No.</th><th>${this.place()}</th><th>Purpose</th><th>Level</th><th>Transaction</th><th>Set</th><th></th></tr></thead>
          <tbody>${(this.items ?? []).map(
            (one) => html`<tr>
              <td><details><summary>${one.profileId}</summary><pre>${JSON.stringify(one.profile, null, 2)}</pre></details></td>
              <td>${one.evseId === 0 ? 'station' : one.evseId}</td><td>${one.purpose} ${one.source ? chip(one.source) : nothing}</td><td>${one.stackLevel}</td><td>${one.transactionId ? html`<a href="/transactions/${one.transactionId}">${one.transactionId}</a>` : (one.stationTransactionId ?? '')}</td><td>${time(one.setAt)}</td>
              <td>${may('Operator') ? html`<button class="small" @click=${() => this.clear(one)}>Clear</button>` : nothing}</td>
            </tr>`,
          )}</tbody>
        </table>
        ${this.foot('None that Galvan knows of.')}
      </section>
      <section class="card">
        <h2>Limits that result</h2>
        <form class="filters" @submit=${this.plan}>
          <label class="inline"><span>${this.place()}</span><input name="evseId" type="number" min="0" value="1" required data-testid="schedule-evse" /></label>
          <label class="inline"><span>Hours ahead</span><input name="hours" type="number" min="0.1" max="168" step="any" value="24" required /></label>
          <label class="inline"><span>Unit</span><select name="unit"><option>A</option><option>W</option></select></label>
          ${may('Operator') ? html`<button class="primary" ?disabled=${this.busy} data-testid="composite-schedule">${this.busy ? 'Asking the station …' : 'Ask the station'}</button>` : nothing}
        </form>
        ${this.schedule
          ? this.schedule.points?.length
            ? html`<galvan-chart data-testid="schedule-chart" label="Composite schedule" .option=${this.curve()}></galvan-chart>`
            : html`<p class="empty">The station answered ${chip(this.schedule.status)} without a schedule.</p>`
          : nothing}
      </section>`;
  }
}
customElements.define('galvan-charger-profiles', ChargerProfiles);
