// Campaigns: the same command to many stations, with what came of it.

import { call, get, id, may, openapi, query } from './api.js';
import { STATE_COLOURS } from './charts.js';
import { suggestionsFor } from './command-form.js';
import { Element, chip, html, link, nothing } from './element.js';
import { inSeconds, time } from './format.js';
import { List } from './list.js';
import { keyed } from 'lit/directives/keyed.js';
import './payload.js';
import { go } from './router.js';
import { actionOf, actionsOf, commandsOf } from './schema.js';

const RESULTS = ['Waiting', 'Running', 'Accepted', 'Rejected', 'Failed', 'TimedOut', 'Unknown', 'Expired', 'Cancelled', 'NotApplicable'];
const VERSIONS = { V1_6: 'OCPP 1.6', V2_0_1: 'OCPP 2.0.1', V2_1: 'OCPP 2.1' };
const FIRST = 'V1_6';
const STATUSES = ['Available', 'Preparing', 'Charging', 'SuspendedEV', 'SuspendedEVSE', 'Finishing', 'Reserved', 'Unavailable', 'Faulted'];
const PREVIEW_PAGES = 10;
const PREVIEW_PAGE = 500;
const OPEN = ['Waiting', 'Queued', 'Running', 'Sent'];

const colour = (state) => STATE_COLOURS[state] ?? '#0ea5e9';
const versionOf = (campaign) => VERSIONS[campaign.version ?? FIRST];

/** Whether a station takes what is said in the terms of a version: 2.1 has all of 2.0.1, and of a new one nothing is known. */
function speaks(station, version) {
  const spoken = station.version ?? station.defaultVersion ?? version;
  return spoken === version || (version === 'V2_0_1' && spoken === 'V2_1');
}

const done = (campaign) => Object.entries(campaign.counts ?? {}).reduce((sum, [state, count]) => sum + (OPEN.includes(state) ? 0 : count), 0);

/** A bar of how many stations stand in which state. */
const bar = (campaign) => html`<div class="bar" role="progressbar" aria-valuemin="0" aria-valuemax=${campaign.total} aria-valuenow=${done(campaign)} data-testid="progress">
  ${Object.entries(campaign.counts ?? {}).map(([state, count]) => html`<span style="flex-grow:${count};background:${colour(state)}" title="${state}: ${count}"></span>`)}
</div>`;

class Campaigns extends List {
  get path() {
    return '/campaigns';
  }

  onEvent(event) {
    if (event.type === 'reconnected') this.later();
    if (event.type !== 'campaign_updated') return;
    if (this.items?.some((one) => one.id === event.campaignId)) {
      this.items = this.items.map((one) => (one.id === event.campaignId ? { ...one, state: event.state, counts: event.counts } : one));
    } else {
      this.later();
    }
  }

  render() {
    return html`<header class="page"><div><h1>Campaigns</h1><p class="meta">The same command to many stations, a few at a time.</p></div>
        ${may('Operator') ? html`<a class="button primary" href="/campaigns/new" data-testid="new-campaign">New campaign</a>` : nothing}</header>
      <section class="card">
        <div class="filters">${this.choice('state', 'All states', ['Running', 'Done', 'Cancelled'])}</div>
        <table data-testid="campaigns">
          <thead><tr><th>Name</th><th>Command</th><th>For</th><th>State</th><th>Progress</th><th>Started</th><th>By</th></tr></thead>
          <tbody>${(this.items ?? []).map(
            (one) => html`<tr><td>${link(`/campaigns/${id(one.id)}`, one.name)}</td><td>${one.action}</td><td>${versionOf(one)}</td><td>${chip(one.state)}</td><td class="wide">${bar(one)}<small>${done(one)} of ${one.total}</small></td><td>${time(one.createdAt)}</td><td>${one.requestedBy ?? ''}</td></tr>`,
          )}</tbody>
        </table>
        ${this.foot('No campaigns yet.')}
      </section>`;
  }
}
customElements.define('galvan-campaigns', Campaigns);

class NewCampaign extends Element {
  static properties = { version: { state: true }, commands: { state: true }, command: { state: true }, by: { state: true }, wait: { state: true }, found: { state: true }, problem: { state: true }, busy: { state: true }, suggestions: { state: true } };

  constructor() {
    super();
    const asked = new URLSearchParams(location.search);
    this.action = asked.get('action') ?? 'UpdateFirmware';
    this.location = asked.get('location') ?? undefined;
    this.version = Object.keys(VERSIONS).includes(asked.get('version')) ? asked.get('version') : FIRST;
    this.filter = Object.fromEntries(['vendor', 'model', 'site'].map((name) => [name, asked.get(name) ?? '']));
    this.by = 'filter';
    this.ids = '';
  }

  async connectedCallback() {
    super.connectedCallback();
    this.contract = await openapi();
    this.suggestions = await suggestionsFor(null, this.contract);
    await this.choose(this.version, this.action);
    this.preview();
  }

  /** The campaign is in the terms of one version, which has its own commands. */
  async choose(version, action) {
    const mine = (this.chosenLast = (this.chosenLast ?? 0) + 1);
    const made = await this.attempt(async () => {
      const commands = version === FIRST ? commandsOf(this.contract) : await actionsOf(version);
      const name = (commands.find((one) => one.action === action) ?? commands.find((one) => one.action === 'UpdateFirmware')).action;
      return { commands, command: version === FIRST ? commands.find((one) => one.action === name) : await actionOf(version, name) };
    });
    if (made && mine === this.chosenLast) Object.assign(this, { version, action: made.command.action, ...made });
  }

  /** What the payload starts with, where more is known than the version's defaults. */
  preset() {
    if (!this.command.action.includes('UpdateFirmware')) return {};
    if (this.version === FIRST && this.command.action === 'UpdateFirmware') return this.location ? { location: this.location } : {};
    return this.version === FIRST ? {} : { firmware: { location: this.location, retrieveDateTime: inSeconds() } };
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.soon);
  }

  chosen() {
    return [...new Set(this.ids.split(/[\s,;]+/).filter(Boolean))];
  }

  /** The filter as the API takes it: what is empty is left out. */
  asked() {
    const set = Object.entries(this.filter).filter(([, value]) => value !== '');
    return Object.fromEntries(set.map(([name, value]) => [name, name === 'online' ? value === 'true' : value]));
  }

  set(name, value) {
    this.filter = { ...this.filter, [name]: value };
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.preview(), 250);
  }

  /** How many stations the filter finds; what the list cannot filter by is compared here. */
  async preview() {
    const mine = (this.turn = (this.turn ?? 0) + 1);
    const { vendor, model, firmwareVersion, ...listed } = this.asked();
    const fits = (one) => (!vendor || one.vendor === vendor) && (!model || one.model === model) && (!firmwareVersion || one.firmwareVersion === firmwareVersion);
    let found = [];
    let cursor;
    for (let page = 0; page < PREVIEW_PAGES; page++) {
      const read = await this.attempt(() => get(`/chargers${query({ ...listed, limit: PREVIEW_PAGE, cursor })}`));
      if (!read || mine !== this.turn) return;
      found = [...found, ...read.items.filter(fits)];
      cursor = read.next;
      if (!cursor) break;
    }
    this.found = { stations: found, more: Boolean(cursor) };
  }

  async start(event) {
    event.preventDefault();
    this.busy = true;
    this.problem = null;
    const form = new FormData(event.target);
    try {
      const body = {
        name: form.get('name').trim(),
        version: this.version,
        action: this.command.action,
        request: this.querySelector('galvan-payload').read(),
        ...(this.by === 'filter' ? { filter: this.asked() } : { chargerIds: this.chosen() }),
        parallelism: Number(form.get('parallelism')),
        whenOffline: this.wait ? 'wait' : 'fail',
        ...(this.wait ? { expiresInS: Math.round(Number(form.get('expires')) * 3600) } : {}),
      };
      const campaign = await call('POST', '/campaigns', body);
      go(`/campaigns/${id(campaign.id)}`);
    } catch (problem) {
      this.problem = problem;
      this.busy = false;
    }
  }

  byFilter() {
    const text = (name, words) => html`<label><span>${words}</span><input .value=${this.filter[name] ?? ''} data-testid="campaign-${name}" @input=${(event) => this.set(name, event.target.value.trim())} /></label>`;
    const choice = (name, words, options) => html`<label><span>${words}</span><select @change=${(event) => this.set(name, event.target.value)}><option value="">any</option>${options.map(([value, shown]) => html`<option value=${value}>${shown ?? value}</option>`)}</select></label>`;
    return html`<div class="row">
        ${text('search', 'Identity, name, vendor, model or serial has')} ${text('site', 'Site')} ${text('vendor', 'Vendor')} ${text('model', 'Model')} ${text('firmwareVersion', 'Firmware')}
        ${choice('online', 'Online', [['true', 'online'], ['false', 'offline']])} ${choice('status', 'A connector is', STATUSES.map((one) => [one]))} ${choice('registration', 'Registration', [['Accepted'], ['Pending'], ['Rejected']])}
      </div>
      ${this.counted()}`;
  }

  /** How many of the stations found the campaign addresses, and which versions the others speak. */
  counted() {
    if (!this.found) return html`<p data-testid="campaign-preview">Counting …</p>`;
    const { stations, more } = this.found;
    const meant = stations.filter((one) => speaks(one, this.version));
    const others = stations.filter((one) => !speaks(one, this.version)).map((one) => one.version ?? one.defaultVersion);
    const shown = meant.slice(0, 5).map((one) => one.id);
    return html`<p data-testid="campaign-preview"><strong>${meant.length}${more ? '+' : ''}</strong> ${meant.length === 1 ? 'station' : 'stations'} now <small>${shown.join(', ')}${meant.length > shown.length ? ' …' : ''}</small></p>
      ${others.length
        ? html`<p class="meta" data-testid="campaign-others">Passed over: ${Object.keys(VERSIONS).filter((one) => others.includes(one)).map((one) => `${others.filter((each) => each === one).length} of ${VERSIONS[one]}`).join(', ')}. They need a campaign of their own.</p>`
        : nothing}`;
  }

  byList() {
    return html`<label><span>Identities, one a line</span><textarea rows="6" required data-testid="campaign-ids" @input=${(event) => { this.ids = event.target.value; this.requestUpdate(); }}>${this.ids}</textarea></label>
      <p data-testid="campaign-preview"><strong>${this.chosen().length}</strong> ${this.chosen().length === 1 ? 'station' : 'stations'} <small>Those that do not speak ${VERSIONS[this.version]} are passed over.</small></p>`;
  }

  render() {
    const { command, version } = this;
    if (!command) return html`<h1>New campaign</h1><p class="empty">Loading …</p>`;
    return html`<h1>New campaign</h1>
      <form @submit=${this.start}>
        <section class="card"><div class="row">
          <label><span>Name *</span><input name="name" required maxlength="200" data-testid="campaign-name" /></label>
          <label><span>Stations of *</span><select data-testid="campaign-version" @change=${(event) => this.choose(event.target.value, command.action)}>${Object.entries(VERSIONS).map(([one, words]) => html`<option value=${one} ?selected=${one === version}>${words}</option>`)}</select>
            <small>${version === 'V2_0_1' ? 'Stations of 2.1 take it too.' : 'Stations of another version are passed over.'}</small></label>
          <label><span>Command *</span>${keyed(version, html`<select data-testid="campaign-action" @change=${(event) => this.choose(version, event.target.value)}>${this.commands.map((one) => html`<option value=${one.action} ?selected=${one.action === command.action}>${one.action}</option>`)}</select>`)}<small>${command.summary}</small></label>
        </div></section>
        <section class="card"><h2>${command.action}</h2>
          <galvan-payload .command=${command} .contract=${command.contract ?? this.contract} .known=${{ firmware: this.suggestions?.location }} .preset=${this.preset()} .suggestions=${this.suggestions} .problem=${this.problem}></galvan-payload></section>
        <section class="card"><h2>Stations</h2>
          <nav class="tabs" role="tablist">
            <button type="button" role="tab" aria-selected=${this.by === 'filter'} @click=${() => (this.by = 'filter')}>By filter</button>
            <button type="button" role="tab" aria-selected=${this.by === 'list'} data-testid="campaign-by-list" @click=${() => (this.by = 'list')}>By list</button>
          </nav>
          ${this.by === 'filter' ? this.byFilter() : this.byList()}</section>
        <section class="card"><h2>Delivery</h2><div class="row">
          <label><span>Stations at a time</span><input name="parallelism" type="number" min="1" max="200" value="10" required data-testid="campaign-parallelism" /></label>
          <label><span>When a station is offline</span><select data-testid="campaign-offline" @change=${(event) => (this.wait = event.target.value === 'wait')}><option value="fail">Fail at once</option><option value="wait">Wait until it is back</option></select></label>
          ${this.wait ? html`<label><span>Give up after, in hours</span><input name="expires" type="number" min="0.1" max="720" step="any" value="24" required /></label>` : nothing}
        </div></section>
        ${this.problem ? html`<p class="error" role="alert">${this.problem.message}</p>` : nothing}
        <div class="actions"><button class="primary" ?disabled=${this.busy} data-testid="campaign-start">${this.busy ? 'Starting …' : 'Start'}</button><a class="button quiet" href="/campaigns">Cancel</a></div>
      </form>`;
  }
}
customElements.define('galvan-new-campaign', NewCampaign);

class CampaignPage extends List {
  static properties = { campaignId: { attribute: false }, campaign: { state: true } };

  get path() {
    return `/campaigns/${id(this.campaignId)}/results`;
  }

  async load() {
    await Promise.all([super.load(), this.loadCampaign()]);
  }

  async loadCampaign() {
    try {
      this.campaign = await get(`/campaigns/${id(this.campaignId)}`);
    } catch (problem) {
      this.problem = problem;
    }
  }

  onEvent(event) {
    if (event.type === 'reconnected') this.later();
    if (event.type === 'campaign_updated' && event.campaignId === this.campaignId) {
      this.campaign = this.campaign && { ...this.campaign, state: event.state, counts: event.counts };
      this.again();
    } else if (event.type === 'charger_updated' && this.items?.some((one) => one.chargerId === event.chargerId)) {
      this.again();
    }
  }

  /** A big campaign tells much: the results are read once a second at most, and still while it goes on. */
  again() {
    if (this.coming) return;
    this.coming = setTimeout(() => {
      this.coming = undefined;
      this.load();
    }, 500);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.coming);
  }

  async cancel() {
    await this.attempt(() => call('POST', `/campaigns/${id(this.campaignId)}/cancel`), 'Cancelled');
    this.load();
  }

  render() {
    const { campaign } = this;
    if (!campaign) return html`<h1>Campaign</h1>${this.foot('')}`;
    return html`<header class="page"><div><h1>${campaign.name} ${chip(campaign.state)}</h1><p class="meta">${campaign.action} of ${versionOf(campaign)} to ${campaign.total} stations, ${campaign.parallelism} at a time · by ${campaign.requestedBy ?? '–'} · ${time(campaign.createdAt)}${campaign.closedAt ? ` – ${time(campaign.closedAt)}` : ''}</p></div>
        ${campaign.state === 'Running' && may('Operator') ? html`<button class="danger" data-testid="cancel-campaign" @click=${this.cancel}>Cancel</button>` : nothing}</header>
      <section class="card" data-testid="campaign">
        ${bar(campaign)}
        <div class="figures">
          <div><span>Done</span><strong data-testid="campaign-done">${done(campaign)} of ${campaign.total}</strong></div>
          ${RESULTS.filter((state) => campaign.counts?.[state]).map((state) => html`<div><span><i class="dot" style="background:${colour(state)}"></i>${state}</span><strong data-testid="count-${state}">${campaign.counts[state]}</strong></div>`)}
        </div>
        <details><summary>What is sent</summary><pre>${JSON.stringify(campaign.request, null, 2)}</pre></details>
      </section>
      <section class="card">
        <div class="filters">${this.choice('state', 'All results', RESULTS)}</div>
        <table data-testid="campaign-results">
          <thead><tr><th>Station</th><th>Result</th><th>Firmware</th><th>Time</th></tr></thead>
          <tbody>${(this.items ?? []).map(
            (one) => html`<tr data-testid="result-${one.chargerId}"><td>${link(`/chargers/${id(one.chargerId)}`, one.chargerId)}</td><td>${chip(one.state)} ${one.status && one.status !== one.state ? one.status : ''} ${one.detail ?? ''}</td><td>${one.firmwareStatus ? chip(one.firmwareStatus) : ''}</td><td>${time(one.at)}</td></tr>`,
          )}</tbody>
        </table>
        ${this.foot('No results.')}
      </section>`;
  }
}
customElements.define('galvan-campaign', CampaignPage);
