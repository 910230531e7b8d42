// Requests to the API. An answer that is not a success becomes a Refusal.
import { t } from './text.js';

export class Refusal extends Error {
  constructor(status, body) {
    super(status === 503 || status === 502 ? t('unavailable') : body.message ?? `HTTP ${status}`);
    this.status = status;
    this.item = body.item;
  }
}

async function send(method, path, body) {
  let answer;
  try {
    const headers = body === undefined ? {} : { 'Content-Type': 'application/json' };
    answer = await fetch(path, { method, headers, body: body === undefined ? undefined : JSON.stringify(body) });
  } catch {
    throw new Refusal(503, {});
  }
  const content = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refusal(answer.status, content);
  return content;
}

export const add = (fields) => send('POST', '/api/items', fields);
export const edit = (item, fields) => send('PATCH', `/api/items/${item.id}`, { version: item.version, ...fields });
export const remove = (item) => send('DELETE', `/api/items/${item.id}?version=${item.version}`);
export const restore = (item) => send('POST', `/api/items/${item.id}/restore`);
export const removeFile = (file) => send('DELETE', `/api/files/${file.id}`);

/** Sends a file as it is; told(fraction) while it goes. */
export function upload(file, told) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('PUT', `/api/files/${encodeURIComponent(file.name)}`);
    request.upload.onprogress = (event) => event.lengthComputable && told(event.loaded / event.total);
    request.onerror = () => reject(new Refusal(503, {}));
    request.onload = () => {
      if (request.status === 201) resolve();
      else if (request.status === 413) reject(new Refusal(413, { message: t('too_large') }));
      else reject(new Refusal(request.status, {}));
    };
    request.send(file);
  });
}
