/** A small valid pair of offers and a debrief, to be broken one way at a time. */
import type { SourceFile, TemplateSource } from '../../landing-templates/types.ts';

type Files = Readonly<Record<string, string>>;
type Changes = Readonly<Record<string, string | ((text: string) => string) | undefined>>;

const MANIFEST = `kind: offer
title: Kettle
about: A kettle at a third of its price.
role: lure
twin: kettle-twin
family: shop
harm_class: everyday
pretexts: []
entity:
  name: Tavelloon
  sender: Tavelloon Deals
host: tavelloon.deals.example
currency: THB
amounts:
  now: 300
pages:
  - { key: ad, file: ad.html, step: seen, observed: true }
  - { key: checkout, file: checkout.html, step: started, observed: true }
messages: [entry]
compliance_step: pay
stops_at_intent: false
fields:
  - { key: colour, sensitive: false, about: Colour. }
  - { key: card, sensitive: true, about: Card number. }
red_flags:
  - key: price
    at: [{ page: ad, element: price }]
  - key: hurry
    at: [{ page: ad, element: hurry }]
  - key: address
    at: [{ page: ad, element: address }]
good_signs: []
persuasion: [scarcity]
phish_scale:
  cues: { limited_time_offer: 1 }
  premise: { habit: 2, relevance: 2, fits_events: 0, worry: 0 }
events:
  seen: Shown.
`;

const AD = `<main class="post">
  <h1>{{offer.name}}</h1>
  <p id="hurry">{{copy.hurry}}</p>
  <p id="price">{{money.now}}</p>
  <img src="kettle.svg" alt="{{copy.alt}}">
  <select data-field="colour" aria-label="{{copy.colour}}"><option selected>{{copy.red}}</option></select>
  <s-step to="checkout" class="cta">{{copy.go}}</s-step>
</main>
<s-report>{{copy.report}}</s-report>
`;

const CHECKOUT = `<main>
  <s-sensitive label="{{copy.pay_by_card}}" scripted="{{copy.pay}}">
    <s-field field="card" kind="card" hint="0000">{{copy.card}}</s-field>
  </s-sensitive>
</main>
<s-report>{{copy.report}}</s-report>
`;

const CSS = `body { color: #222; background: #fff }
.post h1, .cta { color: rgb(1, 2, 3) }
@media (min-width: 60rem) { .post { display: grid } }
`;

export const COPY = `locale: en
reviewed: false
text:
  preview_title: A web page
  pages:
    ad: { title: Kettle }
    checkout: { title: Checkout }
  hurry: Only today
  alt: A kettle
  colour: Colour
  red: Red
  go: Buy
  report: Report
  pay_by_card: Pay by card
  pay: Pay {{money.now}}
  card: Card number
  messages:
    entry:
      subject: Kettle for {{money.now}}
      body: "See {{value.link}}"
  flags:
    price: { title: Too cheap, text: Why so cheap, twin: Honest }
    hurry: { title: Hurry, text: It hurries, twin: No hurry }
    address: { title: Address, text: Odd, twin: Plain }
`;

const SVG =
  '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 2 2"><circle cx="1" cy="1" r="1"/></svg>';

const LURE: Files = {
  'template.yaml': MANIFEST,
  'ad.html': AD,
  'checkout.html': CHECKOUT,
  'page.css': CSS,
  'copy/en.yaml': COPY,
  'kettle.svg': SVG,
};

const TWIN: Files = {
  ...LURE,
  'template.yaml': MANIFEST.replace('role: lure', 'role: twin')
    .replace('twin: kettle-twin', 'twin: kettle')
    .replace('Tavelloon\n', 'Ossamere\n')
    .replace('Tavelloon Deals', 'Ossamere Kettles')
    .replace('tavelloon.deals.example', 'ossamere.example')
    .replace(/red_flags:\n([\s\S]*?)good_signs: \[\]/, 'red_flags: []\ngood_signs:\n$1')
    .replace(/phish_scale:\n.*\n.*\n/, '')
    .replace('\n\n', '\n'),
  'copy/en.yaml': COPY.replace(
    / {2}flags:\n[\s\S]*$/,
    '  signs: { price: Fair, hurry: No hurry, address: Own name }\n',
  ),
};

const DEBRIEF: Files = {
  'template.yaml': `kind: debrief
title: Look again
about: The page beside its twin.
com_b: [capability.psychological]
functions: [education]
biases: [optimism]
techniques: ["2.2"]
messenger: researcher
rationale: Feedback helps (Bender et al. 2024).
pages:
  - { key: look, file: look.html, observed: true }
messages: []
events: {}
`,
  'look.html': `<main><h1>{{copy.title}}</h1></main>
<p id="who" aria-label="{{value.owner}}">{{value.owner}}</p>
<a href="{{value.exitUrl}}">{{copy.exit}}</a>
{{fragment.seen}}
{{#list.flags}}<details id="flag-{{item.n}}" data-flag="{{item.n}}"><summary>{{item.title}}</summary></details>{{/list.flags}}
{{#if.late}}<p>{{copy.late}}</p>{{/if.late}}
<s-act do="next">{{copy.next}}</s-act>
<ul>{{#list.contacts}}<li>{{item.name}}</li>{{/list.contacts}}</ul>
<s-act do="help_opened">{{copy.next}}</s-act>
<s-act do="distressed">{{copy.next}}</s-act>
<s-act do="complained">{{copy.next}}</s-act>
<s-act do="withdraw">{{copy.next}}</s-act>
`,
  'page.css': '.post { color: red }',
  'copy/en.yaml': `locale: en
reviewed: false
text:
  preview_title: A web page
  pages:
    look: { title: Look again }
  title: Look again
  exit: Leave
  late: Late for {{value.owner}}
  next: Next
`,
};

const FILES: Readonly<Record<string, Files>> = { kettle: LURE, 'kettle-twin': TWIN, look: DEBRIEF };

/** A source by slug with files replaced, edited or (undefined) removed. */
export function source(slug: string, changes: Changes = {}): TemplateSource {
  const files: Record<string, SourceFile> = {};
  for (const [name, text] of Object.entries(FILES[slug] ?? {})) files[name] = { text };
  for (const [name, change] of Object.entries(changes)) {
    const before = files[name];
    if (change === undefined) delete files[name];
    else if (typeof change === 'string') files[name] = { text: change };
    else {
      const old = before && 'text' in before ? before.text : '';
      const text = change(old);
      if (text === old) throw new Error(`Break ${name} of ${slug}: the change changes nothing`);
      files[name] = { text };
    }
  }
  return { slug, files };
}

/** Replaces once, and fails when there is nothing to replace. */
export function swap(from: string, to: string): (text: string) => string {
  return (text) => {
    if (!text.includes(from)) throw new Error(`Break a file: "${from}" is not in it`);
    return text.replace(from, () => to);
  };
}
