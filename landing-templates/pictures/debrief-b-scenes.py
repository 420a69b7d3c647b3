"""Draws the scenes of the read-aloud pledge and of the family talk as SVG.

    python3 debrief-b-scenes.py ../templates
"""
import sys
from pathlib import Path

OUT = Path(sys.argv[1])


def person(x, y, skin, shade, hair, shirt, dark, style, turn=0, scale=1.0, old=False):
    """Head and shoulders; `turn` moves the face to one side, x and y are the middle of the head."""
    t = turn
    parts = [f'<g transform="translate({x} {y}) scale({scale})">']
    if style == 'long':
        parts.append(f'<path fill="{hair}" d="M-33-4C-34-32-18-44 0-44s34 12 33 40c0 22 4 36 8 48-14 8-30 9-41 9s-27-1-41-9c4-12 8-26 8-48z"/>')
    if style == 'bun':
        parts.append(f'<circle cx="{-t * 0.6}" cy="-47" r="13" fill="{hair}"/>')
    if style == 'scarf':
        parts.append(f'<path fill="{hair}" d="M-36 6C-40-30-22-46 0-46s40 16 36 52c0 20 8 34 16 48-16 14-34 18-52 18s-36-4-52-18c8-14 16-28 16-48z"/>')
    # Neck, shoulders and chest.
    parts.append(f'<path fill="{shade}" d="M-12 20h24v30h-24z"/>')
    parts.append(f'<path fill="{shirt}" d="M-68 128c-2-46 6-68 26-76l27-10c4 10 26 10 30 0l27 10c20 8 28 30 26 76z"/>')
    if style != 'scarf':
        parts.append(f'<path fill="{skin}" d="M-15 41c4 13 26 13 30 0l-3-4h-24z"/>')
    parts.append(f'<path fill="none" stroke="{dark}" stroke-width="3" stroke-linecap="round" d="M-17 42c5 17 29 17 34 0"/>')
    # Head.
    if style != 'scarf':
        parts.append(f'<ellipse cx="-28" cy="2" rx="5" ry="8" fill="{shade}"/><ellipse cx="28" cy="2" rx="5" ry="8" fill="{shade}"/>')
    parts.append(f'<path fill="{skin}" d="M-27-8c0-18 11-28 27-28S27-26 27-8c0 24-11 41-27 41S-27 16-27-8z"/>')
    if style == 'short':
        parts.append(f'<path fill="{hair}" d="M-30-2c-5-28 8-43 30-43 24 0 35 15 30 43-3-3-4-9-5-16-12 1-34 0-41-8-3 8-9 10-11 12-1 5-2 9-3 12z"/>')
    if style == 'bun':
        parts.append(f'<path fill="{hair}" d="M-30 0c-6-28 7-43 30-43s36 15 30 43c-3-4-4-9-5-14C11-15 4-20 0-28c-4 8-11 13-25 14-1 5-2 10-5 14z"/>')
    if style == 'long':
        parts.append(f'<path fill="{hair}" d="M-30 4c-5-32 8-47 30-47s35 15 30 47c-4-8-5-12-6-20C8-16-6-22-10-30c-2 8-8 14-15 16-1 7-2 12-5 18z"/>')
    if style == 'scarf':
        parts.append(f'<path fill="{hair}" d="M-33 8c-4-38 9-53 33-53s37 15 33 53c-3 12-6 18-12 24 4-9 6-20 6-32 0-20-10-29-27-29s-27 9-27 29c0 12 2 23 6 32-6-6-9-12-12-24z"/>')
    # Face: quiet and friendly.
    parts.append(f'<g transform="translate({t} 0)"><g fill="#33241c"><ellipse cx="-10" cy="1" rx="2.600" ry="3"/><ellipse cx="10" cy="1" rx="2.600" ry="3"/></g>')
    parts.append(f'<g fill="none" stroke="#33241c" stroke-width="2" stroke-linecap="round"><path d="M-14-7c2-2 6-2 8-1M6-8c2-1 6-1 8 1" opacity=".7"/><path d="M-6 17c3 4 9 4 12 0" stroke="#7c3a2c" stroke-width="2.400"/></g>')
    parts.append(f'<path d="M0 3c-1 4-2 6 1 7" fill="none" stroke="{shade}" stroke-width="2.200" stroke-linecap="round"/>')
    if old:
        parts.append('<g fill="none" stroke="#5b6b70" stroke-width="2"><circle cx="-10" cy="1" r="8"/><circle cx="10" cy="1" r="8"/><path d="M-2 0h4"/></g>')
    parts.append('</g></g>')
    return ''.join(parts)


def arm(shirt, skin, path, hand, width=27):
    x, y = hand
    return (f'<path d="{path}" fill="none" stroke="{shirt}" stroke-width="{width}" stroke-linecap="round" stroke-linejoin="round"/>'
            f'<ellipse cx="{x}" cy="{y}" rx="14" ry="10" fill="{skin}" stroke="#7a4a2c" stroke-opacity=".35" stroke-width="1.500"/>')


def svg(name, body):
    text = ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 640 300">' + body + '</svg>\n')
    target = OUT / name
    target.write_text(text)
    print(target, len(text))


WINDOW = ('<g transform="translate({x} {y})"><rect width="118" height="112" rx="8" fill="#fff"/><rect x="8" y="8" width="102" height="96" rx="4" fill="#cfe7ec"/>'
          '<circle cx="82" cy="34" r="12" fill="#fbe3a2"/><path d="M8 82c18-22 34-24 50-8 14-12 32-14 52 2v24a4 4 0 0 1-4 4H12a4 4 0 0 1-4-4z" fill="#9cc6a5"/>'
          '<path d="M8 92c24-12 60-12 102-2v10a4 4 0 0 1-4 4H12a4 4 0 0 1-4-4z" fill="#77ad86"/><path d="M59 8v96M8 54h102" stroke="#fff" stroke-width="5"/></g>')

PLANT = ('<g transform="translate({x} {y})"><g fill="#3f7d58"><path d="M0 0c-6-22-22-30-34-28 2 16 14 28 34 28z"/><path d="M0 0c6-26 22-36 36-32-2 18-16 32-36 32z"/><path d="M0 2c-8-24-4-44 2-52 8 12 8 34-2 52z" fill="#5c9b72"/></g>'
         '<path d="M-20 0h40l-5 34h-30z" fill="#c9744a"/><path d="M-23-3h46v9h-46z" fill="#b5623a"/></g>')

# --- Two people read six lines from one sheet at a counter.
reading = ['<rect width="640" height="300" fill="#fdf1da"/><path d="M0 0h640v232H0z" fill="#fbe9c9"/>']
reading.append(WINDOW.format(x=34, y=40))
reading.append('<g transform="translate(500 58)"><rect y="66" width="116" height="8" rx="2" fill="#c99b63"/><g><rect x="8" y="14" width="17" height="52" rx="2" fill="#0d5c63"/><rect x="28" y="8" width="15" height="58" rx="2" fill="#e0a93b"/><rect x="46" y="18" width="18" height="48" rx="2" fill="#3b7f86"/><rect x="12" y="24" width="9" height="12" fill="#fff" opacity=".8"/><rect x="50" y="28" width="10" height="12" fill="#fff" opacity=".8"/></g></g>')
reading.append(PLANT.format(x=592, y=90))
# One bubble, said by both.
reading.append('<path d="M266 22h108a20 20 0 0 1 20 20v30a20 20 0 0 1-20 20h-8l24 26-52-26h-36l-52 26 24-26h-8a20 20 0 0 1-20-20V42a20 20 0 0 1 20-20z" fill="#fff" stroke="#e6cf9f" stroke-width="2"/>')
reading.append('<g stroke="#0d5c63" stroke-width="6" stroke-linecap="round"><path d="M272 46h96"/><path d="M272 66h64" stroke="#7fb1b4"/></g>')
reading.append(person(206, 134, '#c98d62', '#b0764d', '#2b211d', '#0d5c63', '#0a484e', 'long', 5))
reading.append(person(434, 134, '#e6b48a', '#cf9a70', '#4a3524', '#c9853a', '#a86a27', 'short', -5))
# Counter.
reading.append('<path d="M0 244h640v56H0z" fill="#b98550"/><path d="M0 232h640v18H0z" fill="#d3a36c"/><path d="M0 250h640v5H0z" fill="#9c6d3d"/><path d="M60 268h130v32H60zM255 268h130v32H255zM450 268h130v32H450z" fill="#ad7a46"/>')
# The sheet with six lines.
reading.append('<path d="M262 190h116l26 50H236z" fill="#fff"/><path d="M262 190h116l26 50H236z" fill="none" stroke="#d9cdb4" stroke-width="2"/>')
lines = [(198, 272, 368, '#0d5c63'), (205, 268, 352, '#0d5c63'), (212, 265, 373, '#0d5c63'), (219, 261, 360, '#7fb1b4'), (226, 258, 381, '#7fb1b4'), (233, 254, 340, '#7fb1b4')]
for yy, a, b, c in lines:
    reading.append(f'<path d="M{a} {yy}H{b}" stroke="{c}" stroke-width="3.200" stroke-linecap="round"/>')
reading.append(arm('#0d5c63', '#c98d62', 'M158 204C150 232 170 238 226 228', (246, 226)))
reading.append(arm('#c9853a', '#e6b48a', 'M482 204C490 232 470 238 414 228', (394, 226)))
reading.append('<g transform="translate(92 206)"><path d="M-16-6h32l-4 32h-24z" fill="#3b7f86"/><g stroke-width="4" stroke-linecap="round"><path d="M-7-8v-20" stroke="#e0a93b"/><path d="M2-8l5-24" stroke="#c9744a"/><path d="M9-8l7-16" stroke="#0b6b3a"/></g></g>')
svg('read-aloud-pledge/reading.svg', ''.join(reading))

# --- A family at the kitchen table looks at one phone.
table = ['<rect width="640" height="300" fill="#e7f1ef"/><path d="M0 0h640v226H0z" fill="#dcebe8"/>']
table.append(WINDOW.format(x=262, y=30))
table.append('<g transform="translate(470 44)"><rect y="60" width="140" height="8" rx="2" fill="#c99b63"/><path d="M14 30h30v26a4 4 0 0 1-4 4H18a4 4 0 0 1-4-4z" fill="#c9744a"/><path d="M44 36c12 0 12 16 0 16" fill="none" stroke="#c9744a" stroke-width="4"/><rect x="60" y="22" width="26" height="38" rx="4" fill="#e0a93b"/><rect x="64" y="16" width="18" height="8" rx="2" fill="#8a6b43"/><rect x="98" y="34" width="30" height="26" rx="4" fill="#fff"/><path d="M98 44h30" stroke="#7fb1b4" stroke-width="4"/></g>')
table.append('<g fill="#b98550"><path d="M30 206h72v8H30z"/><path d="M38 214h7v70h-7zM87 214h7v70h-7z"/></g>')
table.append(PLANT.format(x=66, y=172))
table.append(person(196, 122, '#e8b893', '#d09b74', '#c9ced0', '#8a4f6d', '#6f3b56', 'bun', 6, 1.0, True))
table.append(person(444, 122, '#b97f55', '#9d6843', '#221a17', '#d9913a', '#b47427', 'short', -6))
table.append(person(322, 146, '#d6a077', '#bd855c', '#0d5c63', '#3b7f86', '#2d666c', 'scarf', 0, 0.92))
# Words between them: one asks, one answers.
table.append('<path d="M36 24h92a16 16 0 0 1 16 16v18a16 16 0 0 1-16 16h-8l28 30-54-30H36a16 16 0 0 1-16-16V40a16 16 0 0 1 16-16z" fill="#fff" stroke="#c4d8d4" stroke-width="2"/><g stroke-width="5" stroke-linecap="round"><path d="M40 43h84" stroke="#8a4f6d"/><path d="M40 57h52" stroke="#c9a4b6"/></g>')
# Table, cups and the phone.
table.append('<ellipse cx="320" cy="272" rx="290" ry="54" fill="#b98550"/><ellipse cx="320" cy="264" rx="290" ry="50" fill="#d9ad78"/><ellipse cx="320" cy="260" rx="262" ry="40" fill="#e2bb8a"/>')
table.append('<path d="M298 238h48l8 38h-64z" fill="#24383d" stroke="#24383d" stroke-width="6" stroke-linejoin="round"/><path d="M300 241h44l7 31h-58z" fill="#f4fbfa"/><g stroke-width="3.600" stroke-linecap="round"><path d="M304 248h30" stroke="#0d5c63"/><path d="M303 256h36M301 264h28" stroke="#7fb1b4"/></g>')
table.append(arm('#8a4f6d', '#e8b893', 'M152 196C140 236 170 256 226 258', (250, 257)))
table.append(arm('#d9913a', '#b97f55', 'M490 196C502 236 470 256 412 258', (388, 257)))
for cx, c in ((150, '#fff'), (484, '#fff')):
    table.append(f'<g transform="translate({cx} 262)"><ellipse cy="14" rx="27" ry="7" fill="#fff" stroke="#c4d8d4" stroke-width="2"/><path d="M-16-10h32v14c0 8-6 11-16 11S-16 12-16 4z" fill="{c}" stroke="#c4d8d4" stroke-width="2"/><ellipse cy="-10" rx="16" ry="4.500" fill="#a8663a"/><path d="M16-5c10 0 10 13-1 13" fill="none" stroke="#c4d8d4" stroke-width="3.500"/><path d="M-5-20c-4-6 4-8 0-14M5-20c-4-6 4-8 0-14" fill="none" stroke="#9bb4b1" stroke-width="2.500" stroke-linecap="round"/></g>')
svg('family-talk/table.svg', ''.join(table))
