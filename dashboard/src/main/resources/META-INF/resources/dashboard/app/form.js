// A form in a dialog: fields described as data, the problem's words beside the field at fault.

import { Element, html, nothing } from './element.js';
import './fields.js';
import { fromPicker, picker } from './format.js';

/**
 * Shows a form; resolves with what `submit` gave, or undefined when it was cancelled.
 *
 * fields: [{name, label, type: text|password|email|number|checkbox|select|datetime|textarea|file, options, suggestions, value, required, help, testid}]
 * schema, value: a JSON schema and what it starts with, where fields are too little
 */
export function ask({ title, text, fields = [], schema, value = {}, suggestions, action = 'OK', danger = false, submit, testid }) {
  return new Promise((resolve) => {
    const form = document.createElement('galvan-form');
    Object.assign(form, { heading: title, text, fields, schema, value, suggestions, action, danger, submit, testid, resolve });
    document.body.append(form);
  });
}

class Form extends Element {
  static properties = { problem: { state: true }, busy: { state: true } };

  firstUpdated() {
    const dialog = this.querySelector('dialog');
    dialog.addEventListener('close', () => {
      this.remove();
      this.resolve(this.result);
    });
    dialog.showModal();
  }

  read() {
    const values = { ...(this.schema ? this.value : {}) };
    for (const field of this.fields) {
      const input = this.querySelector(`[name="${field.name}"]`);
      if (field.type === 'checkbox') {
        values[field.name] = input.checked;
      } else if (field.type === 'file') {
        values[field.name] = input.files[0];
      } else if (input.value !== '') {
        if (field.type === 'number') values[field.name] = Number(input.value);
        else if (field.type === 'datetime') values[field.name] = fromPicker(input.value);
        else values[field.name] = input.value;
      }
    }
    return values;
  }

  async onSubmit(event) {
    event.preventDefault();
    this.busy = true;
    this.problem = null;
    try {
      this.result = await this.submit(this.read());
      this.querySelector('dialog').close();
    } catch (problem) {
      this.problem = problem;
    } finally {
      this.busy = false;
    }
  }

  input(field) {
    const common = { id: `field-${field.name}` };
    if (field.type === 'select') {
      return html`<select id=${common.id} name=${field.name} ?required=${field.required} data-testid=${field.testid ?? nothing}>
        ${field.required ? nothing : html`<option value=""></option>`}
        ${field.options.map((option) => html`<option value=${option} ?selected=${option === field.value}>${option}</option>`)}
      </select>`;
    }
    if (field.type === 'checkbox') {
      return html`<input id=${common.id} name=${field.name} type="checkbox" ?checked=${field.value} />`;
    }
    if (field.type === 'textarea') {
      return html`<textarea id=${common.id} name=${field.name} rows="6" maxlength=${field.maxLength ?? nothing} ?required=${field.required} spellcheck="false" .value=${field.value ?? ''}></textarea>`;
    }
    if (field.type === 'file') {
      return html`<input id=${common.id} name=${field.name} type="file" ?required=${field.required} data-testid=${field.testid ?? nothing} />`;
    }
    const type = { datetime: 'datetime-local' }[field.type] ?? field.type ?? 'text';
    return html`<input
      id=${common.id}
      name=${field.name}
      type=${type}
      step=${type === 'number' ? 'any' : type === 'datetime-local' ? '1' : nothing}
      maxlength=${field.maxLength ?? nothing}
      min=${field.min ?? nothing}
      max=${field.max ?? nothing}
      list=${field.suggestions?.length ? `list-${field.name}` : nothing}
      ?required=${field.required}
      autocomplete=${type === 'password' ? 'new-password' : 'off'}
      .value=${type === 'datetime-local' ? picker(field.value) : String(field.value ?? '')}
      data-testid=${field.testid ?? nothing}
    />
    ${field.suggestions?.length ? html`<datalist id="list-${field.name}">${field.suggestions.map((value) => html`<option value=${value}></option>`)}</datalist>` : nothing}`;
  }

  render() {
    const told = new Set(this.fields.filter((field) => this.problem?.of?.(field.name)).map((field) => field.name));
    return html`<dialog class=${this.schema ? 'wide' : ''} data-testid=${this.testid ?? nothing}>
      <form method="dialog" @submit=${this.onSubmit}>
        <h2>${this.heading}</h2>
        ${this.text ? html`<p>${this.text}</p>` : nothing}
        ${this.fields.map(
          (field) => html`<label for="field-${field.name}" class=${field.type === 'checkbox' ? 'line' : ''}>
            <span>${field.label ?? field.name}${field.required ? ' *' : ''}</span>
            ${this.input(field)}
            ${told.has(field.name) ? html`<em class="error" role="alert">${this.problem.of(field.name)}</em>` : nothing}
            ${field.help ? html`<small>${field.help}</small>` : nothing}
          </label>`,
        )}
        ${this.schema ? html`<galvan-fields .schema=${this.schema} .value=${this.value} .suggestions=${this.suggestions} .problem=${this.problem}></galvan-fields>` : nothing}
        ${this.problem && !told.size ? html`<p class="error" role="alert">${this.problem.message}</p>` : nothing}
        <div class="actions">
          <button type="button" class="quiet" @click=${() => this.querySelector('dialog').close()}>Cancel</button>
          <button type="submit" class=${this.danger ? 'danger' : 'primary'} ?disabled=${this.busy} data-testid="form-submit">${this.busy ? 'Working …' : this.action}</button>
        </div>
      </form>
    </dialog>`;
  }
}
customElements.define('galvan-form', Form);
