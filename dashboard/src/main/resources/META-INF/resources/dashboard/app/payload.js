// What a command carries: as a form, or as JSON for whoever wants to send anything.

import { defaultsOf } from './defaults16.js';
import { Element, html, nothing } from './element.js';
import './fields.js';
import { keyed } from 'lit/directives/keyed.js';

class Payload extends Element {
  static properties = {
    command: { attribute: false }, contract: { attribute: false }, known: { attribute: false }, preset: { attribute: false },
    suggestions: { attribute: false }, problem: { attribute: false }, raw: { state: true }, fault: { state: true },
  };

  willUpdate(changed) {
    if (changed.has('command')) {
      this.value = { ...(this.command.own ? {} : defaultsOf(this.command.action, this.known)), ...this.preset };
      for (const name of Object.keys(this.value)) {
        if (this.value[name] === undefined) delete this.value[name];
      }
      this.raw = undefined;
      this.fault = undefined;
    }
  }

  /** What was entered; throws when the JSON is none. */
  read() {
    if (this.raw === undefined) return this.value;
    try {
      return JSON.parse(this.raw);
    } catch (problem) {
      throw new Error(`This is no JSON: ${problem.message}`, { cause: problem });
    }
  }

  showForm() {
    try {
      const value = this.read();
      if (value === null || typeof value !== 'object' || Array.isArray(value)) throw new Error('A form can only show a JSON object');
      this.value = value;
      this.raw = undefined;
      this.fault = undefined;
    } catch (problem) {
      this.fault = problem.message;
    }
  }

  showJson() {
    this.raw ??= JSON.stringify(this.value, null, 2);
  }

  render() {
    const empty = Object.keys(this.command.schema.properties ?? {}).length === 0;
    return html`<nav class="tabs" role="tablist">
        <button type="button" role="tab" aria-selected=${this.raw === undefined} data-testid="payload-form" @click=${this.showForm}>Form</button>
        <button type="button" role="tab" aria-selected=${this.raw !== undefined} data-testid="payload-json" @click=${this.showJson}>JSON</button>
      </nav>
      ${this.raw === undefined
        ? html`${empty ? html`<p class="empty">This command has no fields.</p>` : nothing}
            ${keyed(this.command, html`<galvan-fields .schema=${this.command.schema} .contract=${this.contract} .value=${this.value} .suggestions=${this.suggestions} .problem=${this.problem}></galvan-fields>`)}`
        : html`<label><span>Payload, sent as it stands here</span><textarea rows="14" spellcheck="false" data-testid="payload-text" .value=${this.raw} @input=${(event) => (this.raw = event.target.value)}></textarea></label>`}
      ${this.fault ? html`<p class="error" role="alert">${this.fault}</p>` : nothing}`;
  }
}
customElements.define('galvan-payload', Payload);
