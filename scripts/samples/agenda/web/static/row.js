// One item on the page: shows it, and turns what people do to it into requests.
import * as server from './server.js';
import { learn, state } from './state.js';
import { t } from './text.js';
import { toast } from './toast.js';

const READ = {
  title: (field) => field.value.trim().replace(/\s+/g, ' '),
  speaker: (field) => field.value.trim().replace(/\s+/g, ' '),
  minutes: (field) => Math.max(0, Math.min(1440, Math.round(Number(field.value) || 0))),
};
const SHOW = { title: (v) => v, speaker: (v) => v, minutes: (v) => v || '' };

export class Row {
  constructor(item) {
    this.item = item;
    this.pending = Promise.resolve();
    this.element = document.getElementById('item').content.firstElementChild.cloneNode(true);
    this.element.dataset.id = item.id;
    for (const name of Object.keys(READ)) this.#editable(name);
    this.#on('.done', 'change', (event) => this.change({ done: event.target.checked }));
    this.#on('.current', 'click', () => this.change({ current: state.current?.id !== this.item.id }));
    this.#on('.up', 'click', () => this.#step(-1));
    this.#on('.down', 'click', () => this.#step(1));
    this.#on('.remove', 'click', () => this.#remove());
  }

  get(selector) {
    return this.element.querySelector(selector);
  }

  show(item, index, count) {
    const isCurrent = state.current?.id === item.id;
    this.item = item;
    this.get('.number').textContent = index + 1;
    this.get('.done').checked = item.done;
    this.element.classList.toggle('is-done', item.done);
    this.element.classList.toggle('is-current', isCurrent);
    this.element.setAttribute('aria-current', isCurrent ? 'true' : 'false');
    this.get('.up').disabled = index === 0;
    this.get('.down').disabled = index === count - 1;
    const button = this.get('.current');
    button.setAttribute('aria-pressed', isCurrent);
    button.title = t(isCurrent ? 'clear_current' : 'make_current');
    button.setAttribute('aria-label', button.title);
    for (const name of Object.keys(READ)) {
      const field = this.get(`.${name}`);
      // What somebody is typing stays; whether it may be saved, the server decides by the version.
      if (field !== document.activeElement && !field.dataset.conflict) field.value = SHOW[name](item[name]);
    }
    this.fit();
  }

  /** As high as its text; a textarea doesn't do this by itself everywhere. */
  fit() {
    const title = this.get('.title');
    title.style.height = 'auto';
    title.style.height = `${title.scrollHeight + 2}px`;
  }

  #on(selector, event, act) {
    this.get(selector).addEventListener(event, act);
  }

  #editable(name) {
    const field = this.get(`.${name}`);
    field.addEventListener('focus', () => { field.before = this.item[name]; });
    field.addEventListener('input', () => this.fit());
    field.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && !event.isComposing) {
        event.preventDefault();
        field.blur();
      } else if (event.key === 'Escape') {
        field.value = SHOW[name](this.item[name]);
        field.blur();
      }
    });
    field.addEventListener('blur', () => {
      if (field.dataset.conflict) return;
      const value = READ[name](field);
      if (value === field.before || (name === 'title' && !value)) field.value = SHOW[name](this.item[name]);
      else this.#save(name, value, field.before);
      this.fit();
    });
  }

  /** Saves one field. Others may have changed the rest of the item meanwhile; only the same field is a conflict. */
  #save(name, value, before) {
    const attempt = async () => {
      const item = state.item(this.item.id);
      if (!item) return toast(t('gone'));
      if (item[name] === value) return;
      if (item[name] !== before) return this.#conflict(name, value, item);
      try {
        learn(await server.edit(item, { [name]: value }));
      } catch (refusal) {
        if (refusal.status === 503) {
          // What was typed is not lost with the moment.
          return toast(t('not_saved', { reason: refusal.message }), t('again'), () => this.#save(name, value, before));
        }
        if (refusal.status !== 409) return this.#refused(refusal);
        learn(refusal.item);
        return attempt();
      }
    };
    this.pending = this.pending.then(attempt);
  }

  #conflict(name, value, item) {
    const field = this.get(`.${name}`);
    const note = this.get('.conflict');
    field.dataset.conflict = 'true';
    field.value = SHOW[name](value);
    note.querySelector('q').textContent = SHOW[name](item[name]) || '–';
    note.hidden = false;
    const close = () => {
      note.hidden = true;
      delete field.dataset.conflict;
    };
    note.querySelector('.mine').onclick = () => { close(); this.#save(name, READ[name](field), item[name]); };
    note.querySelector('.theirs').onclick = () => { close(); learn(state.item(item.id) ?? item); };
    this.fit();
    note.querySelector('.mine').focus();
  }

  /** Marks, moves: what somebody else did in the same moment is shown, and the click may be repeated. */
  change(fields) {
    this.pending = this.pending.then(async () => {
      try {
        learn(await server.edit(state.item(this.item.id) ?? this.item, fields));
      } catch (refusal) {
        if (refusal.status === 409) {
          learn(refusal.item);
          toast(t('moved_on'));
        } else {
          this.#refused(refusal);
        }
      }
    });
    return this.pending;
  }

  #step(by) {
    const others = state.items.filter((item) => item.id !== this.item.id);
    const at = state.items.findIndex((item) => item.id === this.item.id) + by;
    this.change({ before: others[at]?.id ?? null }).then(() => this.get(by < 0 ? '.up' : '.down').focus());
  }

  #remove() {
    const { item } = this;
    this.pending = this.pending.then(async () => {
      try {
        await server.remove(state.item(item.id) ?? item);
        const undo = () => server.restore(item).catch((refusal) => this.#refused(refusal));
        toast(t('removed', { title: item.title }), t('undo'), undo);
      } catch (refusal) {
        if (refusal.item) learn(refusal.item);
        this.#refused(refusal);
      }
    });
  }

  #refused(refusal) {
    if (refusal.status === 404) toast(t('gone'));
    else toast(refusal.status === 409 ? t('moved_on') : t('not_saved', { reason: refusal.message }));
    const item = state.item(this.item.id);
    if (item) learn(item);
  }
}
