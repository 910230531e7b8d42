// The agenda's page: puts the parts together and shows the whole.
import { draggable } from './drag.js';
import { files } from './files.js';
import { listen } from './line.js';
import { Row } from './row.js';
import * as server from './server.js';
import { receive, state, watch } from './state.js';
import { duration, t } from './text.js';
import { toast } from './toast.js';

const by = (id) => document.getElementById(id);
const list = by('items');
const rows = new Map();
let greeted = false;

function showItems() {
  const items = state.items;
  for (const [id, row] of rows) {
    if (!state.item(id)) {
      row.element.remove();
      rows.delete(id);
    }
  }
  items.forEach((item, index) => {
    let row = rows.get(item.id);
    if (!row) {
      row = new Row(item);
      row.element.classList.toggle('fresh', greeted);
      rows.set(item.id, row);
    }
    // Moving an element takes its focus away: only those that stand in the wrong place.
    if (!list.dataset.dragging && list.children[index] !== row.element) list.insertBefore(row.element, list.children[index] ?? null);
    row.show(item, index, items.length);
  });
  by('empty').hidden = !state.known || items.length > 0;
  greeted = state.known;
}

function showSummary() {
  const items = state.items;
  const sum = (some) => some.reduce((minutes, item) => minutes + item.minutes, 0);
  const done = items.filter((item) => item.done);
  const words = [t('summary', { done: done.length, all: items.length })];
  if (sum(items)) words.push(done.length ? t('left', { time: duration(sum(items) - sum(done)) }) : t('planned', { time: duration(sum(items)) }));
  by('summary').textContent = items.length ? words.join(' · ') : '';
  by('progress').style.width = items.length ? `${(100 * done.length) / items.length}%` : '0';
}

/** The first open item after the current one, or the first open one. */
function upcoming() {
  const items = state.items;
  const at = items.findIndex((item) => item === state.current);
  return items.slice(at + 1).find((item) => !item.done) ?? items.find((item) => !item.done && item !== state.current);
}

function showNow() {
  const { current } = state;
  const next = upcoming();
  const more = [current?.speaker, current?.minutes ? duration(current.minutes) : ''].filter(Boolean);
  by('now').hidden = !state.items.length;
  by('now').toggleAttribute('data-idle', !current);
  by('now-label').textContent = current ? t('on_now') : next ? t('nothing_on') : t('agenda');
  by('now-title').textContent = current?.title ?? (next ? next.title : t('all_done'));
  by('now-more').textContent = current ? more.join(' · ') : next ? t('up_next') : '';
  by('advance').textContent = current ? t(next ? 'next_item' : 'finish') : t('start');
  by('advance').hidden = !current && !next;
}

async function advance() {
  const { current } = state;
  const next = upcoming();
  // In this order nobody sees a moment with nothing on.
  if (next) await rows.get(next.id)?.change({ current: true });
  if (current) await rows.get(current.id)?.change({ done: true });
}

async function add(fields) {
  try {
    await server.add(fields);
    return true;
  } catch (refusal) {
    toast(t('not_saved', { reason: refusal.message }));
    return false;
  }
}

by('add').addEventListener('submit', async (event) => {
  event.preventDefault();
  const form = event.target;
  const { title, speaker, minutes } = Object.fromEntries(new FormData(form));
  if (!title.trim() || !(await add({ title, speaker, minutes: Number(minutes) || 0 }))) return;
  form.reset();
  form.elements.title.focus();
});

by('examples').addEventListener('click', async (event) => {
  event.target.disabled = true;
  const minutes = [5, 5, 20, 25, 40, 30, 10];
  for (const [index, title] of t('example_items').split('|').entries()) {
    if (!(await add({ title, minutes: minutes[index] }))) break;
  }
  event.target.disabled = false;
});

by('advance').addEventListener('click', advance);
draggable(list, (id, before) => rows.get(id)?.change({ before }));
list.addEventListener('dropped', showItems);
addEventListener('resize', () => rows.forEach((row) => row.fit()));
document.fonts.ready.then(() => rows.forEach((row) => row.fit()));

watch(showItems);
watch(showSummary);
watch(showNow);
files();
listen(receive, (now, kind) => {
  by('line').dataset.state = now;
  by('line-text').textContent = t(now === 'offline' ? 'offline' : kind === 'stream' ? 'live_stream' : 'live');
});
