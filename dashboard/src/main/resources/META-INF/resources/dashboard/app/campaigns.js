// Campaigns: the same command to many stations, with what came of it.

import { call, get, id, may, openapi, query } from './api.js';
import { STATE_COLOURS } from './charts.js';
import { suggestionsFor } from './command-form.js';
import { Element, chip, html, link, nothing } from './element.js';
import { time } from './format.js';
import { List } from './list.js';
import './payload.js';
import { go } from './router.js';
import { commandsOf } from './schema.js';

const RESULTS = ['Waiting', 'Running', 'Accepted', 'Rejected', 'Failed', 'TimedOut', 'Unknown', 'Expired', 'Cancelled'];
const STATUSES = ['Available', 'Preparing', 'Charging', 'SuspendedEV', 'SuspendedEVSE', 'Finishing', 'Reserved', 'Unavailable', 'Faulted'];
const PREVIEW_PAGES = 10;
const PREVIEW_PAGE = 500;
const OPEN = ['Waiting', 'Queued', 'Running', 'Sent'];

const colour = (state) => STATE_COLOURS[state] ?? '#0ea5e9';
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
          <thead><tr><th>Name</th><th>Command</th><th>State</th><th>Progress</th><th>Started</th><th>By</th></tr></thead>
          <tbody>${(this.items ?? []).map(
            (one) => html`<tr><td>${link(`/campaigns/${id(one.id)}`, one.name)}</td><td>${one.action}</td><td>${chip(one.state)}</td><td class="wide">${bar(one)}<small>${done(one)} of ${one.total}</small></td><td>${time(one.createdAt)}</td><td>${one.requestedBy ?? ''}</td></tr>`,
          )}</tbody>
        </table>
        ${this.foot('No campaigns yet.')}
      </section>`;
  }
}
customElements.define('galvan-campaigns', Campaigns);

class NewCampaign extends Element {
  static properties = { commands: { state: true }, action: { state: true }, by: { state: true }, wait: { state: true }, count: { state: true }, problem: { state: true }, busy: { state: true }, suggestions: { state: true } };

  constructor() {
    super();
    const asked = new URLSearchParams(location.search);
    this.action = asked.get('action') ?? 'UpdateFirmware';
    this.preset = asked.get('location') ? { location: asked.get('location') } : {};
    this.filter = Object.fromEntries(['vendor', 'model', 'site'].map((name) => [name, asked.get(name) ?? '']));
    this.by = 'filter';
    this.ids = '';
  }

  async connectedCallback() {
    super.connectedCallback();
    this.contract = await openapi();
    this.suggestions = await suggestionsFor(null, this.contract);
    this.commands = commandsOf(this.contract);
    this.preview();
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
    this.count = { stations: found.length, more: Boolean(cursor), first: found.slice(0, 5).map((one) => one.id) };
  }

  async start(event) {
    event.preventDefault();
    this.busy = true;
    this.problem = null;
    const form = new FormData(event.target);
    try {
      const body = {
        name: form.get('name').trim(),
        action: this.action,
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
      <p data-testid="campaign-preview">${this.count ? html`<strong>${this.count.stations}${this.count.more ? '+' : ''}</strong> ${this.count.stations === 1 ? 'station' : 'stations'} now <small>${this.count.first.join(', ')}${this.count.stations > this.count.first.length ? ' …' : ''}</small>` : 'Counting …'}</p>`;
  }

  byList() {
    return html`<label><span>Identities, one a line</span><textarea rows="6" required data-testid="campaign-ids" @input=${(event) => { this.ids = event.target.value; this.requestUpdate(); }}>${this.ids}</textarea></label>
      <p data-testid="campaign-preview"><strong>${this.chosen().length}</strong> ${this.chosen().length === 1 ? 'station' : 'stations'}</p>`;
  }

  render() {
    const command = this.commands?.find((one) => one.action === this.action);
    if (!command) return html`<h1>New campaign</h1><p class="empty">${this.commands ? 'There is no such command.' : 'Loading …'}</p>`;
    return html`<h1>New campaign</h1>
      <form @submit=${this.start}>
        <section class="card"><div class="row">
          <label><span>Name *</span><input name="name" required maxlength="200" data-testid="campaign-name" /></label>
          <label><span>Command *</span><select data-testid="campaign-action" @change=${(event) => { this.preset = {}; this.action = event.target.value; }}>${this.commands.map((one) => html`<option value=${one.action} ?selected=${one.action === this.action}>${one.action}</option>`)}</select><small>${command.summary}</small></label>
        </div></section>
        <section class="card"><h2>${command.action}</h2>
          <galvan-payload .command=${command} .contract=${this.contract} .known=${{ firmware: this.suggestions?.location }} .preset=${this.preset} .suggestions=${this.suggestions} .problem=${this.problem}></galvan-payload></section>
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
    return html`<header class="page"><div><h1>${campaign.name} ${chip(campaign.state)}</h1><p class="meta">${campaign.action} to ${campaign.total} stations, ${campaign.parallelism} at a time · by ${campaign.requestedBy ?? '–'} · ${time(campaign.createdAt)}${campaign.closedAt ? ` – ${time(campaign.closedAt)}` : ''}</p></div>
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
