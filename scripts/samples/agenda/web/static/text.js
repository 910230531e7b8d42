// Words in the language of the page, and how quantities are written in it.
const data = JSON.parse(document.getElementById('data').textContent);
const language = document.documentElement.lang;

export const facts = data.facts;

/** The text of that name, its {placeholders} filled. */
export function t(name, values = {}) {
  return data.texts[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);
}

/** Minutes as people say them. */
export function duration(minutes) {
  const h = Math.floor(minutes / 60);
  return h ? t('hours', { h, m: minutes % 60 }) : t('only_minutes', { m: minutes });
}

export function size(bytes) {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte'];
  const power = Math.min(Math.floor(Math.log(Math.max(bytes, 1)) / Math.log(1000)), units.length - 1);
  const value = bytes / 1000 ** power;
  const maximumFractionDigits = power > 1 && value < 10 ? 1 : 0;
  return new Intl.NumberFormat(language, { style: 'unit', unit: units[power], maximumFractionDigits }).format(value);
}

export function clock(date) {
  return new Intl.DateTimeFormat(language, { hour: '2-digit', minute: '2-digit' }).format(date);
}
