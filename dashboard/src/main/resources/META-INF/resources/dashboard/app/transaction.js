// One transaction: its figures, what is known of it and how, its curves.

import { call, get, id, may } from './api.js';
import { curves } from './charts.js';
import { Element, chip, html, link, nothing } from './element.js';
import { ask } from './form.js';
import { duration, energy, inSeconds, percent, power, time } from './format.js';
import { label } from './schema.js';

const WORDS = { Received: 'told by the station', Inferred: 'concluded by Galvan', Corrected: 'put right later', Operator: 'entered by an operator' };
const KINDS = Object.keys(WORDS);
const LATE_MS = 60000;

const late = (fact) => fact.recordedAt && new Date(fact.recordedAt) - new Date(fact.at) > LATE_MS;

/** The detail of a fact in one line; what is deeper is shown as JSON. */
function said(detail) {
  const known = typeof detail === 'string' ? read(detail) : detail;
  if (known === undefined || known === null) return nothing;
  if (typeof known !== 'object') return html`<span>${known}</span>`;
  return html`<span class="meta">${Object.entries(known).map(([name, value]) => `${label(name)}: ${typeof value === 'object' ? JSON.stringify(value) : value}`).join(' · ')}</span>`;
}

function read(text) {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

class TransactionPage extends Element {
  static properties = { transactionId: {}, transaction: { state: true }, series: { state: true }, facts: { state: true }, problem: { state: true } };

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  async load() {
    try {
      this.transaction = await get(`/transactions/${this.transactionId}`);
      this.series = (await get(`/transactions/${this.transactionId}/meter-values`)).series;
    } catch (problem) {
      this.problem = problem.message;
      return;
    }
    try {
      this.facts = (await get(`/transactions/${this.transactionId}/timeline`)).items;
    } catch {
      // A server without timelines shows none.
      this.facts = undefined;
    }
  }

  async end() {
    const one = this.transaction;
    const ended = await ask({
      title: `End transaction ${one.id}?`,
      text: 'For a transaction the station will never end itself, or whose end was inferred. What the station tells later counts all the same.',
      action: 'End',
      danger: true,
      testid: 'dialog-end',
      fields: [
        { name: 'at', label: 'Ended at', type: 'datetime', value: one.meteredAt ?? inSeconds(), help: 'Empty is now.' },
        { name: 'meterStopWh', label: 'Meter at the end, Wh', type: 'number', min: one.meterStartWh, help: 'Empty takes the last value that is known.' },
        { name: 'reason', label: 'Reason', maxLength: 200 },
      ],
      submit: (values) => call('POST', `/transactions/${id(one.id)}/end`, values),
    });
    if (ended) this.load();
  }

  /** What is known of the transaction, and how: told, concluded, put right, or said by an operator. */
  timeline() {
    if (!this.facts?.length) return nothing;
    return html`<section class="card"><h2>Timeline</h2>
      <p class="legend">${KINDS.map((kind) => html`<span class="fact ${kind}"><i></i>${WORDS[kind]}</span>`)}</p>
      <ol class="timeline" data-testid="timeline">
        ${this.facts.map(
          (fact) => html`<li class="fact ${fact.kind}"><i title=${WORDS[fact.kind]}></i><time>${time(fact.at)}</time> <strong>${label(fact.fact)}</strong>
            ${late(fact) ? html`<small>known since ${time(fact.recordedAt)}</small>` : nothing}
            ${said(fact.detail)}</li>`,
        )}
      </ol></section>`;
  }

  onEvent(event) {
    const own = event.transactionId ?? event.transaction?.id;
    if (event.type === 'reconnected' || String(own) === String(this.transactionId)) {
      clearTimeout(this.soon);
      this.soon = setTimeout(() => this.load(), 300);
    }
  }

  render() {
    const one = this.transaction;
    if (!one) {
      return html`<h1>Transaction ${this.transactionId}</h1><p class="empty">${this.problem ?? 'Loading …'}</p>`;
    }
    const plotted = (this.series ?? []).map((curve) => ({
      name: `${curve.measurand}${curve.phase ? ` ${curve.phase}` : ''}${curve.location === 'Outlet' ? '' : ` ${curve.location}`}`,
      unit: curve.unit,
      points: curve.points.filter((point) => point.value !== undefined).map((point) => [Date.parse(point.at), point.value]),
    }));
    return html`<header class="page"><h1>Transaction ${one.id} ${chip(one.state)} ${one.inferredEnd ? html`<small>${one.inferredEnd === 'Operator' ? 'ended by an operator' : `the end was inferred: ${one.inferredEnd}`}</small>` : nothing}</h1>
        ${(one.state === 'Running' || one.inferredEnd) && may('Operator') ? html`<button class="danger" data-testid="end-transaction" @click=${this.end}>${one.inferredEnd ? 'Set the end right' : 'End transaction'}</button>` : nothing}</header>
      <div class="card figures">
        <div><span>Station</span><strong>${link(`/chargers/${encodeURIComponent(one.chargerId)}`, one.chargerId)} / ${one.evseId}</strong></div>
        <div><span>Token</span><strong>${one.idToken ?? 'not told'} ${!one.tokenStatus || one.tokenStatus === 'Accepted' ? nothing : chip(one.tokenStatus)}</strong></div>
        <div><span>Started</span><strong>${time(one.startedAt)}</strong></div>
        <div><span>Ended</span><strong>${time(one.stoppedAt)} ${one.stopReason ?? ''}</strong></div>
        <div><span>Lasted</span><strong>${duration(one.startedAt, one.stoppedAt)}</strong></div>
        <div><span>Energy</span><strong>${energy(one.energyWh)}</strong></div>
        ${one.cost === undefined ? nothing : html`<div><span>Cost</span><strong>${one.cost} ${one.currency}</strong></div>`}
        ${one.chargingState ? html`<div><span>Charging state</span><strong>${one.chargingState}</strong></div>` : nothing}
        ${one.gaps.length ? html`<div><span>Missing events</span><strong>${one.gaps.map((gap) => gap.from === gap.to ? gap.from : `${gap.from}-${gap.to}`).join(', ')}</strong></div>` : nothing}
        <div><span>Meter</span><strong>${one.meterStartWh ?? '…'} – ${one.meterStopWh ?? '…'} Wh</strong></div>
        ${one.state === 'Running' ? html`<div><span>Power</span><strong>${power(one.powerW)}</strong></div>` : nothing}
        <div><span>Battery</span><strong>${percent(one.socPercent)}</strong></div>
      </div>
      ${this.timeline()}
      ${[...new Set(plotted.map((curve) => curve.unit))].map(
        (unit) => html`<div class="card"><h2>${unit}</h2><galvan-chart label="Meter values in ${unit}" .option=${curves(plotted.filter((curve) => curve.unit === unit))}></galvan-chart></div>`,
      )}
      ${plotted.length ? nothing : html`<p class="empty">No meter values.</p>`}`;
  }
}
customElements.define('galvan-transaction', TransactionPage);
