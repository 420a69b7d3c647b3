/**
 * The page's whole style, in one element whose hash stands in the content security policy, so that
 * the page is one file that can be saved, mailed and printed.
 *
 * One look: warm paper, ink, teal for the arms tried, slate for the comparator, rust for what went
 * wrong. Shape or a word always says the same as colour.
 */
export const REPORT_CSS = `
:root {
  --paper: #faf8f3; --card: #fff; --ink: #1c2430; --soft: #55606f; --line: #ddd7c9;
  --teal: #0b6e64; --teal-pale: #d8ece8; --slate: #5b6778; --slate-pale: #e6e9ee;
  --rust: #b0452a; --rust-pale: #f8e4dc; --gold: #8a6100; --gold-pale: #fbf0d3;
  --serif: "Iowan Old Style", "Palatino Linotype", Palatino, "Noto Serif", Georgia, serif;
  --sans: "Segoe UI", "Helvetica Neue", "Noto Sans", "Liberation Sans", Arial, sans-serif;
}
* { box-sizing: border-box; }
html { background: var(--paper); color: var(--ink); font: 16px/1.55 var(--sans); -webkit-text-size-adjust: 100%; }
body { margin: 0; }
h1, h2, h3 { font-family: var(--serif); line-height: 1.2; text-wrap: balance; margin: 0; }
h1 { font-size: clamp(1.6rem, 1.1rem + 2.4vw, 2.6rem); font-weight: 600; letter-spacing: -.01em; }
h2 { font-size: 1.5rem; font-weight: 600; }
h3 { font-size: 1.1rem; font-weight: 600; }
p { margin: .5rem 0 0; max-width: 68ch; }
a { color: var(--teal); text-underline-offset: .15em; }
a:focus-visible, summary:focus-visible, input:focus-visible + label { outline: 3px solid var(--gold); outline-offset: 3px; border-radius: 4px; }
svg { display: block; overflow: visible; }
svg text { font: 13px var(--sans); fill: var(--soft); }
.wide { max-width: 1120px; margin-inline: auto; padding-inline: 1.25rem; }
.skip { position: absolute; left: -999px; }
.skip:focus { left: 1rem; top: 1rem; background: var(--card); padding: .5rem 1rem; }

.masthead { background: var(--ink); color: #fff; padding: 2.25rem 0 2rem; }
.masthead .eyebrow { color: #9fd8cf; }
.eyebrow { font-size: .8rem; font-weight: 600; letter-spacing: .08em; text-transform: uppercase; color: var(--teal); margin: 0 0 .5rem; }
.facts { display: flex; flex-wrap: wrap; gap: .35rem 1.5rem; margin: 1rem 0 0; padding: 0; list-style: none; font-size: .92rem; color: #cdd5df; }
.facts b { color: #fff; font-weight: 600; }
.contents { border-bottom: 1px solid var(--line); background: var(--card); }
.contents ul { display: flex; gap: 0 1.5rem; margin-block: 0; padding-block: 0; list-style: none; overflow-x: auto; font-size: .92rem; }
.contents a { display: block; padding: .7rem 0; color: var(--soft); text-decoration: none; white-space: nowrap; }
.contents a:hover { color: var(--teal); text-decoration: underline; }

.banner { border-radius: 10px; padding: 1rem 1.25rem; margin-top: 1.25rem; border: 1px solid; border-left-width: 8px; }
.banner strong { display: block; font-family: var(--serif); font-size: 1.2rem; }
.banner p { margin-top: .2rem; max-width: 80ch; }
.strip { padding: .5rem 1rem; max-width: none; color: #8c3018; }
.rehearsal { background: var(--gold-pale); border-color: #dcb454; }
.masked { background: var(--slate-pale); border-color: var(--slate); }
.danger { background: var(--rust-pale); border-color: var(--rust); }
.danger strong { color: #8c3018; }

section { padding-block: 2.75rem 0; scroll-margin-top: .5rem; }
section > h2 + p { margin-top: .4rem; color: var(--soft); }
p.lead, section > h2 + p.lead { color: var(--ink); font-family: var(--serif); font-size: clamp(1.1rem, 1rem + .5vw, 1.3rem); line-height: 1.45; margin-top: .6rem; }
.after { margin-top: 1.25rem; }
.cards { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 20rem), 1fr)); gap: 1.25rem; margin-top: 1.25rem; align-items: stretch; }
.card { background: var(--card); border: 1px solid var(--line); border-radius: 12px; padding: 1.25rem; min-width: 0; }
.card > p { font-size: .97rem; }
.arm-card { display: flex; flex-direction: column; border-top: 5px solid var(--teal); }
.arm-card .next { margin-top: auto; padding-top: .9rem; }
.arm-card .next b { display: block; font-size: .8rem; letter-spacing: .05em; text-transform: uppercase; color: var(--soft); }
.chips { display: flex; flex-wrap: wrap; gap: .4rem; margin: .9rem 0 0; padding: 0; list-style: none; }
.chip { border-radius: 14px; padding: .2rem .75rem; font-size: .87rem; font-weight: 600; background: var(--slate-pale); color: #333f4f; }
.chip.skill, .chip.high { background: var(--teal-pale); color: #064f48; }
.chip.suspicion, .chip.both, .chip.very-low { background: var(--rust-pale); color: #8c3018; }
.chip.low, .chip.moderate { background: var(--gold-pale); color: #6a4b00; }

.dot-pair { display: grid; grid-template-columns: 1fr 1fr; gap: 1.25rem; margin-top: 1rem; max-width: 25rem; }
.dot-pair figure { margin: 0; }
.dot-pair svg { width: 100%; height: auto; }
.dot-pair figcaption { font-size: .87rem; line-height: 1.35; color: var(--soft); margin-top: .6rem; }
.dot-pair figcaption b { display: block; font-family: var(--serif); font-size: 1.35rem; line-height: 1.15; color: var(--ink); }
.dot { fill: none; stroke: #b9bfc8; stroke-width: .9; }
.dot.did { fill: var(--rust); stroke: var(--rust); }
.good .dot.did { fill: var(--teal); stroke: var(--teal); }

table { border-collapse: collapse; width: 100%; font-size: .94rem; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; margin-top: 1rem; }
caption { text-align: left; color: var(--soft); font-size: .88rem; padding-bottom: .4rem; }
th, td { padding: .5rem .75rem; border-bottom: 1px solid var(--line); text-align: right; vertical-align: top; }
th:first-child, td:first-child { text-align: left; padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { font-size: .82rem; color: var(--soft); font-weight: 600; border-bottom: 2px solid var(--ink); vertical-align: bottom; }
tbody th { font-weight: 600; }
td small, th small { display: block; color: var(--soft); font-size: .85em; font-weight: 400; }
.nowrap { white-space: nowrap; }

.plot { margin: 1rem 0 0; }
.plot-row { display: grid; grid-template-columns: 14rem 1fr 11.5rem; gap: 0 1.25rem; align-items: center; border-bottom: 1px solid var(--line); padding: .25rem 0; }
.plot-row .name { font-weight: 600; line-height: 1.3; }
.plot-row .name small { display: block; font-weight: 400; color: var(--soft); }
.plot-row .figures { text-align: right; font-variant-numeric: tabular-nums; }
.plot-row .figures small { display: block; color: var(--soft); }
.plot-row .figure-line { display: block; }
.plot-row.axis { border: 0; padding: 0; }
.zero { stroke: var(--ink); stroke-width: 1.5; }
.matter { stroke: var(--slate); stroke-width: 1.5; stroke-dasharray: 3 4; }
.whisker { stroke: var(--teal); stroke-width: 3; stroke-linecap: round; }
.bounds { stroke: var(--teal); stroke-width: 11; opacity: .45; }
.mark { fill: var(--teal); stroke: #fff; stroke-width: 1.5; }
.truth { fill: #fff; stroke: var(--gold); stroke-width: 2.5; }
.tick { stroke: var(--soft); }
.scam-line { stroke: var(--rust); stroke-width: 2.5; } .scam-mark { fill: var(--rust); }
.genuine-line { stroke: var(--teal); stroke-width: 2.5; } .genuine-mark { fill: var(--teal); } .genuine-square { stroke: var(--teal); stroke-width: 13; }
.legend { display: flex; flex-wrap: wrap; gap: .3rem 1.4rem; margin: .8rem 0 0; padding: 0; list-style: none; font-size: .9rem; color: var(--soft); }
.legend li { display: flex; align-items: center; gap: .45rem; }
.legend svg { flex: none; }

.switch { margin: 1.1rem 0 0; padding: 0; border: 0; }
.switch legend { padding: 0; margin-bottom: .45rem; color: var(--soft); font-size: .9rem; }
.switch input { position: absolute; opacity: 0; }
.switch label { display: inline-block; padding: .5rem 1rem; border: 1px solid var(--slate); margin: 0 .4rem .4rem 0; border-radius: 999px; cursor: pointer; background: var(--card); font-weight: 600; font-size: .92rem; }
.switch label:hover { border-color: var(--teal); color: var(--teal); }
.switch input:checked + label { background: var(--teal); border-color: var(--teal); color: #fff; }
.panel { display: none; }
#reading-people:checked ~ .panel.people, #reading-unsure:checked ~ .panel.unsure, #reading-everything:checked ~ .panel.everything { display: block; }

.flow { margin-top: 1.25rem; }
.flow .box { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: .7rem 1rem; }
.flow .box b { font-family: var(--serif); font-size: 1.25rem; display: block; line-height: 1.2; }
.flow .side { color: var(--soft); font-size: .92rem; }
.flow .side ul { margin: .2rem 0 0; padding-left: 1.1rem; }
.flow .top { display: grid; grid-template-columns: minmax(0, 1.1fr) minmax(0, 1fr); gap: 1rem 2rem; align-items: center; }
.flow .down { height: 1.4rem; width: 2px; background: var(--slate); margin: 0 auto; }
.flow .top + .down { margin-left: 25%; }
.flow .arms { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 15rem), 1fr)); gap: 1rem; }
.flow .column { border-top: 4px solid var(--teal); padding-top: .75rem; }
.flow .column.comparator { border-color: var(--slate); }
.flow .column h3 { min-height: 2.6em; }
.flow ol { list-style: none; margin: .5rem 0 0; padding: 0; display: grid; gap: .5rem; }
details { margin-top: .6rem; }
.holds { margin-top: 1.5rem; } .holds > summary { font-size: 1.05rem; font-weight: 600; }
.box details { margin-top: .1rem; }
details > summary { cursor: pointer; color: var(--teal); font-size: .92rem; }
details ul { margin: .3rem 0 0; padding-left: 1.1rem; font-size: .92rem; }

.bar-sent { fill: var(--teal); } .bar-lost { fill: #d9a08d; } .bar-withdrew { fill: var(--rust); }
dl.facts-list { display: grid; grid-template-columns: minmax(9rem, 15rem) minmax(0, 1fr); gap: .45rem 1.5rem; margin: 1rem 0 0; font-size: .95rem; }
dl.facts-list dt { color: var(--soft); } dl.facts-list dd { margin: 0; overflow-wrap: anywhere; }
code { font: .87em ui-monospace, "DejaVu Sans Mono", monospace; overflow-wrap: anywhere; }
.notes { padding-left: 1.1rem; margin: .6rem 0 0; } .notes li { margin-top: .25rem; max-width: 80ch; }
.glossary { margin-top: 2rem; }
.none { color: var(--soft); }
footer { margin-top: 3.5rem; border-top: 1px solid var(--line); padding: 1.5rem 0 3rem; color: var(--soft); font-size: .9rem; }

@media (max-width: 760px) {
  .plot-row { grid-template-columns: 1fr auto; padding: .7rem 0 .2rem; }
  .plot-row .field { grid-column: 1 / -1; grid-row: 2; padding: 0 .35rem; }
  .plot-row .figures { text-align: right; }
  .plot-row.axis { padding: 0; }
  .flow .top { grid-template-columns: 1fr; }
  .flow .top + .down { margin-left: 2rem; }
  .flow .column h3 { min-height: 0; }
  dl.facts-list { grid-template-columns: 1fr; gap: 0; } dl.facts-list dd { margin-bottom: .6rem; }
  th, td { padding: .45rem .5rem; }
  table.stack thead { position: absolute; left: -9999px; }
  table.stack tr { display: block; padding: .6rem 0; border-bottom: 1px solid var(--line); }
  table.stack th, table.stack td { display: flex; justify-content: space-between; gap: 1rem; border: 0; padding: .12rem 0; text-align: right; }
  table.stack tbody th { text-align: left; padding-bottom: .25rem; }
  table.stack td::before { content: attr(data-label); color: var(--soft); text-align: left; }
  table.stack td > span { min-width: 0; }
}
@media print {
  @page { margin: 14mm; }
  html { background: #fff; font-size: 9pt; line-height: 1.4; }
  h1 { font-size: 1.8rem; } .lead { font-size: 1.15rem; } .banner { padding: .6rem 1rem; }
  .masthead { background: none; color: #000; padding: 0; } .masthead .eyebrow, .facts, .facts b { color: #333; }
  .contents, .skip, .switch input, .switch label:not(input:checked + label) { display: none; }
  section { padding-block: 1.2rem 0; } .card, .flow .box, .plot-row, tr { break-inside: avoid; }
  #short { break-after: page; } .cards { gap: .8rem; grid-template-columns: repeat(auto-fit, minmax(13rem, 1fr)); } .card { padding: .8rem; }
  .dot-pair { max-width: 15rem; gap: 1rem; margin-top: .5rem; } .wide { padding-inline: 0; }
  * { -webkit-print-color-adjust: exact; print-color-adjust: exact; }
  a { color: inherit; text-decoration: none; }
}
`;
