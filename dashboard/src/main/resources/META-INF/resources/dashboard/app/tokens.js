import '@vaadin/grid';
import { columnBodyRenderer } from '@vaadin/grid/lit.js';
import { call, id, may } from './api.js';
import { Element, chip, html, nothing } from './element.js';
import { ask } from './form.js';
import { time } from './format.js';
import { Pages } from './pages.js';

const TYPES = ['Central', 'DirectPayment', 'eMAID', 'EVCCID', 'ISO14443', 'ISO15693', 'KeyCode', 'Local', 'MacAddress', 'NoAuthorization', 'VIN'];

const FIELDS = [
  { name: 'type', label: 'Type', maxLength: 20, suggestions: TYPES, help: 'Stations of 2.x show it. Empty fits any.' },
  { name: 'groupIdToken', label: 'Group', maxLength: 255, help: 'Tokens of one group may stop each other\'s transactions.' },
  { name: 'expiresAt', label: 'Valid until', type: 'datetime' },
  { name: 'maxActiveTransactions', label: 'Transactions at once', type: 'number', help: 'Empty is no limit.' },
  { name: 'note', label: 'Note', maxLength: 1000 },
  { name: 'places', label: 'Only at', maxLength: 2000, help: 'Stations, with their EVSEs where not all: CP-1; CP-2: 1, 3. Empty is everywhere.' },
  { name: 'credit', label: 'Credit', type: 'number', help: 'Of a prepaid token; at zero it may not charge.' },
  { name: 'chargingPriority', label: 'Charging priority', type: 'number', help: 'From -9 to 9.' },
  { name: 'language1', label: 'Language', maxLength: 8, help: 'Of messages to the driver, for example en.' },
  { name: 'message', label: 'Message to the driver', maxLength: 512 },
  { name: 'blocked', label: 'Blocked', type: 'checkbox' },
];

/** "CP-1; CP-2: 1, 3" as the API has it. */
const places = (text) =>
  (text ?? '')
    .split(';')
    .map((place) => place.split(/:(?=[\s\d,]*$)/))
    .filter(([station]) => station.trim())
    .map(([station, evses]) => {
      const evseIds = (evses ?? '').split(',').map(Number).filter((evse) => evse > 0);
      return { chargerId: station.trim(), ...(evseIds.length ? { evseIds } : {}) };
    });

/** The form's values of a token. */
const flat = (token) => ({
  ...token,
  ...token.terms,
  places: (token.terms?.places ?? []).map(({ chargerId, evseIds }) => (evseIds?.length ? `${chargerId}: ${evseIds.join(', ')}` : chargerId)).join('; '),
  message: token.terms?.personalMessage?.content,
});

/** What the form says as a token; terms that the form does not show stay. */
const whole = ({ places: where, credit, chargingPriority, language1, message, ...values }, before = {}) => {
  const terms = { ...before, places: places(where), credit, chargingPriority, language1 };
  terms.personalMessage = message ? { format: 'UTF8', ...before.personalMessage, content: message } : undefined;
  const told = Object.entries(terms).filter(([, value]) => value !== undefined && value !== null && value !== '' && !(Array.isArray(value) && !value.length));
  return told.length ? { ...values, terms: Object.fromEntries(told) } : values;
};

class Tokens extends Element {
  constructor() {
    super();
    this.pages = new Pages('/tokens');
    this.provider = this.pages.provider();
  }

  reload() {
    this.pages.reset();
    this.querySelector('vaadin-grid').clearCache();
  }

  filter(name, value) {
    this.pages.filter = { ...this.pages.filter, [name]: value };
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.reload(), 200);
  }

  async create() {
    const created = await ask({
      title: 'New token',
      action: 'Create',
      fields: [{ name: 'idToken', label: 'Token', required: true, maxLength: 255, help: 'As the reader gives it, for example a card\'s number. 1.6 takes 20 characters.' }, ...FIELDS],
      submit: (values) => call('POST', '/tokens', whole(values)),
    });
    if (created) this.reload();
  }

  async edit(token) {
    const saved = await ask({
      title: token.idToken,
      action: 'Save',
      fields: FIELDS.map((field) => ({ ...field, value: flat(token)[field.name] })),
      submit: (values) => call('PUT', `/tokens/${id(token.idToken)}`, whole(values, token.terms)),
    });
    if (saved) this.reload();
  }

  async block(token) {
    const { type, groupIdToken, expiresAt, maxActiveTransactions, note, terms } = token;
    await this.attempt(() => call('PUT', `/tokens/${id(token.idToken)}`, { type, groupIdToken, expiresAt, maxActiveTransactions, note, terms, blocked: !token.blocked }));
    this.reload();
  }

  async openRemove(token) {
    const removed = await ask({
      title: `Delete ${token.idToken}?`,
      action: 'Delete',
      danger: true,
      submit: async () => {
        await call('DELETE', `/tokens/${id(token.idToken)}`);
        return true;
      },
    });
    if (removed) this.reload();
  }

  render() {
    return html`<header class="page"><h1>Tokens</h1>${may('Operator') ? html`<button class="primary" @click=${this.create}>New token</button>` : nothing}</header>
      <div class="filters">
        <input type="search" placeholder="Search" aria-label="Search" @input=${(event) => this.filter('search', event.target.value)} />
        <select aria-label="Status" @change=${(event) => this.filter('status', event.target.value)}><option value="">Any status</option><option>Accepted</option><option>Blocked</option><option>Expired</option></select>
      </div>
      <vaadin-grid .dataProvider=${this.provider} page-size="50" aria-label="Tokens" data-testid="token-grid">
        <vaadin-grid-column header="Token" path="idToken" auto-width></vaadin-grid-column>
        <vaadin-grid-column header="Status" width="9rem" flex-grow="0" ${columnBodyRenderer((item) => chip(item.status), [])}></vaadin-grid-column>
        <vaadin-grid-column header="Type" width="9rem" flex-grow="0" path="type"></vaadin-grid-column>
        <vaadin-grid-column header="Only at" auto-width ${columnBodyRenderer((item) => html`${flat(item).places}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Group" path="groupIdToken" auto-width></vaadin-grid-column>
        <vaadin-grid-column header="Valid until" auto-width ${columnBodyRenderer((item) => html`${item.expiresAt ? time(item.expiresAt) : 'always'}`, [])}></vaadin-grid-column>
        <vaadin-grid-column header="Note" path="note" auto-width></vaadin-grid-column>
        <vaadin-grid-column width="16rem" flex-grow="0" ${columnBodyRenderer(
          (item) =>
            may('Operator')
              ? html`<button class="small" @click=${() => this.edit(item)}>Edit</button> <button class="small" @click=${() => this.block(item)}>${item.blocked ? 'Unblock' : 'Block'}</button> <button class="small danger" @click=${() => this.openRemove(item)}>Delete</button>`
              : nothing,
          [],
        )}></vaadin-grid-column>
      </vaadin-grid>`;
  }
}
customElements.define('galvan-tokens', Tokens);
