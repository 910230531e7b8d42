// The live connection: a WebSocket, or, where something between us and the server allows none, an endless response.
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5000;
const SILENCE_MS = 20000;
// A bad network may swallow an attempt: nothing opens, and nothing fails.
const LONGEST_ATTEMPT_MS = 15000;

/** Calls message(object) for each message and state('live' | 'offline', kind) for each turn; never gives up. */
export async function listen(message, state) {
  let wait = FIRST_WAIT_MS;
  let refusals = 0;
  for (;;) {
    const began = performance.now();
    const kind = refusals >= 2 ? 'stream' : 'websocket';
    let heard = false;
    const hear = (text) => {
      const parsed = JSON.parse(text);
      if (parsed.kind === 'pong') return;
      if (!heard) state('live', kind);
      heard = true;
      message(parsed);
    };
    await (kind === 'stream' ? overStream(hear) : overWebSocket(hear)).catch(() => {});
    state('offline');
    // Every second attempt without a word is made the other way.
    refusals = heard ? (kind === 'stream' ? 2 : 0) : (refusals + 1) % 4;
    wait = heard && performance.now() - began > 1000 ? FIRST_WAIT_MS : Math.min(wait * 2, LONGEST_WAIT_MS);
    // Everybody reconnects after a restart: not all in the same moment.
    await sleepOrOnline(wait * (0.5 + Math.random()));
  }
}

function overWebSocket(hear) {
  return new Promise((resolve) => {
    const socket = new WebSocket(`${location.protocol === 'https:' ? 'wss' : 'ws'}://${location.host}/ws`);
    // The first message comes with the opening.
    let silence = setTimeout(() => done(), LONGEST_ATTEMPT_MS);
    // After waking from sleep a dead line looks alive: ask, and hang up when nothing comes.
    const ask = () => {
      if (document.visibilityState !== 'visible' || socket.readyState !== WebSocket.OPEN) return;
      socket.send('ping');
      clearTimeout(silence);
      silence = setTimeout(done, SILENCE_MS);
    };
    const done = () => {
      clearTimeout(silence);
      document.removeEventListener('visibilitychange', ask);
      socket.onclose = socket.onmessage = null;
      socket.close();
      resolve();
    };
    document.addEventListener('visibilitychange', ask);
    socket.onclose = done;
    socket.onmessage = (event) => {
      clearTimeout(silence);
      hear(event.data);
    };
  });
}

async function overStream(hear) {
  const attempt = new AbortController();
  const silence = setTimeout(() => attempt.abort(), LONGEST_ATTEMPT_MS);
  const answer = await fetch('/system/autoupdate', { method: 'POST', body: '{}', signal: attempt.signal });
  clearTimeout(silence);
  if (!answer.ok) return;
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  for (let rest = ''; ; ) {
    const { value, done } = await reader.read();
    if (done) return;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    lines.forEach(hear);
  }
}

function sleepOrOnline(ms) {
  return new Promise((resolve) => {
    setTimeout(resolve, ms);
    addEventListener('online', resolve, { once: true });
  });
}
