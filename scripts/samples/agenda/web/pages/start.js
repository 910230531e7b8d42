// Within the page itself, so that it is there whenever the page is. What else a page is made of may fail to come: a telephone
// changes its network in that moment. A page without its script would stay as it is for ever, so it is loaded again, each
// time after a longer wait; how often that was done lies in the history, where a reload leaves it.
const times = history.state?.loadedAgain ?? 0;
let failed = false;

addEventListener('error', ({ target }) => {
  if (failed || !(target instanceof HTMLScriptElement || target.rel === 'stylesheet')) return;
  failed = true;
  history.replaceState({ loadedAgain: times + 1 }, '');
  setTimeout(() => location.reload(), Math.min(500 * 2 ** times, 15000) * (0.5 + Math.random()));
}, true);

addEventListener('load', () => failed || history.replaceState(null, ''));
