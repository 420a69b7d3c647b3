(() => {
  var d = document,
    b = d.body,
    log = d.querySelector('.chat-log'),
    calm = self.matchMedia && matchMedia('(prefers-reduced-motion: reduce)').matches,
    busy;
  if (!log || !self.fetch || !self.DOMParser) return;

  function all(root, selector) {
    return [].slice.call(root.querySelectorAll(selector));
  }
  function box() {
    return d.querySelector('.chat-replies') || d.querySelector('.chat-end');
  }
  // What the other side says comes piece by piece, as if typed; a reader who wants calm gets it at once.
  function play(items, done) {
    var item = items.shift();
    if (!item) return done();
    if (calm) {
      log.appendChild(item);
      return play(items, done);
    }
    var dots = d.createElement('li');
    dots.className = 'them typing';
    dots.setAttribute('aria-hidden', 'true');
    dots.innerHTML = '<p><i></i><i></i><i></i></p>';
    log.appendChild(dots);
    dots.scrollIntoView({ block: 'nearest' });
    setTimeout(
      () => {
        log.replaceChild(item, dots);
        item.scrollIntoView({ block: 'nearest' });
        play(items, done);
      },
      Math.min(500 + item.textContent.length * 14, 2200),
    );
  }
  function show(replies, focus) {
    replies.hidden = false;
    replies.scrollIntoView({ block: 'nearest' });
    if (focus) {
      replies.tabIndex = -1;
      replies.focus({ preventScroll: true });
    }
    hook(replies);
  }
  // The next page's conversation takes the place of this one's; the page itself stays.
  function move(html, url, fallBack) {
    var next = new DOMParser().parseFromString(html, 'text/html'),
      other = next.querySelector('.chat-log');
    if (!other) return fallBack();
    var items = all(other, 'li'),
      fresh = items.filter((item) => item.classList.contains('new')),
      mine = items[items.indexOf(fresh[0]) - 1],
      mark = d.createComment(''),
      old = box(),
      replies = next.querySelector('.chat-replies') || next.querySelector('.chat-end');
    // Only an answer of the person's stands before what is new.
    if (items.indexOf(fresh[0]) > 0 && mine.matches('.you')) log.appendChild(mine);
    old.parentNode.replaceChild(mark, old);
    history.replaceState(null, '', url);
    b.dataset.view = next.body.dataset.view;
    dispatchEvent(new Event('s-view'));
    play(fresh, () => {
      busy = 0;
      mark.parentNode.replaceChild(replies, mark);
      show(replies, 1);
    });
  }
  function go(address, options, fallBack) {
    if (busy) return;
    busy = 1;
    var failed = () => {
      busy = 0;
      fallBack();
    };
    fetch(address, options)
      .then((r) => {
        if (!r.ok) throw 0;
        return r.text().then((html) => move(html, r.url, failed));
      })
      .catch(failed);
  }
  function hook(replies) {
    all(replies, 'form').forEach((form) => {
      // Leaving and the last step go to a page of their own.
      if (form.hasAttribute('data-last')) return;
      form.addEventListener('submit', (e) => {
        e.preventDefault();
        go(
          form.action,
          { method: 'POST', body: new URLSearchParams(new FormData(form)), credentials: 'omit' },
          () => form.submit(),
        );
      });
    });
    all(replies, 'a[href^="?at="]').forEach((link) => {
      link.addEventListener('click', (e) => {
        e.preventDefault();
        go(link.href, { credentials: 'omit' }, () => {
          location.href = link.href;
        });
      });
    });
  }
  var start = box(),
    first = all(log, '.new');
  if (!start) return;
  start.hidden = true;
  first.forEach((item) => {
    log.removeChild(item);
  });
  play(first, () => show(start, 0));
})();
