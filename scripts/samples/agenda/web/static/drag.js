// Moving an item with mouse, pen or finger by its handle; the keyboard has buttons for it.

/** drop(id, beforeId or null) when an item was let go at another place. */
export function draggable(list, drop) {
  list.addEventListener('pointerdown', (down) => {
    const handle = down.target.closest('.handle');
    if (!handle || down.button !== 0) return;
    down.preventDefault();
    const element = handle.closest('.item');
    const home = element.nextElementSibling;
    handle.setPointerCapture(down.pointerId);
    element.classList.add('dragging');
    list.dataset.dragging = 'true';

    // The others make way: an element that is moved itself loses the pointer.
    const place = (next) => {
      const all = [...list.children];
      const from = all.indexOf(element);
      const to = next ? all.indexOf(next) : all.length;
      if (to < from) element.after(...all.slice(to, from));
      else if (to > from + 1) element.before(...all.slice(from + 1, to));
    };
    const move = (event) => {
      const above = [...list.children].filter((other) => other !== element);
      const next = above.find((other) => {
        const box = other.getBoundingClientRect();
        return event.clientY < box.top + box.height / 2;
      });
      place(next ?? null);
      if (event.clientY < 60) scrollBy(0, -12);
      if (event.clientY > innerHeight - 60) scrollBy(0, 12);
    };
    const end = (event) => {
      handle.removeEventListener('pointermove', move);
      handle.removeEventListener('pointerup', end);
      handle.removeEventListener('pointercancel', end);
      element.classList.remove('dragging');
      delete list.dataset.dragging;
      const next = element.nextElementSibling;
      if (event.type === 'pointercancel') place(home);
      else if (next !== home) drop(Number(element.dataset.id), next ? Number(next.dataset.id) : null);
      list.dispatchEvent(new Event('dropped'));
    };
    handle.addEventListener('pointermove', move);
    handle.addEventListener('pointerup', end);
    handle.addEventListener('pointercancel', end);
  });
}
