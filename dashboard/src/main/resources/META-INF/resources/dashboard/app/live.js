// Live events: one stream for the whole page, read with fetch so that the token stays out of the URL.

import { onSession, stream, user } from './api.js';

const listeners = new Set();
let controller = null;
let pause = 1000;
let connected = false;

/** Calls back with every event, and with {type: 'reconnected'} after a gap; gives a function that ends it. */
export function onEvents(listener) {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

export const isLive = () => connected;

function tell(event) {
  listeners.forEach((listener) => listener(event));
}

async function read(mine) {
  const response = await stream('/events', mine.signal);
  connected = true;
  pause = 1000;
  tell({ type: 'reconnected' });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return;
    }
    const blocks = (rest + value).split('\n\n');
    rest = blocks.pop();
    for (const block of blocks) {
      const data = block.split('\n').find((line) => line.startsWith('data:'));
      if (data) {
        const event = JSON.parse(data.slice(5));
        if (event.happening) {
          tell({ ...event.happening, at: event.at, id: event.id, chargerId: event.chargerId });
        }
      }
    }
  }
}

async function run(mine) {
  while (!mine.signal.aborted && user()) {
    try {
      await read(mine);
    } catch {
      // The stream broke; it is opened again below.
    }
    if (connected) {
      connected = false;
      tell({ type: 'disconnected' });
    }
    await new Promise((resolve) => setTimeout(resolve, pause));
    pause = Math.min(pause * 2, 15000);
  }
}

/** Opens the stream while somebody is signed in. */
export function start() {
  const follow = () => {
    controller?.abort();
    controller = null;
    if (user()) {
      controller = new AbortController();
      run(controller);
    }
  };
  onSession(follow);
  follow();
}
