// What this page knows: items and files, kept up to date by messages of the server.
const items = new Map();
const files = new Map();
const watchers = [];
let current = null;
let known = false;

export const state = {
  get known() { return known; },
  get current() { return items.get(current); },
  get files() { return [...files.values()].sort((a, b) => a.uploaded.localeCompare(b.uploaded)); },
  get items() { return [...items.values()].sort((a, b) => a.position - b.position || a.id - b.id); },
  item: (id) => items.get(id),
};

export function watch(watcher) {
  watchers.push(watcher);
}

export function receive(message) {
  if (message.kind === 'snapshot') {
    items.clear();
    files.clear();
    known = true;
  }
  current = message.current;
  message.items.forEach(keep);
  message.files.forEach((file) => files.set(file.id, file));
  message.removed_items?.forEach((id) => items.delete(id));
  message.removed_files?.forEach((id) => files.delete(id));
  tell();
}

/** An answer to our own request may be here before or after the message about it. */
export function learn(item) {
  keep(item);
  tell();
}

function keep(item) {
  const old = items.get(item.id);
  if (!old || old.version <= item.version) items.set(item.id, item);
}

function tell() {
  watchers.forEach((watcher) => watcher());
}
