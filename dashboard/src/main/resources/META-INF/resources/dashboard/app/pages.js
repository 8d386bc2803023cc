// A list of the API behind a grid: cursor pages are fetched in order as far as somebody scrolls, and kept.

import { get, query } from './api.js';

const PAGE = 100;

export class Pages {
  constructor(path) {
    this.path = path;
    this.filter = {};
    this.reset();
  }

  reset() {
    this.items = [];
    this.next = '';
    this.fetching = null;
    this.generation = (this.generation ?? 0) + 1;
  }

  async upTo(count) {
    while (this.items.length < count && this.next !== null) {
      this.fetching ??= this.fetchNext();
      await this.fetching;
    }
  }

  async fetchNext() {
    const generation = this.generation;
    try {
      const page = await get(this.path + query({ ...this.filter, limit: PAGE, cursor: this.next }));
      if (generation === this.generation) {
        this.items.push(...page.items);
        this.next = page.next ?? null;
      }
    } finally {
      if (generation === this.generation) {
        this.fetching = null;
      }
    }
  }

  /** What vaadin-grid asks: a page, and a size that grows while there is more. */
  provider() {
    return async ({ page, pageSize }, done) => {
      const from = page * pageSize;
      try {
        await this.upTo(from + pageSize);
      } catch {
        this.next = null;
      }
      done(this.items.slice(from, from + pageSize), this.items.length + (this.next === null ? 0 : pageSize));
    };
  }
}
