import { call, signIn } from './api.js';
import { Element, html, nothing } from './element.js';

class SignIn extends Element {
  static properties = { error: { state: true }, busy: { state: true } };

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.error = null;
    try {
      await signIn(form.get('email'), form.get('password'));
    } catch (problem) {
      this.error = problem.status === 401 ? 'E-mail or password is wrong' : problem.message;
    } finally {
      this.busy = false;
    }
  }

  render() {
    return html`<main class="sign-in">
      <form @submit=${this.submit} class="card">
        <h1><img src="/app/icon.svg" alt="" width="32" height="32" /> Galvan</h1>
        <p>The central system of your charging stations.</p>
        <label><span>E-mail</span><input name="email" type="text" autocomplete="username" required autofocus data-testid="sign-in-email" /></label>
        <label><span>Password</span><input name="password" type="password" autocomplete="current-password" required data-testid="sign-in-password" /></label>
        ${this.error ? html`<p class="error" role="alert" data-testid="sign-in-error">${this.error}</p>` : nothing}
        <button class="primary" ?disabled=${this.busy} data-testid="sign-in-submit">${this.busy ? 'Signing in …' : 'Sign in'}</button>
      </form>
    </main>`;
  }
}
customElements.define('galvan-sign-in', SignIn);

/** Where the mail of a sign-up leads: its code, and the password that was chosen. */
class Confirm extends Element {
  static properties = { error: { state: true }, busy: { state: true } };

  async submit(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    this.busy = true;
    this.error = null;
    try {
      const { email } = await call('POST', '/users/sign-up/confirm', { code: form.get('code').trim(), password: form.get('password') });
      history.replaceState(null, '', '/');
      await signIn(email, form.get('password'));
    } catch (problem) {
      this.error = problem.message;
    } finally {
      this.busy = false;
    }
  }

  render() {
    return html`<main class="sign-in">
      <form @submit=${this.submit} class="card">
        <h1><img src="/app/icon.svg" alt="" width="32" height="32" /> Galvan</h1>
        <p>Confirm your address with the code of the mail and the password that you chose.</p>
        <label><span>Code</span><input name="code" type="text" autocomplete="one-time-code" .value=${location.hash.slice(1)} required data-testid="confirm-code" /></label>
        <label><span>Password</span><input name="password" type="password" autocomplete="current-password" required data-testid="confirm-password" /></label>
        ${this.error ? html`<p class="error" role="alert" data-testid="confirm-error">${this.error}</p>` : nothing}
        <button class="primary" ?disabled=${this.busy} data-testid="confirm-submit">${this.busy ? 'Confirming …' : 'Confirm'}</button>
      </form>
    </main>`;
  }
}
customElements.define('galvan-confirm', Confirm);
