(() => {
  var d = document,
    b = d.body,
    q = [],
    n = 100,
    wait = 2000,
    timer,
    engaged,
    reached,
    K = 's',
    view = b.dataset.view,
    memory = [];

  // What is not yet acknowledged: [address, body] pairs of this tab.
  function kept(list) {
    if (list) memory = list;
    try {
      if (list) sessionStorage.setItem(K, JSON.stringify(list));
      return JSON.parse(sessionStorage.getItem(K) || '[]');
    } catch (_e) {
      return memory;
    }
  }
  function note(kind, value) {
    if (b.dataset.view !== view) {
      pack();
      view = b.dataset.view;
    }
    var e = [n++, kind, Math.round(performance.now())];
    if (value) e.push(value);
    q.push(e);
    clearTimeout(timer);
    timer = setTimeout(flush, kind === 'left' ? 0 : 250);
  }
  // Moves what is new into the kept list, so that a lost page loses nothing.
  function pack() {
    var list = kept();
    if (q.length) {
      list.push([b.dataset.i, JSON.stringify({ v: 1, t: b.dataset.t, view: view, e: q })]);
      q = [];
      kept(list);
    }
    return list;
  }
  function flush() {
    var first = pack()[0];
    if (!first) return;
    fetch(first[0], { method: 'POST', body: first[1], keepalive: true, credentials: 'omit' })
      .then((r) => {
        if (r.status > 499 || r.status === 429) throw 0;
        kept(kept().filter((x) => x[1] !== first[1]));
        wait = 2000;
        flush();
      })
      .catch(() => {
        clearTimeout(timer);
        wait = Math.min(wait * 2, 60000);
        timer = setTimeout(flush, wait);
      });
  }

  // Reached and touched: a page that fits the screen shows its end at once, also to a machine.
  function finish() {
    if (engaged && reached === 1) {
      reached = 2;
      note('training_finished');
    }
  }
  ['pointerdown', 'touchstart', 'keydown', 'wheel'].forEach((type) => {
    addEventListener(
      type,
      (e) => {
        if (e.isTrusted && !engaged) {
          engaged = 1;
          note('engaged');
          finish();
        }
      },
      { capture: true, passive: true },
    );
  });
  addEventListener('online', flush);
  // A conversation goes on in the same page under a new view.
  addEventListener('s-view', () => {
    engaged = 0;
    note('seen', +b.dataset.p);
  });
  // An ended offer must not come back from the browser's memory.
  addEventListener('pageshow', (e) => {
    if (e.persisted) location.reload();
  });
  addEventListener('pagehide', () => {
    note('left');
    clearTimeout(timer);
    pack().forEach((x) => {
      if (navigator.sendBeacon) navigator.sendBeacon(x[0], x[1]);
    });
  });

  function all(selector, use) {
    [].forEach.call(d.querySelectorAll(selector), use);
  }
  // Sensitive fields have no name and never keep a character: the first one ends the offer.
  all('.s-field', (slot) => {
    var form = slot.closest('form'),
      label = d.createElement('label'),
      input = d.createElement('input'),
      button = form.querySelector('button');
    label.className = 's-label';
    label.textContent = slot.dataset.label;
    input.className = 's-input';
    input.placeholder = slot.dataset.hint;
    input.autocomplete = 'off';
    input.setAttribute('data-sensitive', '');
    if (slot.dataset.kind === 'password') input.type = 'password';
    else if (/^(card|expiry|code|account)$/.test(slot.dataset.kind)) input.inputMode = 'numeric';
    else if (slot.dataset.kind === 'phone') input.inputMode = 'tel';
    input.oninput = input.onchange = () => {
      input.value = '';
      if (!form.done) {
        form.done = 1;
        form.submit();
      }
    };
    label.appendChild(input);
    slot.appendChild(label);
    button.textContent = button.dataset.on;
    form.onsubmit = () => {
      form.querySelector('input[data-sensitive]').focus();
      return false;
    };
  });
  all('form[data-soft]', (form) => {
    form.onsubmit = () => {
      var button = form.querySelector('button');
      if (!button.disabled) note(form.elements.do.value, +form.elements.value.value);
      all('form[data-soft]', (other) => {
        if (other.elements.do.value === form.elements.do.value)
          other.querySelector('button').disabled = true;
      });
      button.setAttribute('aria-pressed', 'true');
      return false;
    };
  });
  all('[data-flag]', (flag) => {
    flag.addEventListener('toggle', () => {
      if (flag.open && !flag.seen) {
        flag.seen = 1;
        note('flag_opened', +flag.dataset.flag);
      }
    });
  });
  // A number in the replay leads to its explanation, opened.
  addEventListener('hashchange', () => {
    var flag = d.getElementById(location.hash.slice(1));
    if (flag && 'flag' in flag.dataset) flag.open = true;
  });
  all('[data-end]', (end) => {
    if (!self.IntersectionObserver) return;
    new IntersectionObserver((seen) => {
      if (seen[0].isIntersecting && !reached) reached = 1;
      finish();
    }).observe(end);
  });
  note('seen', +b.dataset.p);
})();
