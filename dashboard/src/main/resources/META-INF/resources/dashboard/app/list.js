// The base of everything that shows a list of the API: filters, more of it, and what to say when there is nothing.

import { get, query } from './api.js';
import { Element, html, nothing } from './element.js';

const PAGE = 50;
const PAUSE_MS = 300;

export class List extends Element {
  static properties = { chargerId: { attribute: false }, items: { state: true }, next: { state: true }, problem: { state: true } };

  constructor() {
    super();
    this.filter = {};
  }

  /** The list's path under /api/v1; subclasses say it. */
  get path() {
    throw new Error('a list has a path');
  }

  connectedCallback() {
    super.connectedCallback();
    this.load();
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    clearTimeout(this.soon);
  }

  fetch(cursor, limit = PAGE) {
    return get(this.path + query({ ...this.filter, limit, cursor }));
  }

  async load() {
    // Somebody who has read on keeps what is there, up to what one request may give.
    const limit = Math.min(500, Math.max(PAGE, this.items?.length ?? 0));
    const mine = (this.turn = (this.turn ?? 0) + 1);
    try {
      const page = await this.fetch(undefined, limit);
      if (mine !== this.turn) return;
      this.items = page.items;
      this.next = page.next;
      this.problem = undefined;
    } catch (problem) {
      if (mine !== this.turn) return;
      this.items = [];
      this.next = undefined;
      this.problem = problem;
    }
  }

  /** Many events in a moment are one look at the list. */
  later(ms = PAUSE_MS) {
    clearTimeout(this.soon);
    this.soon = setTimeout(() => this.load(), ms);
  }

  async more() {
    const page = await this.attempt(() => this.fetch(this.next));
    this.items = [...this.items, ...(page?.items ?? [])];
    this.next = page?.next;
  }

  set(name, value) {
    this.filter = { ...this.filter, [name]: value };
    this.items = undefined;
    this.later(150);
  }

  search(name, words) {
    return html`<input type="search" placeholder=${words} aria-label=${words} data-testid="filter-${name}" @input=${(event) => this.set(name, event.target.value.trim())} />`;
  }

  choice(name, all, options) {
    return html`<select aria-label=${all} data-testid="filter-${name}" @change=${(event) => this.set(name, event.target.value)}>
      <option value="">${all}</option>
      ${options.map((option) => html`<option value=${option} ?selected=${this.filter[name] === option}>${option}</option>`)}
    </select>`;
  }

  moment(name, words) {
    return html`<label class="inline"><span>${words}</span><input type="datetime-local" step="1" @change=${(event) => this.set(name, event.target.value ? new Date(event.target.value).toISOString() : '')} /></label>`;
  }

  /** Below the list: what is missing, or a way to more. */
  foot(empty) {
    if (this.problem) return html`<p class="empty">${this.problem.status === 404 ? 'This server does not offer this.' : this.problem.message}</p>`;
    if (!this.items) return html`<p class="empty">Loading …</p>`;
    return html`${this.items.length ? nothing : html`<p class="empty">${empty}</p>`}${this.next ? html`<button @click=${this.more}>More</button>` : nothing}`;
  }
}
