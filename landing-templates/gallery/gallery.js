(() => {
  const data = JSON.parse(document.getElementById('data').textContent);
  const WIDTHS = [320, 360, 768, 1280];
  const state = { slug: '', pages: [], locales: ['en'], widths: [360], variant: '', flags: false };

  function read() {
    const [slug, query] = location.hash.slice(1).split('?');
    const given = new URLSearchParams(query);
    const list = (name) => (given.get(name) || '').split(',').filter(Boolean);
    const entry = data.entries.find((one) => one.slug === slug) || data.entries[0];
    state.slug = entry.slug;
    state.pages = list('page').filter((page) => entry.pages.includes(page));
    if (state.pages.length === 0) state.pages = entry.pages.slice(0, 3);
    const spoken = list('lang').filter((tag) => entry.locales.includes(tag));
    state.locales = spoken.length > 0 ? spoken : ['en'];
    const widths = list('width').map(Number);
    state.widths = widths.length > 0 ? widths : [360];
    state.variant = entry.variants.includes(given.get('variant')) ? given.get('variant') : '';
    state.flags = entry.flags && given.get('flags') === '1';
    return entry;
  }
  function write(change) {
    Object.assign(state, change);
    const query = new URLSearchParams({
      page: state.pages.join(),
      lang: state.locales.join(),
      width: state.widths.join(),
      ...(state.variant ? { variant: state.variant } : {}),
      ...(state.flags ? { flags: '1' } : {}),
    });
    location.hash = `${state.slug}?${query}`;
  }
  function element(tag, attributes, ...children) {
    const node = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes || {})) node.setAttribute(name, value);
    node.append(...children);
    return node;
  }
  function choices(title, options, chosen, name, many) {
    const set = element('fieldset', {}, element('legend', {}, title));
    for (const [value, label] of options) {
      const input = element('input', { type: many ? 'checkbox' : 'radio', name: title });
      input.checked = many ? chosen.includes(value) : chosen === value;
      input.onchange = () => {
        if (!many) return write({ [name]: value });
        const next = options
          .map(([one]) => one)
          .filter((one) => (one === value ? input.checked : chosen.includes(one)));
        write({ [name]: next.length > 0 ? next : [value] });
      };
      set.append(element('label', {}, input, label));
    }
    return set;
  }
  function address(entry, page, locale) {
    const words = [entry.slug, page, state.flags ? 'flags' : '', state.variant, locale];
    return `pages/${words.filter(Boolean).join('.')}${data.live ? '' : '.html'}`;
  }
  function frame(entry, page, locale, width) {
    const height = width < 700 ? 640 : 800;
    const room = Math.min(1, (document.querySelector('main').clientWidth - 60) / width);
    const url = address(entry, page, locale);
    const view = element('iframe', {
      src: url,
      width,
      height,
      loading: 'lazy',
      title: `${page} ${locale} ${width}`,
    });
    const screen = element('div', { class: 'screen' }, view);
    if (room < 1) {
      view.style.transform = `scale(${room})`;
      view.style.transformOrigin = '0 0';
      screen.style.width = `${width * room}px`;
      screen.style.height = `${height * room}px`;
    }
    const link = element('a', { href: url, target: '_blank' }, 'open');
    const caption = element(
      'figcaption',
      {},
      `${page} · ${data.languages[locale]} · ${width} px · `,
      link,
    );
    return element('figure', { class: width < 700 ? 'phone' : 'wide' }, caption, screen);
  }
  function show() {
    const entry = read();
    const list = document.getElementById('list');
    list.replaceChildren();
    for (const group of new Set(data.entries.map((one) => one.group))) {
      list.append(element('h2', {}, group));
      for (const one of data.entries.filter((other) => other.group === group)) {
        const link = element(
          'a',
          { href: `#${one.slug}` },
          one.title,
          element('small', {}, one.slug),
        );
        if (one === entry) link.setAttribute('aria-current', 'page');
        list.append(link);
      }
    }
    const head = [element('h1', {}, entry.title), element('p', {}, entry.about)];
    if (entry.twin)
      head.push(element('p', {}, 'Pair: ', element('a', { href: `#${entry.twin}` }, entry.twin)));
    document.getElementById('head').replaceChildren(...head);
    const named = (values) => values.map((value) => [value, String(value)]);
    const languages = entry.locales.map((tag) => [tag, data.languages[tag]]);
    const bar = [
      choices('Page', named(entry.pages), state.pages, 'pages', true),
      choices('Language', languages, state.locales, 'locales', true),
      choices('Width', named(WIDTHS), state.widths, 'widths', true),
    ];
    if (entry.variants.length > 0) {
      const audiences = [['', 'everyone'], ...named(entry.variants)];
      bar.push(choices('Audience', audiences, state.variant, 'variant', false));
    }
    if (entry.flags) {
      bar.push(
        choices(
          'Signs',
          [
            [false, 'hidden'],
            [true, 'shown'],
          ],
          state.flags,
          'flags',
          false,
        ),
      );
    }
    document.getElementById('bar').replaceChildren(...bar);
    const frames = [];
    for (const page of state.pages)
      for (const locale of state.locales)
        for (const width of state.widths) frames.push(frame(entry, page, locale, width));
    document.getElementById('frames').replaceChildren(...frames);
  }
  addEventListener('hashchange', show);
  show();
})();
