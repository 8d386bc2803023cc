// Which page a path shows. Links are plain links; this takes the clicks.

const watchers = new Set();

export function onRoute(watcher) {
  watchers.add(watcher);
}

export function go(path) {
  if (path !== location.pathname + location.search) {
    history.pushState(null, '', path);
  }
  watchers.forEach((watcher) => watcher());
}

export function start() {
  addEventListener('popstate', () => watchers.forEach((watcher) => watcher()));
  addEventListener('click', (event) => {
    const anchor = event.composedPath().find((node) => node instanceof HTMLAnchorElement);
    const ours = anchor && anchor.origin === location.origin && !anchor.pathname.startsWith('/api') && !anchor.target;
    if (ours && event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey) {
      event.preventDefault();
      go(anchor.pathname + anchor.search);
    }
  });
}
