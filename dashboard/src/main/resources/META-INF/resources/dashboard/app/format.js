// Numbers and times as people read them.

const number = (value, digits) => new Intl.NumberFormat('en', { maximumFractionDigits: digits }).format(value);

export const power = (watt) => (watt === undefined || watt === null ? '–' : watt >= 1000 ? `${number(watt / 1000, 1)} kW` : `${number(watt, 0)} W`);
export const energy = (wh) => (wh === undefined || wh === null ? '–' : wh >= 1000 ? `${number(wh / 1000, 2)} kWh` : `${number(wh, 0)} Wh`);
export const percent = (value) => (value === undefined || value === null ? '–' : `${number(value, 0)} %`);
export const time = (text) => (text ? new Date(text).toLocaleString() : '–');
export const clock = (text) => new Date(text).toLocaleTimeString();

export function ago(text) {
  if (!text) {
    return 'never';
  }
  const seconds = Math.max(0, (Date.now() - new Date(text)) / 1000);
  if (seconds < 60) return 'just now';
  if (seconds < 3600) return `${Math.floor(seconds / 60)} min ago`;
  if (seconds < 86400) return `${Math.floor(seconds / 3600)} h ago`;
  return `${Math.floor(seconds / 86400)} d ago`;
}

export function duration(from, to) {
  const minutes = Math.max(0, Math.floor((new Date(to ?? Date.now()) - new Date(from)) / 60000));
  return minutes < 60 ? `${minutes} min` : `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** JSON text with indents, or the text as it is when it is none. */
export function pretty(text) {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

/** A time as a date-time picker takes it: local, to the second. */
export function picker(text) {
  if (!text) return '';
  const at = new Date(text);
  return new Date(at - at.getTimezoneOffset() * 60000).toISOString().slice(0, 19);
}

/** What a date-time picker gives, as the API takes it; undefined when it is empty. */
export const fromPicker = (text) => (text ? `${new Date(text).toISOString().slice(0, 19)}Z` : undefined);

/** Now, or so many seconds later, to the second. */
export const inSeconds = (seconds = 0) => `${new Date(Date.now() + seconds * 1000).toISOString().slice(0, 19)}Z`;

export const bytes = (value) => (value === undefined || value === null ? '–' : value >= 1048576 ? `${number(value / 1048576, 1)} MiB` : value >= 1024 ? `${number(value / 1024, 1)} KiB` : `${value} B`);

/** An amount of a currency; prices have more digits than sums. */
export const money = (value, currency, digits = 2) =>
  value === undefined || value === null ? '–' : `${new Intl.NumberFormat('en', { minimumFractionDigits: Math.min(2, digits), maximumFractionDigits: digits }).format(value)} ${currency ?? ''}`.trim();
