(() => {
  var d = document,
    b = d.body,
    log = d.querySelector('.chat-log'),
    calm = self.matchMedia && matchMedia('(prefers-reduced-motion: reduce)').matches,
    // Whoever has just come reads from the top; whoever has answered is led along.
    led = d.querySelector('.chat-log .you'),
    busy;
  if (!log || !self.fetch || !self.DOMParser) return;

  function all(root, selector) {
    return [].slice.call(root.querySelectorAll(selector));
  }
  function lead(item) {
    if (led) item.scrollIntoView({ block: 'nearest' });
  }
  // Answers, or what stands in their place where the conversation ends.
  function box(root) {
    return root.querySelector('.chat-replies') || d.querySelector('.chat-end');
  }
  // Forms of the frame, which stays; the new page says under which view they report.
  function frame(root) {
    return all(root, 'form').filter((form) => !form.closest('.chat-replies'));
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
    lead(dots);
    setTimeout(
      () => {
        log.replaceChild(item, dots);
        lead(item);
        play(items, done);
      },
      Math.min(500 + item.textContent.length * 14, 2200),
    );
  }
  function show(replies, focus) {
    replies.hidden = false;
    lead(replies);
    if (focus) {
      replies.tabIndex = -1;
      replies.focus({ preventScroll: true });
    }
    hook(replies);
  }
  // The next page's conversation takes the place of this one's; the page itself stays.
  function move(html, url, fallBack) {
    var next = new DOMParser().parseFromString(html, 'text/html'),
      other = next.querySelector('.chat-log'),
      forms = frame(next);
    if (!other || forms.length !== frame(d).length) return fallBack();
    var items = all(other, 'li'),
      fresh = items.filter((item) => item.classList.contains('new')),
      mine = items[items.indexOf(fresh[0]) - 1],
      replies = box(next),
      old = box(d),
      mark = d.createComment('');
    if (mine) {
      mine.removeAttribute('id');
      log.appendChild(mine);
    }
    led = 1;
    old.parentNode.replaceChild(mark, old);
    history.replaceState(null, '', url);
    b.dataset.view = next.body.dataset.view;
    b.dataset.p = next.body.dataset.p || '';
    frame(d).forEach((form, i) => {
      ['view', 'seq'].forEach((name) => {
        form.elements[name].value = forms[i].elements[name].value;
      });
    });
    dispatchEvent(new Event('s-view'));
    play(fresh, () => {
      busy = 0;
      if (!replies) return;
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
  var start = box(d),
    first = all(log, '.new');
  if (!start) return;
  start.hidden = true;
  first.forEach((item) => {
    log.removeChild(item);
  });
  play(first, () => show(start, 0));
})();
