(() => {
  var d = document;
  function all(selector, use) {
    [].forEach.call(d.querySelectorAll(selector), use);
  }
  // The person's own choices: places in a list, on this phone only.
  all('.s-keep', (box) => {
    // Another page's choices are another list.
    var K = `plan ${d.body.className}`,
      kept = {};
    try {
      kept = JSON.parse(localStorage.getItem(K) || '{}');
    } catch (_e) {}
    box.hidden = false;
    [].forEach.call(box.querySelectorAll('[data-keep]'), (select) => {
      var name = select.dataset.keep,
        shown = box.querySelectorAll(`[data-kept="${name}"]`),
        picks = d.createElement('div');
      if (kept[name] < select.options.length) select.selectedIndex = kept[name];
      function write(option) {
        [].forEach.call(shown, (place) => {
          place.textContent = option.textContent;
        });
      }
      // A list of buttons shows every choice in full; a closed select cuts off what is long.
      [].forEach.call(select.options, (option, n) => {
        var pick = d.createElement('label'),
          button = d.createElement('input');
        pick.className = 'pick';
        button.type = 'radio';
        button.name = `keep-${name}`;
        button.checked = option.selected;
        button.onchange = () => {
          kept[name] = n;
          write(option);
          try {
            localStorage.setItem(K, JSON.stringify(kept));
          } catch (_e) {}
        };
        pick.appendChild(button);
        pick.appendChild(d.createElement('span')).textContent = option.textContent;
        picks.appendChild(pick);
        if (option.selected) write(option);
      });
      picks.className = 'picks';
      picks.setAttribute('role', 'radiogroup');
      picks.setAttribute('aria-labelledby', select.getAttribute('aria-labelledby'));
      select.parentNode.replaceChild(picks, select);
    });
  });
  // The phone's own menu for sharing, where there is one; else the link opens a message.
  all('a[data-share]', (link) => {
    if (!navigator.share) return;
    link.onclick = () => {
      navigator.share({ text: link.dataset.share }).catch(() => {});
      return false;
    };
  });
})();
