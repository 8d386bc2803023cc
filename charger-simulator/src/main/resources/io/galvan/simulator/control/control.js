// The page of the control door. What stations say is only ever shown as text.
const $ = (id) => document.getElementById(id);
const EVERY_MS = 1000;
const MOST_FRAMES = 200;
// The address that the simulator tells has the token behind #, where no server sees it.
const token = new URLSearchParams(location.hash.slice(1)).get('token') ?? sessionStorage.getItem('token') ?? '';
sessionStorage.setItem('token', token);
history.replaceState(null, '', location.pathname);
let current = null;
let after = 0;
let heldShown = '';
let listShown = '';

function element(name, text = '', className = '') {
  const made = document.createElement(name);
  made.textContent = text;
  made.className = className;
  return made;
}

function say(text, bad = false) {
  $('message').textContent = text;
  $('message').className = bad ? 'bad' : '';
  $('message').hidden = false;
}

async function ask(path, body) {
  const answer = await fetch(path, body === undefined ? { headers: { Authorization: `Bearer ${token}` } } : {
    method: 'POST',
    headers: { Authorization: `Bearer ${token}`, 'Content-Type': 'application/json' },
    body: JSON.stringify(body),
  });
  const json = await answer.json();
  if (!answer.ok) throw new Error(json.error ?? answer.statusText);
  return json;
}

const path = (id, ...more) => ['stations', id, ...more].map(encodeURIComponent).join('/');

async function act(name, fields = {}) {
  try {
    const answer = await ask(path(current, name), fields);
    say(`${current}: ${name}${answer.result ? ': ' + answer.result : ''}`);
  } catch (failed) {
    say(`${current}: ${name}: ${failed.message}`, true);
  }
  await look();
}

async function list() {
  const { total, stations } = await ask('stations?limit=200&q=' + encodeURIComponent($('find').value));
  $('total').textContent = total > stations.length ? `${stations.length} of ${total} shown` : `${total}`;
  const now = JSON.stringify([current, stations.map((each) =>
    [each.id, each.connected, each.connectors.some((one) => one.charging)])]);
  // Drawn anew only when it is another list, so that the keyboard's focus stays.
  if (now === listShown) return;
  listShown = now;
  $('stations').replaceChildren(...stations.map((each) => {
    const button = element('button');
    button.append(element('span', '', each.connected ? 'dot on' : 'dot'), element('span', each.id));
    button.title = each.connected ? 'connected' : 'offline';
    if (each.connectors.some((one) => one.charging)) button.append(element('span', '⚡'));
    if (each.id === current) button.setAttribute('aria-current', 'true');
    button.onclick = () => choose(each.id);
    return button;
  }));
  if (current === null && stations.length > 0) await choose(stations[0].id);
}

async function choose(id) {
  current = id;
  after = 0;
  heldShown = '';
  $('frames').replaceChildren();
  $('connector').replaceChildren();
  const settings = await ask(path(id, 'settings'));
  $('settings').replaceChildren(...Object.keys(settings).map((name) => {
    const option = element('option');
    option.value = name;
    return option;
  }));
  $('name-set').onchange = () => { $('value-set').value = settings[$('name-set').value] ?? ''; };
  await look();
}

function row(each) {
  const made = element('tr');
  made.append(
    element('td', each.connector), element('td', each.state),
    element('td', (each.watt / 1000).toFixed(1), 'n'), element('td', (each.registerWh / 1000).toFixed(2), 'n'),
    element('td', each.transaction ?? ''));
  return made;
}

function frame(each) {
  const made = element('li', '', each.direction);
  const arrow = each.direction === 'out' ? '→' : '←';
  made.append(
    element('span', each.at.slice(11, 23) + ' '), element('b', `${arrow} ${each.action} `),
    element('i', each.fate === 'passed' ? '' : each.fate + ' '),
    element('span', each.text + (each.size > each.text.length ? ` … (${each.size} characters)` : '')));
  return made;
}

function held(each) {
  const made = element('div');
  const text = element('textarea', each.text);
  text.rows = 3;
  text.spellcheck = false;
  text.setAttribute('aria-label', 'Held frame');
  const go = element('button', 'Let it go');
  go.onclick = () => act('release', text.value === each.text ? { held: each.held } : { held: each.held, text: text.value });
  const lose = element('button', 'Lose it');
  lose.onclick = () => act('discard', { held: each.held });
  made.append(element('strong', `${each.direction === 'out' ? '→' : '←'} ${each.action || 'a text'}`), text, go, lose);
  return made;
}

async function look() {
  if (current === null) return;
  const id = current;
  const [station, frames] = await Promise.all([ask(path(id)), ask(path(id, 'frames') + '?after=' + after)]);
  if (id !== current) return;
  $('station').hidden = false;
  $('name').textContent = id;
  $('facts').textContent = `OCPP ${station.ocpp} · ${station.connected ? 'connected' : 'offline'} · registration `
    + `${station.registration} · ${station.queued} messages waiting`;
  $('connectors').replaceChildren(...station.connectors.map(row));
  if ($('connector').childElementCount !== station.connectors.length) {
    $('connector').replaceChildren(...station.connectors.map((each) => element('option', each.connector)));
  }
  $('holds').textContent = station.holds.map((each) => `${each.direction} ${each.action} ×${each.left}`).join(', ');
  const now = station.held.map((each) => each.held).join();
  // Not drawn anew while it is edited.
  if (now !== heldShown) {
    heldShown = now;
    $('held').replaceChildren(...station.held.map(held));
  }
  for (const each of frames.filter((one) => one.number > after)) {
    after = each.number;
    $('frames').prepend(frame(each));
  }
  while ($('frames').childElementCount > MOST_FRAMES) $('frames').lastElementChild.remove();
}

for (const button of document.querySelectorAll('button[data-do]')) {
  const name = button.dataset.do;
  button.onclick = () => {
    const fields = {};
    if (button.closest('fieldset').contains($('connector'))) fields.connector = Number($('connector').value);
    const more = button.dataset.fields;
    if (more) fields[more] = more === 'kw' ? Number($('kw').value) : $(more).value;
    return act(name, fields);
  };
}
$('set').onclick = () => act('set', { name: $('name-set').value, value: $('value-set').value });
$('hold').onclick = () => act('hold', { direction: $('direction').value, action: $('action').value });

async function tick() {
  try {
    await list();
    await look();
    if ($('message').textContent.startsWith('The program')) $('message').hidden = true;
  } catch (away) {
    say(`The program does not answer: ${away.message}`, true);
  }
  setTimeout(tick, EVERY_MS);
}
tick();
