// The files beside the agenda: dropped or chosen, listed, fetched, deleted.
import * as server from './server.js';
import { state, watch } from './state.js';
import { size, t } from './text.js';
import { toast } from './toast.js';

const list = document.getElementById('files');
const uploads = document.getElementById('uploads');
const drop = document.getElementById('drop');

function make(tag, fields, ...children) {
  const element = Object.assign(document.createElement(tag), fields);
  element.append(...children);
  return element;
}

function icon(name) {
  const svg = document.createElementNS('http://www.w3.org/2000/svg', 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS('http://www.w3.org/2000/svg', 'use');
  use.setAttribute('href', `#${name}`);
  svg.append(use);
  return svg;
}

function line(file) {
  const label = t('download', { name: file.name });
  const name = make('a', { className: 'file-name', href: `/api/files/${file.id}`, title: label, textContent: file.name });
  const bin = make('button', { className: 'action remove', type: 'button', title: t('delete_file', { name: file.name }) }, icon('i-bin'));
  bin.setAttribute('aria-label', bin.title);
  bin.onclick = () => server.removeFile(file).catch((refusal) => refusal.status !== 404 && toast(refusal.message));
  const words = make('div', {}, name, make('span', { className: 'file-size', textContent: size(file.size) }));
  return make('li', { className: 'file' }, icon('i-file'), words, bin);
}

async function send(file) {
  const bar = make('progress', { max: 1, value: 0 });
  bar.setAttribute('aria-label', file.name);
  const row = make('li', { className: 'file' }, icon('i-up-tray'), make('div', {}, make('span', { className: 'file-name', textContent: file.name }), bar), make('span', {}));
  uploads.append(row);
  try {
    await server.upload(file, (fraction) => { bar.value = fraction; });
  } catch (refusal) {
    toast(t('upload_failed', { name: file.name, reason: refusal.message }));
  }
  row.remove();
}

export function files() {
  watch(() => {
    list.replaceChildren(...state.files.map(line));
    document.getElementById('no-files').hidden = state.files.length > 0;
  });
  document.getElementById('choose').addEventListener('change', async (event) => {
    const chosen = [...event.target.files];
    event.target.value = '';
    for (const file of chosen) await send(file);
  });
  addEventListener('dragover', (event) => {
    if (![...event.dataTransfer.types].includes('Files')) return;
    event.preventDefault();
    drop.classList.add('over');
  });
  addEventListener('dragleave', (event) => event.relatedTarget === null && drop.classList.remove('over'));
  addEventListener('drop', async (event) => {
    drop.classList.remove('over');
    if (!event.dataTransfer.files.length) return;
    event.preventDefault();
    for (const file of [...event.dataTransfer.files]) await send(file);
  });
}
