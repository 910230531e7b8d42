// What the room sees: the current item, large.
import { clock, t } from './text.js';

const by = (id) => document.getElementById(id);
let shown = null;

function show({ item, number, of, next }) {
  const title = by('title');
  by('number').textContent = item ? t('item_of', { number, of }) : '';
  title.textContent = item ? item.title : t(next || !of ? 'waiting' : 'all_done');
  title.classList.toggle('long', Boolean(item) && item.title.length > 60);
  title.classList.toggle('waiting', !item);
  by('speaker').textContent = item?.speaker ?? '';
  by('next').textContent = next ? `${t('up_next')}: ${next.title}` : '';
  if (shown !== (item?.id ?? null)) {
    const main = document.querySelector('main');
    main.classList.remove('change');
    void main.offsetWidth; // restarts the animation
    main.classList.add('change');
  }
  shown = item?.id ?? null;
}

function line(state, text) {
  by('line').dataset.state = state;
  by('line').title = t(text);
}

function connect() {
  const source = new EventSource('/system/projector');
  source.addEventListener('projector', (event) => {
    line('live', 'live');
    show(JSON.parse(event.data));
  });
  source.onerror = () => {
    line('offline', 'offline');
    // The browser tries again by itself, except after an answer that is no stream (a 503 while we restart).
    if (source.readyState === EventSource.CLOSED) setTimeout(connect, 1000 + Math.random() * 2000);
  };
}

function tick() {
  by('clock').textContent = clock(new Date());
  setTimeout(tick, 60000 - (Date.now() % 60000));
}

tick();
connect();
