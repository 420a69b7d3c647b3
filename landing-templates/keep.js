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
        shown = box.querySelectorAll(`[data-kept="${name}"]`);
      if (kept[name] < select.options.length) select.selectedIndex = kept[name];
      function write() {
        [].forEach.call(shown, (place) => {
          place.textContent = select.options[select.selectedIndex].textContent;
        });
      }
      select.onchange = () => {
        kept[name] = select.selectedIndex;
        write();
        try {
          localStorage.setItem(K, JSON.stringify(kept));
        } catch (_e) {}
      };
      write();
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
