// The dialog that sends one command to one station.

import { get, id, openapi } from './api.js';
import { Element, html, nothing } from './element.js';
import './payload.js';
import { actionOf, commandsOf, orderOf } from './schema.js';

/** A list of the API, or an empty one where it cannot be had: suggestions are no more than that. */
async function some(path, name) {
  try {
    return (await get(path))[name] ?? [];
  } catch {
    return [];
  }
}

/** What the inputs suggest, for one station or for all of them. */
export async function suggestionsFor(charger, contract) {
  const has = (path) => contract.paths[path] !== undefined;
  const own = charger ? `/chargers/${id(charger.id)}` : null;
  const [tokens, keys, firmware, reservations] = await Promise.all([
    some('/tokens?limit=200', 'items'),
    own ? some(`${own}/configuration`, 'keys') : [],
    has('/firmware') ? some('/firmware?limit=100', 'items') : [],
    own && has('/reservations') ? some(`/reservations?chargerId=${id(charger.id)}&state=Active`, 'items') : [],
  ]);
  const urls = firmware.map((one) => one.url).filter(Boolean);
  return {
    idToken: tokens.map((one) => one.idToken),
    evseId: [...new Set((charger?.connectors ?? []).map((one) => one.evseId))].filter((one) => one > 0),
    idTag: tokens.map((one) => one.idToken).filter((token) => token.length <= 20),
    parentIdTag: [...new Set(tokens.map((one) => one.groupIdToken).filter((token) => token && token.length <= 20))],
    key: keys.map((one) => one.key),
    location: urls,
    connectorId: (charger?.connectors ?? []).map((one) => one.connectorId),
    transactionId: (charger?.runningTransactions ?? []).map((one) => one.id),
    reservationId: reservations.map((one) => one.id),
  };
}

/** A key that no other submission has; also where the page is not served securely. */
const newKey = () => Array.from(crypto.getRandomValues(new Uint8Array(16)), (byte) => byte.toString(16).padStart(2, '0')).join('');

/** The command with its schema: an order, an action of the station's version, or one of 1.6. */
function found(contract, { charger, action, order }) {
  if (order) return orderOf(contract, order);
  const version = charger?.version ?? charger?.defaultVersion;
  return version && version !== 'V1_6' ? actionOf(version, action) : commandsOf(contract).find((one) => one.action === action);
}

/** Opens the form of a command; resolves with the command that was sent, or undefined. `send(action, body, delivery)` sends it. */
export async function askCommand({ charger, action, order, preset, connectorId, send, text }) {
  const whole = await openapi();
  const command = await found(whole, { charger, action, order });
  const contract = command.contract ?? whole;
  const suggestions = await suggestionsFor(charger, whole);
  if (command.contract) suggestions.transactionId = (charger.runningTransactions ?? []).map((one) => one.stationTransactionId);
  const known = { charger, connectorId, firmware: suggestions.location, reservations: suggestions.reservationId };
  return new Promise((resolve) => {
    const form = document.createElement('galvan-command-form');
    Object.assign(form, { contract, command, known, preset, suggestions, send, text, resolve });
    document.body.append(form);
  });
}

class CommandForm extends Element {
  static properties = { problem: { state: true }, busy: { state: true }, wait: { state: true } };

  firstUpdated() {
    const dialog = this.querySelector('dialog');
    dialog.addEventListener('close', () => {
      this.remove();
      this.resolve(this.result);
    });
    dialog.showModal();
  }

  close() {
    this.querySelector('dialog').close();
  }

  async onSubmit(event) {
    event.preventDefault();
    this.busy = true;
    const before = this.problem;
    this.problem = null;
    try {
      const body = this.querySelector('galvan-payload').read();
      // Only a submission whose answer never came is the same one again.
      if (before?.status !== 0 || this.sent !== JSON.stringify(body)) this.key = newKey();
      this.sent = JSON.stringify(body);
      const minutes = Number(this.querySelector('[name=expires]')?.value);
      this.result = await this.send(this.command.action, body, { key: this.key, ...(this.wait ? { whenOffline: 'wait', expiresInS: Math.round(minutes * 60) } : {}) });
      this.close();
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }

  render() {
    const { command } = this;
    return html`<dialog class="wide" data-testid="dialog-command">
      <form method="dialog" @submit=${this.onSubmit}>
        <h2>${command.action}</h2>
        <p class="meta">${this.text ?? command.summary}</p>
        <galvan-payload .command=${command} .contract=${this.contract} .known=${this.known} .preset=${this.preset} .suggestions=${this.suggestions} .problem=${this.problem}></galvan-payload>
        <div class="row delivery">
          <label><span>When the station is offline</span>
            <select name="offline" data-testid="when-offline" @change=${(event) => (this.wait = event.target.value === 'wait')}><option value="fail">Fail at once</option><option value="wait">Wait until it is back</option></select></label>
          ${this.wait ? html`<label><span>Give up after, in minutes</span><input name="expires" type="number" min="1" max="43200" value="60" required data-testid="expires-in" /></label>` : nothing}
        </div>
        ${this.problem ? html`<p class="error" role="alert">${this.problem.message}</p>` : nothing}
        <div class="actions">
          <button type="button" class="quiet" @click=${this.close}>${this.busy ? 'Close' : 'Cancel'}</button>
          <button type="submit" class="primary" ?disabled=${this.busy} data-testid="form-submit">${this.busy ? 'Waiting for the station …' : 'Send'}</button>
        </div>
      </form>
    </dialog>`;
  }
}
customElements.define('galvan-command-form', CommandForm);
