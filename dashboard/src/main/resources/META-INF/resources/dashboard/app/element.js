// The base of all our elements: light DOM, so that one style sheet serves the page, and live events while shown.

import { LitElement, html, nothing } from 'lit';
import { Notification } from '@vaadin/notification';
import { onEvents } from './live.js';

export { html, nothing };

export class Element extends LitElement {
  createRenderRoot() {
    return this;
  }

  connectedCallback() {
    super.connectedCallback();
    if (this.onEvent) {
      this.unlisten = onEvents((event) => this.onEvent(event));
    }
  }

  disconnectedCallback() {
    super.disconnectedCallback();
    this.unlisten?.();
  }

  /** Does something and tells how it failed, if it did. */
  async attempt(work, done) {
    try {
      const result = await work();
      if (done) {
        say(done);
      }
      return result;
    } catch (problem) {
      say(problem.message, true);
      return undefined;
    }
  }
}

export function say(text, bad = false) {
  Notification.show(text, { position: 'bottom-start', theme: bad ? 'error' : 'success', duration: bad ? 8000 : 3000 });
}

export const chip = (text) => html`<span class="chip ${text ?? ''}">${text ?? '–'}</span>`;

export const link = (href, text) => html`<a href=${href}>${text}</a>`;
