import { get } from './api.js';
import { curves, donut } from './charts.js';
import { Element, chip, html, link } from './element.js';
import { clock, energy, percent, power } from './format.js';

const WINDOW_MS = 15 * 60 * 1000;
const FEED = 30;

/** Of 1.6 the connector's number; of 2.x the EVSE's and the connector's. */
const place = ({ evseId, connectorId }) => (!evseId || evseId === connectorId ? connectorId : `${evseId}/${connectorId}`);

class Overview extends Element {
  static properties = { fleet: { state: true }, totals: { state: true }, running: { state: true }, feed: { state: true }, history: { state: true } };

  constructor() {
    super();
    this.running = [];
    this.feed = [];
    this.history = [];
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
    this.timer = setInterval(() => this.load(), 5000);
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearInterval(this.timer);
    clearTimeout(this.soon);
  }

  async load() {
    try {
      const [overview, running] = await Promise.all([get('/overview'), get('/transactions?state=Running&limit=100')]);
      this.fleet = overview.fleet;
      this.totals = overview.totals;
      this.running = running.items;
      const now = Date.now();
      this.history = [...this.history.filter(([at]) => at > now - WINDOW_MS), [now, overview.totals.powerW / 1000]];
    } catch {
      // Told by the header; the next round tries again.
    }
  }

  onEvent(event) {
    if (event.type === 'transaction_updated') {
      this.running = this.running.map((one) => (one.id === event.transactionId ? { ...one, ...event, id: one.id } : one));
      return;
    }
    const progress = event.type === 'campaign_updated' && event.state === 'Running';
    if (event.type !== 'reconnected' && event.type !== 'disconnected' && !progress) {
      this.feed = [event, ...this.feed].slice(0, FEED);
    }
    // Many events in a moment are one look at the figures.
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.load(), 300);
  }

  tile(label, value, testid) {
    return html`<div class="tile"><span>${label}</span><strong data-testid=${testid}>${value}</strong></div>`;
  }

  words(event) {
    switch (event.type) {
      case 'connector_updated': return html`connector ${place(event)} ${chip(event.status)}`;
      case 'transaction_started': return html`charging started on connector ${place(event.transaction)} for ${event.transaction.idToken ?? 'a token not told yet'}`;
      case 'transaction_identified': return html`charging on connector ${place(event.transaction)} is for ${event.transaction.idToken}`;
      case 'transaction_end_inferred': return html`charging seems to have ended: ${energy(event.transaction.energyWh)}`;
      case 'transaction_corrected': return html`${event.transaction.state === 'Running' ? 'charging goes on after all' : 'charging ended otherwise'}: ${energy(event.transaction.energyWh)}`;
      case 'transaction_stopped': return html`charging ended: ${energy(event.transaction.energyWh)}`;
      case 'charger_connected': return html`connected over ${event.transport}`;
      case 'charger_disconnected': return html`disconnected: ${event.reason}`;
      case 'charger_booted': return html`booted, ${event.registration}`;
      case 'charger_updated': return html`${event.change}${event.detail ? `: ${event.detail}` : ''}`;
      case 'command_completed': return html`${event.command.action} ${chip(event.command.state)}`;
      case 'campaign_updated': return html`${link(`/campaigns/${event.campaignId}`, 'campaign')} ${chip(event.state)}`;
      case 'policy_updated': return 'a policy changed';
      case 'authorization_denied': return html`${event.idToken} refused: ${event.status}`;
      case 'security_event': return html`security event ${event.name}`;
      case 'user_created': return html`user ${event.user.email} created`;
      default: return event.type;
    }
  }

  render() {
    const fleet = this.fleet;
    const totals = this.totals;
    return html`<h1>Overview</h1>
      <section class="tiles" aria-live="polite">
        ${this.tile('Stations', fleet?.chargers ?? '–', 'count-chargers')}
        ${this.tile('Online', fleet?.online ?? '–', 'count-online')}
        ${this.tile('Charging now', totals?.running ?? '–', 'count-charging')}
        ${this.tile('Power', power(totals?.powerW), 'total-power')}
        ${this.tile('Energy today', energy(totals?.energyTodayWh), 'energy-today')}
        ${this.tile('Faulted', fleet?.connectorStatuses.Faulted ?? 0, 'count-faulted')}
      </section>
      <section class="columns">
        <div class="card grow">
          <h2>Power, last 15 minutes</h2>
          <galvan-chart label="Total power over the last 15 minutes" .option=${curves([{ name: 'Power', unit: 'kW', area: true, points: this.history }])}></galvan-chart>
        </div>
        <div class="card">
          <h2>Connectors</h2>
          <galvan-chart label="Connectors by status" .option=${donut(fleet?.connectorStatuses ?? {})}></galvan-chart>
        </div>
      </section>
      <section class="columns">
        <div class="card grow">
          <h2>Charging now</h2>
          <table>
            <thead><tr><th>Station</th><th>Connector</th><th>Token</th><th>Power</th><th>Energy</th><th>Battery</th></tr></thead>
            <tbody>
              ${this.running.map(
                (one) => html`<tr>
                  <td>${link(`/chargers/${encodeURIComponent(one.chargerId)}`, one.chargerId)}</td>
                  <td>${place(one)}</td><td>${one.idToken ?? ''}</td><td>${power(one.powerW)}</td><td>${energy(one.energyWh)}</td><td>${percent(one.socPercent)}</td>
                </tr>`,
              )}
            </tbody>
          </table>
          ${this.running.length ? '' : html`<p class="empty">Nothing charges right now.</p>`}
        </div>
        <div class="card feed">
          <h2>Events</h2>
          <ol data-testid="event-feed">
            ${this.feed.map((event) => html`<li><time>${clock(event.at)}</time> ${event.chargerId ? link(`/chargers/${encodeURIComponent(event.chargerId)}`, event.chargerId) : ''} ${this.words(event)}</li>`)}
          </ol>
          ${this.feed.length ? '' : html`<p class="empty">What happens from now on appears here.</p>`}
        </div>
      </section>`;
  }
}
customElements.define('galvan-overview', Overview);
