// Inputs for a JSON schema, however deep: objects are fieldsets, arrays grow and shrink, what is optional is folded.

import { live } from 'lit/directives/live.js';
import { defaultsOfPart } from './defaults16.js';
import { Element, html, nothing } from './element.js';
import { fromPicker, inSeconds, picker } from './format.js';
import { boundsOf, helpOf } from './help16.js';
import { label, resolve } from './schema.js';

const LONG = 512;
const titleOf = (part) => part.schema.title ?? label(part.name);
const isObject = (schema) => schema.type === 'object' || schema.properties !== undefined;
const isDeep = (schema) => schema.type === 'array' || isObject(schema);

/** The least that a schema lets through, as far as one can guess it. */
export function skeleton(schema, contract, before) {
  const whole = resolve(schema, contract);
  const known = defaultsOfPart(whole.name, before);
  if (known) return known;
  if (isObject(whole)) {
    const required = Object.entries(whole.properties ?? {}).filter(([name]) => whole.required?.includes(name));
    return Object.fromEntries(required.map(([name, part]) => [name, skeleton(part, contract)]).filter(([, value]) => value !== undefined));
  }
  if (whole.type === 'array') return [skeleton(whole.items, contract)];
  if (whole.enum) return whole.enum[0];
  if (whole.format === 'date-time') return inSeconds();
  return whole.type === 'boolean' ? false : undefined;
}

/** Fills `value`, which it changes in place. `suggestions` is {field: [value]}; `problem` marks the fields at fault. */
class Fields extends Element {
  static properties = { schema: { attribute: false }, contract: { attribute: false }, value: { attribute: false }, suggestions: { attribute: false }, problem: { attribute: false } };

  constructor() {
    super();
    this.shown = new Map();
  }

  put(holder, name, value) {
    if (value === undefined && !Array.isArray(holder)) delete holder[name];
    else holder[name] = value;
    this.dispatchEvent(new CustomEvent('edited', { bubbles: true }));
  }

  /** As `put`, where inputs come or go. */
  change(holder, name, value) {
    this.put(holder, name, value);
    this.requestUpdate();
  }

  /** All fields of an object, what is deep last. What is optional and not set at first is folded and stays so. */
  object(schema, value, path) {
    const parts = Object.entries(schema.properties ?? {})
      .map(([name, part]) => ({ name, schema: resolve(part, this.contract), required: schema.required?.includes(name) ?? false }))
      .sort((a, b) => isDeep(a.schema) - isDeep(b.schema));
    if (!this.shown.has(path)) {
      this.shown.set(path, new Set(parts.filter((part) => part.required || part.schema.always || value[part.name] !== undefined || isDeep(part.schema)).map((part) => part.name)));
    }
    const shown = this.shown.get(path);
    const folded = parts.filter((part) => !shown.has(part.name));
    const draw = (part) => this.part({ ...part, owner: schema.name, holder: value, path: `${path}/${part.name}` });
    return html`<div class="fields">${parts.filter((part) => shown.has(part.name)).map(draw)}</div>
      ${folded.length ? html`<details class="optional"><summary data-testid="optional-${path.slice(1)}">Optional: ${folded.map((part) => titleOf(part).toLowerCase()).join(', ')}</summary><div class="fields">${folded.map(draw)}</div></details>` : nothing}`;
  }

  part(part) {
    if (part.schema.type === 'array') return this.array(part);
    if (isObject(part.schema)) return this.group(part);
    return this.field(part);
  }

  adder(part, words, add) {
    const help = helpOf(part.owner, part.name, part.schema.description);
    return html`<p class="adder"><button type="button" class="small" data-testid="add-${part.path.slice(1)}" @click=${add}>+ ${words}</button> ${help ? html`<small>${help}</small>` : nothing}</p>`;
  }

  group(part) {
    const { name, schema, holder, path, required } = part;
    if (required && holder[name] === undefined) holder[name] = skeleton(schema, this.contract) ?? {};
    if (holder[name] === undefined) {
      return this.adder(part, label(name), () => this.change(holder, name, skeleton(schema, this.contract) ?? {}));
    }
    const help = helpOf(part.owner, name, schema.description);
    return html`<fieldset>
      <legend>${label(name)}${required ? ' *' : html` <button type="button" class="small quiet" @click=${() => this.change(holder, name, undefined)}>Remove</button>`}</legend>
      ${help ? html`<small>${help}</small>` : nothing}
      ${this.object(schema, holder[name], path)}
    </fieldset>`;
  }

  array(part) {
    const { name, schema, holder, path, required } = part;
    if (required && holder[name] === undefined) holder[name] = skeleton(schema, this.contract);
    const items = holder[name];
    const one = resolve(schema.items, this.contract);
    const add = () => this.change(holder, name, [...(items ?? []), skeleton(schema.items, this.contract, items) ?? (isDeep(one) ? {} : '')]);
    const remove = (index) => {
      const left = items.filter((_, at) => at !== index);
      // What was open or folded belongs to the items, which have moved.
      [...this.shown.keys()].filter((key) => key.startsWith(`${path}/`)).forEach((key) => this.shown.delete(key));
      this.change(holder, name, left.length || required ? left : undefined);
    };
    if (!items?.length) return this.adder(part, label(name), add);
    return html`<fieldset>
      <legend>${label(name)}${required ? ' *' : ''}</legend>
      ${items.map((item, index) => {
        const gone = html`<button type="button" class="small quiet" aria-label="Remove ${label(name)} ${index + 1}" @click=${() => remove(index)}>Remove</button>`;
        return isObject(one)
          ? html`<div class="item"><div class="head"><strong>${index + 1}</strong>${gone}</div>${this.object(one, item, `${path}/${index}`)}</div>`
          : html`<div class="item head">${this.input({ name, schema: one, holder: items, at: index, path: `${path}/${index}`, owner: part.owner, required: true })}${gone}</div>`;
      })}
      <button type="button" class="small" data-testid="add-${path.slice(1)}" @click=${add}>+ Add</button>
    </fieldset>`;
  }

  field(part) {
    const { name, schema, path, required } = part;
    const help = helpOf(part.owner, name, schema.description);
    const told = this.problem?.of?.(path.slice(1));
    return html`<label class=${schema.type === 'boolean' && required ? 'line' : ''}>
      <span>${titleOf(part)}${required ? ' *' : ''}</span>
      ${this.input(part)}
      ${told ? html`<em class="error" role="alert">${told}</em>` : nothing}
      ${help ? html`<small>${help}</small>` : nothing}
    </label>`;
  }

  input(part) {
    const { name, schema, holder, path, required } = part;
    const at = part.at ?? name;
    const value = holder[at];
    const testid = `field-${path.slice(1)}`;
    const put = (next) => this.put(holder, at, next);
    if (schema.type === 'boolean' && required) {
      return html`<input type="checkbox" .checked=${live(value === true)} data-testid=${testid} @change=${(event) => put(event.target.checked)} />`;
    }
    if (schema.enum || schema.type === 'boolean') {
      const options = schema.enum ?? [true, false];
      const names = schema.enum ? String : (option) => (option ? 'yes' : 'no');
      return html`<select ?required=${required} data-testid=${testid} @change=${(event) => put(options.find((option) => String(option) === event.target.value))}>
        <option value="" .selected=${live(value === undefined)}>${required ? 'Choose …' : ''}</option>
        ${options.map((option) => html`<option value=${String(option)} .selected=${live(option === value)}>${names(option)}</option>`)}
      </select>`;
    }
    if (schema.format === 'date-time') {
      return html`<span class="picker"><input type="datetime-local" step="1" ?required=${required} .value=${live(picker(value))} data-testid=${testid} @change=${(event) => put(fromPicker(event.target.value))} />
        <button type="button" class="small" @click=${() => this.change(holder, at, inSeconds())}>Now</button></span>`;
    }
    if (schema.type === 'integer' || schema.type === 'number') {
      const [least, most] = boundsOf(part.owner, name, schema);
      return html`<input type="number" min=${least ?? nothing} max=${most ?? nothing} step=${schema.type === 'integer' ? 1 : (schema.multipleOf ?? 'any')} ?required=${required}
        list=${this.suggestions?.[name]?.length ? `known-${name}` : nothing} .value=${live(value === undefined ? '' : String(value))} data-testid=${testid}
        @input=${(event) => put(event.target.value === '' ? undefined : Number(event.target.value))} />`;
    }
    const write = (event) => put(event.target.value === '' && !required ? undefined : event.target.value);
    if ((schema.maxLength ?? Infinity) > LONG && !schema.format) {
      return html`<textarea rows="4" maxlength=${schema.maxLength ?? nothing} ?required=${required} spellcheck="false" .value=${live(value ?? '')} data-testid=${testid} @input=${write}></textarea>`;
    }
    return html`<input type="text" maxlength=${schema.maxLength ?? nothing} ?required=${required} autocomplete="off" list=${this.suggestions?.[name]?.length ? `known-${name}` : nothing}
      .value=${live(value ?? '')} data-testid=${testid} @input=${write} />`;
  }

  render() {
    return html`${this.object(this.schema, this.value, '')}
      ${Object.entries(this.suggestions ?? {}).map(([name, values]) => html`<datalist id="known-${name}">${values.map((value) => html`<option value=${value}></option>`)}</datalist>`)}`;
  }
}
customElements.define('galvan-fields', Fields);
