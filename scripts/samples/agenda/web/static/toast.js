// Short messages at the foot of the page, with at most one thing to do about them.
const SHOWN_MS = 5000;
const SHOWN_WITH_ACTION_MS = 12000;

export function toast(text, action, act) {
  const box = document.createElement('div');
  box.className = 'toast';
  box.append(Object.assign(document.createElement('span'), { textContent: text }));
  if (action) {
    const button = Object.assign(document.createElement('button'), { type: 'button', textContent: action });
    button.onclick = () => { box.remove(); act(); };
    box.append(button);
  }
  const list = document.getElementById('toasts');
  list.append(box);
  while (list.children.length > 3) list.firstChild.remove();
  setTimeout(() => box.remove(), action ? SHOWN_WITH_ACTION_MS : SHOWN_MS);
}
