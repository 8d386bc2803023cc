// Variables across the fleet: the values that stations have, what they should be, and the repair.

import { call, get, id, may, query } from './api.js';
import { Element, chip, html, link, nothing, say } from './element.js';
import { place, title } from './device-model.js';
import { ask } from './form.js';
import { List } from './list.js';

class FleetVariables extends List {
  static properties = { ...List.properties, values: { state: true } };

  get path() {
    return '/variables';
  }

  async fetch(cursor, limit = 50) {
    const { component, variable } = this.filter;
    if (!component || !variable) return { items: [] };
    const page = await get(this.path + query({ ...this.filter, limit, cursor }));
    if (!cursor) this.values = page.values;
    return page;
  }

  wanted() {
    const { component, variable, value } = this.filter;
    this.dispatchEvent(new CustomEvent('wanted', { bubbles: true, detail: { component, variable, value } }));
  }

  render() {
    const most = Math.max(1, ...(this.values ?? []).map((one) => one.stations));
    return html`<section class="card">
      <h2>Find a variable</h2>
      <div class="filters">${this.search('component', 'Component')} ${this.search('variable', 'Variable')} ${this.search('value', 'Value, exactly')}
        ${may('Operator') && this.items?.length ? html`<button data-testid="want" @click=${this.wanted}>Say what it should be</button>` : nothing}</div>
      ${this.values?.length && this.filter.variable
        ? html`<table data-testid="value-counts"><thead><tr><th>Value</th><th>Stations</th><th></th></tr></thead>
            <tbody>${this.values.map((one) => html`<tr><td>${one.value ?? html`<em>not known</em>`}</td><td>${one.stations}</td><td><meter min="0" max=${most} value=${one.stations}></meter></td></tr>`)}</tbody></table>`
        : nothing}
      <table data-testid="fleet-variables">
        <thead><tr><th>Station</th><th>Component</th><th>Variable</th><th>Value</th></tr></thead>
        <tbody>${(this.items ?? []).map((one) => html`<tr><td>${link(`/chargers/${id(one.chargerId)}`, one.chargerId)}</td><td>${place(one.name)}</td><td>${title(one.name)}</td><td>${one.value ?? ''}</td></tr>`)}</tbody>
      </table>
      ${this.foot(this.filter.component && this.filter.variable ? 'No station has it.' : 'Name a component and a variable, such as OCPPCommCtrlr and HeartbeatInterval.')}
    </section>`;
  }
}
customElements.define('galvan-fleet-variables', FleetVariables);

class Drift extends List {
  static properties = { ...List.properties, setId: { attribute: false }, version: { attribute: false }, counts: { state: true } };

  get path() {
    return `/wanted-variables/${id(this.setId)}/drift`;
  }

  /** The set was changed. */
  updated(changed) {
    if (changed.get('version')) this.load();
  }

  onEvent(event) {
    if (event.type === 'campaign_updated' || event.type === 'reconnected') this.later(1000);
  }

  async fetch(cursor, limit) {
    const page = await super.fetch(cursor, limit);
    this.counts = page;
    return page;
  }

  async repair() {
    const made = await ask({
      title: `Repair ${this.counts?.differing ?? ''} stations?`,
      text: 'A campaign sets what differs, one for each kind of difference.',
      action: 'Repair',
      fields: [{ name: 'parallelism', label: 'Stations at a time', type: 'number', min: 1, max: 200, value: 10, required: true }, { name: 'wait', label: 'Wait a day for stations that are not connected', type: 'checkbox' }],
      submit: ({ parallelism, wait }) => call('POST', `/wanted-variables/${id(this.setId)}/repair`, { parallelism, ...(wait ? { whenOffline: 'wait', expiresInS: 86400 } : {}) }),
    });
    if (made) {
      say(made.campaigns.length ? `${made.campaigns.length} campaigns for ${made.stations} stations` : 'Nothing can be set');
      this.campaigns = made.campaigns;
      this.load();
    }
  }

  render() {
    const { stations, unknown, differing } = this.counts ?? {};
    return html`<p data-testid="drift-counts">${differing ?? '…'} of ${stations ?? '…'} stations differ${unknown ? `; of ${unknown} nothing is known` : ''}.
        ${may('Operator') && differing ? html`<button class="primary" data-testid="repair" @click=${this.repair}>Repair</button>` : nothing}
        ${(this.campaigns ?? []).map((one) => html` ${link(`/campaigns/${id(one.id)}`, one.name)}`)}</p>
      <table data-testid="drift">
        <thead><tr><th>Station</th><th>Component</th><th>Variable</th><th>Has</th><th>Wanted</th><th></th></tr></thead>
        <tbody>${(this.items ?? []).map((one) => html`<tr><td>${link(`/chargers/${id(one.chargerId)}`, one.chargerId)}</td><td>${place(one.name)}</td><td>${title(one.name)}</td><td>${one.value ?? ''}</td><td>${one.wanted}</td><td>${chip(one.difference)}</td></tr>`)}</tbody>
      </table>
      ${this.foot('All are as wanted.')}`;
  }
}
customElements.define('galvan-drift', Drift);

class WantedSets extends List {
  static properties = { ...List.properties, open: { state: true } };

  get path() {
    return '/wanted-variables';
  }

  /** One variable at a time; more are added to the set later. */
  async edit(set, preset = {}) {
    const saved = await ask({
      title: set ? `Add to ${set.name}` : 'What a variable should be',
      action: 'Save',
      fields: [
        ...(set
          ? []
          : [
              { name: 'name', label: 'Name', required: true, maxLength: 200, testid: 'wanted-name' },
              { name: 'site', label: 'Site', maxLength: 200, help: 'Empty: any.' },
              { name: 'vendor', label: 'Vendor', maxLength: 200 },
              { name: 'model', label: 'Model', maxLength: 200 },
            ]),
        { name: 'component', label: 'Component', value: preset.component, required: true, maxLength: 50 },
        { name: 'evseId', label: 'EVSE', type: 'number', min: 0, help: 'Empty: wherever the station has the component.' },
        { name: 'variable', label: 'Variable', value: preset.variable, required: true, maxLength: 50 },
        { name: 'variableInstance', label: 'Instance', maxLength: 50 },
        { name: 'value', label: 'Value', value: preset.value, required: true, maxLength: 2500, testid: 'wanted-value' },
      ],
      submit: ({ name, site, vendor, model, ...variable }) =>
        set ? call('PUT', `/wanted-variables/${id(set.id)}`, { ...this.data(set), variables: [...this.data(set).variables, variable] }) : call('POST', '/wanted-variables', { name, site, vendor, model, variables: [variable] }),
    });
    if (saved) {
      this.open = saved.id;
      this.load();
    }
  }

  data({ name, site, vendor, model, variables }) {
    return { name, site, vendor, model, variables: variables.map(({ type: attributeType, ...one }) => ({ ...one, attributeType })) };
  }

  async remove(set) {
    const gone = await ask({ title: `Remove ${set.name}?`, text: 'The stations stay as they are.', action: 'Remove', danger: true, submit: async () => { await call('DELETE', `/wanted-variables/${id(set.id)}`); return true; } });
    if (gone) this.load();
  }

  render() {
    return html`<section class="card">
      <header class="page"><h2>Wanted values</h2>${may('Operator') ? html`<button class="primary" data-testid="new-wanted" @click=${() => this.edit()}>Say what a variable should be</button>` : nothing}</header>
      ${(this.items ?? []).map(
        (set) => html`<details ?open=${this.open === set.id} @toggle=${(event) => { if (event.target.open) this.open = set.id; }} data-testid="wanted-${set.name}">
          <summary><strong>${set.name}</strong> ${[set.site, set.vendor, set.model].filter(Boolean).join(', ') || 'all stations'} · ${set.variables.map((one) => `${one.component}.${one.variable} = ${one.value}`).join(', ')}</summary>
          ${may('Operator') ? html`<p class="line"><button class="small" @click=${() => this.edit(set)}>Add a variable</button> <button class="small danger" @click=${() => this.remove(set)}>Remove</button></p>` : nothing}
          ${this.open === set.id ? html`<galvan-drift .setId=${set.id} .version=${set.updatedAt}></galvan-drift>` : nothing}
        </details>`,
      )}
      ${this.foot('Nothing is wanted yet.')}
    </section>`;
  }
}
customElements.define('galvan-wanted-sets', WantedSets);

class VariablesPage extends Element {
  render() {
    return html`<header class="page"><h1>Variables</h1></header>
      <galvan-fleet-variables @wanted=${(event) => this.querySelector('galvan-wanted-sets').edit(undefined, event.detail)}></galvan-fleet-variables>
      <galvan-wanted-sets></galvan-wanted-sets>`;
  }
}
customElements.define('galvan-variables-page', VariablesPage);
