"""
Illustrations of the award and internship pages, drawn as SVG and saved as a picture of 640 by 360:

    python3 award-scenes.py calvessa|maplehythe|dalvione|quillharbour > place.svg
    chromium --headless --window-size=640,360 --screenshot=place.png place.svg
    convert place.png -quality 60 -define webp:method=6 -define webp:use-sharp-yuv=1 place.webp
"""
import math
import random
import re
import sys

WIDTH, HEIGHT = 640, 360


def n(value):
    return f'{value:.1f}'.rstrip('0').rstrip('.').replace('-0', '0') if abs(value) < 0.05 else f'{value:.1f}'.rstrip('0').rstrip('.')


def layered(rows):
    """What is drawn several times, layer by layer, so that shapes of one colour stand together."""
    return [shape for layer in zip(*rows) for shape in layer]


def merged(svg):
    """Joins neighbouring paths that look the same."""
    joined, last = [], None
    for piece in re.split(r'(<[^>]+>)', svg):
        if not piece:
            continue
        found = re.fullmatch(r'<path d="([^"]*)" (fill="[^"]*"[^>]*)/>', piece)
        if found and last and last[1] == found[2] and 'opacity' not in found[2]:
            last[0].append(found[1])
            continue
        if last:
            joined.append(f'<path d="{"".join(last[0])}" {last[1]}/>')
        last = ([found[1]], found[2]) if found else None
        if not found:
            joined.append(piece)
    return ''.join(joined)


def rect(x, y, w, h, fill, r=0, more=''):
    if not r and not more:
        return path(f'M{n(x)} {n(y)}h{n(w)}v{n(h)}h{n(-w)}z', fill)
    rounded = f' rx="{n(r)}"' if r else ''
    return f'<rect x="{n(x)}" y="{n(y)}" width="{n(w)}" height="{n(h)}"{rounded} fill="{fill}"{more}/>'


def path(d, fill, more=''):
    return f'<path d="{d}" fill="{fill}"{more}/>'


def poly(points, fill, more=''):
    return path('M' + 'L'.join(f'{n(x)} {n(y)}' for x, y in points) + 'z', fill, more)


def circle(x, y, r, fill, more=''):
    return f'<circle cx="{n(x)}" cy="{n(y)}" r="{n(r)}" fill="{fill}"{more}/>'


def oval(x, y, rx, ry, fill, more=''):
    return f'<ellipse cx="{n(x)}" cy="{n(y)}" rx="{n(rx)}" ry="{n(ry)}" fill="{fill}"{more}/>'


def stroke(d, colour, width, more=''):
    return f'<path d="{d}" fill="none" stroke="{colour}" stroke-width="{n(width)}" stroke-linecap="round" stroke-linejoin="round"{more}/>'


def fade(name, *stops, across=False):
    end = 'x2="1" y2="0"' if across else 'x2="0" y2="1"'
    marks = ''.join(f'<stop offset="{at}" stop-color="{colour}"/>' for at, colour in stops)
    return f'<linearGradient id="{name}" x1="0" y1="0" {end}>{marks}</linearGradient>'


def arch(x, y, w, h, fill, more=''):
    """A window or door with a round top; x is its middle, y its foot."""
    r = w / 2
    return path(f'M{n(x - r)} {n(y)}v{n(-(h - r))}a{n(r)} {n(r)} 0 0 1 {n(w)} 0v{n(h - r)}z', fill, more)


def cloud(x, y, s, fill='#fff', opacity=0.8):
    return path(
        f'M{n(x)} {n(y)}h{n(70 * s)}a{n(11 * s)} {n(11 * s)} 0 0 0-{n(6 * s)}-{n(20 * s)}a{n(17 * s)} {n(17 * s)} 0 0 0-{n(31 * s)}-{n(6 * s)}'
        f'a{n(14 * s)} {n(14 * s)} 0 0 0-{n(24 * s)} {n(8 * s)}a{n(9.5 * s)} {n(9.5 * s)} 0 0 0-{n(9 * s)} {n(18 * s)}z',
        fill, f' opacity="{opacity}"',
    )


def tree(x, y, s, leaf, dark, light, trunk='#6b4a33', seed=1, blobs=8):
    rand = random.Random(seed)
    parts = [
        oval(x + 4 * s, y, 22 * s, 4 * s, '#000', ' opacity=".13"'),
        path(f'M{n(x - 3 * s)} {n(y)}q{n(2 * s)}-{n(14 * s)} 0-{n(34 * s)}h{n(6 * s)}q-{n(1 * s)} {n(20 * s)} {n(1.5 * s)} {n(34 * s)}z', trunk),
    ]
    clumps = [(rand.uniform(-17, 17), rand.uniform(-66, -32), rand.uniform(10, 16)) for _ in range(blobs)] + [(0, -48, 19)]
    for shift, colour, size in (((3, 4), dark, 1), ((0, 0), leaf, 0.95), ((-4, -5), light, 0.5)):
        dots = ''.join(
            f'<circle cx="{round(x + (bx + shift[0]) * s)}" cy="{round(y + (by + shift[1]) * s)}" r="{max(2, round(br * s * size))}"/>'
            for bx, by, br in clumps
        )
        parts.append(f'<g fill="{colour}">{dots}</g>')
    return ''.join(parts)


def walker(x, y, s, coat, legs, skin, hair, back=False, bag=None, long=False):
    """A person standing or walking; y is where the feet are."""
    f = -1 if back else 1
    hairs = (
        path('M-6.4-60c-1-9 13-9 12.6 0 .6 5 .6 9-1 12h-9.8c-2-4-2-8-1.8-12z', hair)
        if long
        else path('M-6-59c-1.6-9.5 12-10 12-1l-1.5 1.500h-9z', hair)
    )
    return (
        f'<g transform="translate({n(x)} {n(y)}) scale({n(s * f)} {n(s)})">'
        + oval(1, 0, 13, 2.6, '#000', ' opacity=".15"')
        + stroke('M-1.5-26-5-2', legs, 5.4) + stroke('M1.5-26 6-3', legs, 5.4)
        + stroke('M-5.5-1h4.500M5.5-2h4.5', '#2b2b30', 3)
        + (hairs if long else '')
        + path('M-7.5-24c-1-9-.5-18 1-22 3-3.5 10-3.5 13 0 1.5 4 2 13 1 22z', coat)
        + stroke('M-6-43-8.5-31-5-25', coat, 4) + stroke('M6-43 9-32 6-25', coat, 4)
        + circle(-4.6, -24.4, 2, skin) + circle(6, -24.2, 2, skin)
        + rect(-2, -52, 4.4, 6, skin) + circle(0.4, -56, 5.6, skin)
        + ('' if long else hairs)
        + (path('M-6-61c3-4 10-3 11.5 2-4-.5-8-.5-11.5-2z', hair) if long else '')
        + (path('M-10-44c-4 1-4.5 14-2.5 18h5.500v-18z', bag) if bag else '')
        + '</g>'
    )


def calvessa():
    out = [fade('s', (0, '#bcd9ef'), (0.7, '#f4ecd9'), (1, '#fbe9cf')), fade('g', (0, '#86b36a'), (1, '#5f9250')), fade('w', (0, '#f1e2c4'), (1, '#e2cda4'))]
    out = ['<defs>', *out, '</defs>', rect(0, 0, WIDTH, HEIGHT, 'url(#s)'), circle(512, 84, 46, '#fff', ' opacity=".35"'), circle(512, 84, 28, '#fff6dc')]
    out += [cloud(70, 76, 1.1), cloud(412, 52, 0.7), cloud(196, 44, 0.6, opacity=0.6)]
    out += [path('M0 214q90-44 190-22t190-16 260 20v90H0z', '#b5cdb8'), path('M0 236q120-30 230-8t220-12 190 10v60H0z', '#94b793')]
    # Wings
    for left, w in ((84, 172), (384, 172)):
        out += [rect(left, 168, w, 102, 'url(#w)'), poly([(left - 8, 168), (left + 12, 140), (left + w - 12, 140), (left + w + 8, 168)], '#3d5470')]
        out += [rect(left - 8, 165, w + 16, 6, '#fbf3e0'), rect(left, 216, w, 4, '#cfb98f'), rect(left, 262, w, 8, '#c6ae82')]
        rows = []
        for i in range(6):
            x = left + 17 + i * (w - 34) / 5
            rows.append([arch(x, 211, 16, 32, '#fbf3e0'), arch(x, 210, 12, 28, '#54728f'), rect(x - 8, 228, 16, 28, '#fbf3e0'), rect(x - 6, 230, 12, 25, '#48647f'), path(f'M{n(x - 6)} 202h12M{n(x)} 182v28M{n(x - 6)} 242h12M{n(x)} 230v25', 'none', ' stroke="#fbf3e0" stroke-width="1.2"'), path(f'M{n(x - 6)} 230h5l-5 12z', '#6e879e')])
        out += layered(rows)
        out += layered([[poly([(x - 9, 160), (x, 146), (x + 9, 160)], '#fbf3e0'), rect(x - 5, 152, 10, 10, '#54728f')] for x in (left + 36, left + w / 2, left + w - 36)])
    # Tower
    out += [rect(291, 58, 58, 74, '#ecdbb8'), rect(336, 58, 13, 74, '#d5c096'), rect(286, 54, 68, 7, '#fbf3e0'), rect(286, 108, 68, 5, '#fbf3e0')]
    out += [path('M290 54q4-32 30-36 26 4 30 36z', '#3d5470'), path('M330 21q16 8 20 33h-10q-2-22-10-33z', '#2f4360'), rect(318.5, 2, 3, 18, '#b58a3c'), path('M321.5 3h20l-5 5 5 5h-20z', '#a63d3d')]
    out += [circle(320, 84, 17, '#b58a3c'), circle(320, 84, 14.5, '#fffaf0')]
    out += [path(''.join(f'M{n(320 + 12 * math.cos(a))} {n(84 + 12 * math.sin(a))}L{n(320 + 14 * math.cos(a))} {n(84 + 14 * math.sin(a))}' for a in [i * math.pi / 6 for i in range(12)]), 'none', ' stroke="#3a3a44" stroke-width="1.2"')]
    out += [stroke('M320 84V74.500M320 84l6 4.5', '#3a3a44', 1.8)]
    # Portico
    out += [rect(244, 132, 152, 138, '#ecdbb8'), poly([(234, 134), (320, 98), (406, 134)], '#fbf3e0'), poly([(252, 130), (320, 103), (388, 130)], '#dcc79d'), circle(320, 121, 7, '#b58a3c'), circle(320, 121, 4.6, '#fbf3e0')]
    out += [rect(238, 132, 164, 9, '#fbf3e0'), rect(238, 141, 164, 4, '#c9b286'), rect(252, 145, 136, 120, '#bda679')]
    out += [arch(320, 266, 38, 84, '#fbf3e0'), arch(320, 266, 31, 79, '#5d3a26'), path('M320 188v78', 'none', ' stroke="#3d2517" stroke-width="1.5"'), circle(316, 232, 1.5, '#e0b45c'), circle(324, 232, 1.5, '#e0b45c')]
    out += [rect(308, 212, 9, 18, '#6e4830', 1), rect(323, 212, 9, 18, '#6e4830', 1), rect(308, 238, 9, 20, '#6e4830', 1), rect(323, 238, 9, 20, '#6e4830', 1)]
    for x in (277, 363):
        out += [arch(x, 238, 18, 44, '#fbf3e0'), arch(x, 238, 14, 41, '#54728f')]
    out += layered([[rect(x, 150, 13, 112, '#fbf3e0'), rect(x + 9, 150, 4, 112, '#dccba6'), rect(x - 3, 145, 19, 6, '#fffaf0'), rect(x - 3, 259, 19, 6, '#fffaf0')] for x in (250, 287, 340, 377)])
    for i in range(4):
        out += [rect(240 - i * 7, 265 + i * 4.5, 160 + i * 14, 5, ('#f6ecd6', '#e6d6b4')[i % 2])]
    # Ground
    out += [path('M0 270H640V360H0z', 'url(#g)'), path('M0 270h226l-60 12H0zM640 270H414l60 12h166z', '#9cc47f')]
    out += [rect(240, 265, 160, 5, '#f6ecd6'), rect(232, 270, 176, 5, '#e6d6b4'), rect(224, 275, 192, 5, '#f6ecd6'), rect(216, 280, 208, 5, '#dcc9a3')]
    out += [poly([(262, 285), (378, 285), (520, 360), (120, 360)], '#efe3c9'), poly([(262, 285), (270, 285), (146, 360), (120, 360)], '#d9c9a5'), poly([(370, 285), (378, 285), (520, 360), (494, 360)], '#d9c9a5')]
    for x in (100, 128, 156, 184, 208, 432, 458, 486, 514, 542):
        out.append(path(f'M{x - 15} 282a15 13 0 0 1 30 0z', '#4d7f47' if x % 4 else '#5b8f51'))
    out += [tree(44, 300, 1.7, '#5c9450', '#437840', '#7fb368', seed=3), tree(596, 304, 1.8, '#5c9450', '#437840', '#7fb368', seed=5), tree(128, 296, 1.0, '#6ba35a', '#4d8548', '#93c278', seed=8), tree(528, 294, 1.05, '#6ba35a', '#4d8548', '#93c278', seed=4)]
    out += [walker(238, 338, 0.98, '#b5483f', '#2f4360', '#c98d63', '#2c1c14', bag='#3d5470'), walker(268, 334, 0.94, '#f3c64f', '#5a5f72', '#8d5a3b', '#1d1512', back=True, long=True), walker(404, 322, 0.8, '#2f6f73', '#3b3340', '#e3b48f', '#4a2f1c', bag='#8a4b2d', long=True), walker(352, 300, 0.55, '#6b5aa0', '#2d3444', '#a86f47', '#20150f')]
    return out


def maplehythe():
    out = ['<defs>', fade('s', (0, '#d6e6e8'), (1, '#faf3e4')), fade('g', (0, '#a9b878'), (1, '#7f9455')), fade('l', (0, '#ffe9b8'), (1, '#f7cf86')), '</defs>', rect(0, 0, WIDTH, HEIGHT, 'url(#s)')]
    out += [cloud(60, 66, 0.9), cloud(470, 54, 1.1), path('M0 190q110-36 220-16t200-10 220 12v80H0z', '#c3cfae')]
    for x, s, k in ((30, 1.1, 2), (88, 0.9, 6), (566, 1.1, 9), (618, 1.2, 12)):
        out.append(tree(x, 262, s, '#c98a3a', '#a86c2c', '#e0ab5a', seed=k, blobs=5))

    def brick(x, y, w, h):
        rand = random.Random(int(x))
        d = ''.join(f'M{round(x + rand.uniform(4, w - 14))} {n(y + 6 * rand.randint(1, int(h / 6) - 1))}h{rand.randint(6, 9)}' for _ in range(int(w * h / 420)))
        return rect(x, y, w, h, '#a95f45') + f'<path d="{d}" fill="none" stroke="#8f4c36" stroke-width="2.4"/>'

    # Low wings
    for x, w in ((62, 150), (428, 150)):
        out += [brick(x, 184, w, 86), poly([(x - 8, 186), (x + 10, 152), (x + w - 10, 152), (x + w + 8, 186)], '#55504f'), path(f'M{x - 2} 175h{w + 4}M{x + 4} 164h{w - 8}', 'none', ' stroke="#454141" stroke-width="1.5"'), rect(x - 8, 183, w + 16, 5, '#efe6d6'), rect(x, 262, w, 8, '#8b7a68')]
        rows = []
        for i in (0, 3, 1, 2):
            cx = x + 21 + i * (w - 42) / 3
            rows.append([rect(cx - 12, 200, 24, 48, '#efe6d6'), rect(cx - 9.5, 202.5, 19, 43, 'url(#l)' if i in (1, 2) else '#6f8b90'), path(f'M{n(cx - 9.5)} 217h19M{n(cx - 9.5)} 231h19M{n(cx)} 202v43', 'none', ' stroke="#efe6d6" stroke-width="1.8"'), rect(cx - 14, 247, 28, 4, '#d9cdb8')])
        out += layered(rows)
    # Library
    out += [brick(206, 130, 228, 140), poly([(196, 134), (320, 48), (444, 134)], '#55504f'), poly([(214, 132), (320, 60), (426, 132)], '#b56a4e'), path('M196 134 320 48l124 86', 'none', ' stroke="#efe6d6" stroke-width="6" stroke-linejoin="round"')]
    out += [rect(206, 262, 228, 8, '#8b7a68'), rect(222, 84, 14, 34, '#8f4c36'), rect(219, 80, 20, 6, '#efe6d6')]
    out += [arch(320, 222, 108, 126, '#efe6d6'), arch(320, 218, 98, 117, 'url(#l)')]
    out += [path('M271 150h98M271 184h98M296 109v109M320 101v117M344 109v109', 'none', ' stroke="#efe6d6" stroke-width="3"')]
    rand = random.Random(5)
    shelves = {}
    for y in (180, 214):
        x = 274
        while x < 364:
            w, h = rand.randint(3, 6), rand.randint(13, 22)
            shelves.setdefault(rand.choice(('#c57c5c', '#838f86', '#a9ab6c', '#dba55a', '#9f8886')), []).append(f'M{x} {y}v-{h}h{w}v{h}z')
            x += w + 1
    out += [*(path(''.join(books), colour) for colour, books in shelves.items()), path('M271 184h98M296 109v109M320 101v117M344 109v109', 'none', ' stroke="#efe6d6" stroke-width="3"')]
    for x in (236, 404):
        out += [arch(x, 206, 26, 58, '#efe6d6'), arch(x, 204, 20, 53, '#6f8b90'), path(f'M{x} 152v52M{x - 10} 178h20', 'none', ' stroke="#efe6d6" stroke-width="1.8"')]
    out += [rect(286, 222, 68, 48, '#efe6d6'), rect(291, 226, 28, 44, '#3f5a4c'), rect(321, 226, 28, 44, '#3f5a4c'), rect(295, 230, 20, 20, '#8fb0a4', 1), rect(325, 230, 20, 20, '#8fb0a4', 1), circle(316.5, 254, 1.6, '#e9c877'), circle(323.5, 254, 1.6, '#e9c877')]
    out += [circle(320, 80, 10, '#efe6d6'), circle(320, 80, 7, '#6f8b90'), path('M320 73v14M313 80h14', 'none', ' stroke="#efe6d6" stroke-width="1.5"')]
    # Ground
    out += [path('M0 268H640V360H0z', 'url(#g)'), path('M286 270h68q4 26 70 44t110 46H96q56-28 116-46t74-44z', '#e6d9c0'), path('M286 270h7q-2 28-68 48t-100 42H96q56-28 116-46t74-44z', '#d2c2a3')]
    rand = random.Random(8)
    leaves = ''.join(f'M{rand.randint(10, 630)} {rand.randint(282, 354)}l4-2 1 4-4 1z' for _ in range(34))
    out += [path(leaves, '#d4772f'), path(''.join(f'M{rand.randint(10, 630)} {rand.randint(282, 354)}l4-2 1 4-4 1z' for _ in range(18)), '#b6482b')]
    # Bench, bicycle, lamp
    out += [rect(476, 300, 76, 5, '#8a5a36', 1), rect(476, 286, 76, 4, '#8a5a36', 1), rect(476, 292, 76, 4, '#9c6840', 1), path('M482 284v38M546 284v38M482 304h8v18M538 304h8v18', 'none', ' stroke="#3b3b3f" stroke-width="3"')]
    out += ['<g fill="none" stroke="#31454a" stroke-width="2.2"><circle cx="150" cy="318" r="14"/><circle cx="190" cy="318" r="14"/><path d="M150 318l12-20h20l-16 20h-16l12-20M182 298l8 20M180 292l2 6M176 291h7M159 296h8"/></g>']
    out += [rect(246, 232, 3, 66, '#3b3b3f'), rect(240, 296, 15, 4, '#3b3b3f', 1), path('M240 218h15l-3 15h-9z', '#ffedbd'), poly([(237, 218), (247.5, 209), (258, 218)], '#3b3b3f')]
    out += [tree(60, 322, 1.9, '#d9772f', '#b3541f', '#efa24b', seed=21), tree(602, 326, 1.8, '#c8502c', '#a03a20', '#e27f4d', seed=23)]
    out += [walker(352, 332, 0.98, '#3f6a55', '#3a3a48', '#dba77c', '#2b1b12', bag='#a5562f'), walker(384, 330, 0.95, '#8c4a6b', '#2c3550', '#9c6744', '#17100d', back=True, long=True), walker(298, 292, 0.5, '#c9a13c', '#3a3a48', '#b97f55', '#2a1a12')]
    # A reader on the bench
    out += ['<g transform="translate(512 302)">' + stroke('M-2-2 16 0 15 18', '#33405a', 6) + stroke('M12 19h8', '#2b2b30', 3) + path('M-9 0c-1-12 0-20 3-24 4-3 9-2 11 1 2 8 1 16 0 23z', '#e2b54a') + stroke('M3-19 9-9 17-10', '#d3a438', 4) + circle(17.5, -10, 2, '#8d5a3b') + poly([(12, -15), (23, -18), (24, -10), (13, -7)], '#f6f1e4') + rect(-4, -30, 4.4, 7, '#8d5a3b') + circle(-1, -33, 5.6, '#8d5a3b') + path('M-8-34c-1-8 12-9 12-2-4-1-6 0-7 2l-2 5c-2-1-3-3-3-5z', '#17100d') + '</g>']
    return out


def dalvione():
    out = ['<defs>', fade('s', (0, '#8fb4d9'), (0.65, '#f2d9c6'), (1, '#f7c9a2')), fade('f', (0, '#c9a27c'), (1, '#b08660')), fade('t', (0, '#fdfdfd'), (1, '#e7eaee')), '</defs>', rect(0, 0, WIDTH, HEIGHT, '#f2f1ee')]
    out += [rect(28, 34, 584, 206, 'url(#s)'), circle(470, 160, 30, '#fff3d6', ' opacity=".9"'), cloud(96, 84, 0.8, opacity=0.55), cloud(360, 70, 0.9, opacity=0.5)]
    rand = random.Random(6)
    for colour, base, low, high in (('#a9b8cf', 240, 46, 104), ('#7d92b3', 240, 30, 82), ('#566d92', 240, 18, 54)):
        x = 28
        while x < 612:
            w, h = rand.uniform(20, 40), rand.uniform(low, high)
            w = min(w, 612 - x)
            out.append(rect(x, base - h, w, h, colour))
            if w > 24 and h > 40:
                d = ''.join(f'M{round(x + 5 + i * 6)} {round(base - h + 8 + j * 9)}v4' for i in range(int((w - 6) / 6)) for j in range(int(h / 9) - 1) if rand.random() < 0.45)
                out.append(f'<path d="{d}" stroke="#ffe3ad" stroke-width="2.6" opacity=".75"/>')
            x += w + rand.choice((0, 0, 3))
    out += [path('M28 34h584v206H28z', 'none', ' stroke="#39404d" stroke-width="8"'), path('M174 34v206M320 34v206M466 34v206M28 84h584', 'none', ' stroke="#39404d" stroke-width="4"')]
    out += [poly([(60, 240), (120, 88), (160, 88), (100, 240)], '#fff', ' opacity=".14"'), poly([(360, 240), (420, 88), (440, 88), (380, 240)], '#fff', ' opacity=".14"')]
    out += [rect(0, 244, WIDTH, 116, 'url(#f)'), rect(0, 240, WIDTH, 8, '#39404d'), path('M0 276h640M0 310h640M0 340h640', 'none', ' stroke="#a0774f" stroke-width="1" opacity=".6"'), rect(0, 0, WIDTH, 34, '#e6e5e1'), rect(0, 30, WIDTH, 4, '#d3d2cd')]
    for x in (190, 320, 450):
        out += [rect(x - 0.8, 0, 1.6, 58, '#39404d'), path(f'M{x - 24} 80q2-22 24-24 22 2 24 24z', '#8e2f45'), path(f'M{x - 24} 80h48l-3 4h-42z', '#ffe9bf')]
    # Rug, table, chairs
    out += [oval(320, 326, 270, 30, '#7b8496', ' opacity=".35"')]

    def chair(x, y, f):
        return f'<g transform="translate({x} {y}) scale({f} 1)">' + path('M-14-50q-3 0-3 4l3 30h5l-2-31q0-3-3-3z', '#566d92') + rect(-13, -20, 32, 6, '#566d92', 3) + path('M2-14v16M-10 6 2 0l12 6M2 0v7', 'none', ' stroke="#39404d" stroke-width="3"') + '</g>'

    out += [chair(150, 318, 1), chair(492, 318, -1)]
    # People who sit
    def sitter(x, y, f, top, legs, skin, hair, long):
        return (
            f'<g transform="translate({x} {y}) scale({f} 1)">' + stroke('M-2-4 24-3 23 24', legs, 9) + stroke('M20 26h9', '#2b2b30', 4)
            + (path('M-14-66c-2-16 20-18 20-2 1 9 0 16-4 22h-12c-4-7-5-13-4-20z', hair) if long else '')
            + path('M-12 0c-3-18-2-34 2-42 6-5 15-4 18 1 3 12 2 28 0 41z', top) + stroke('M5-34 14-18 30-20', top, 6.5) + circle(32, -20.5, 3.2, skin)
            + rect(-5, -54, 7, 11, skin) + circle(-1, -60, 9, skin)
            + (path('M-11-62c0-12 18-13 19-3-5-2-9-1-11 2l-4 6c-3-1-4-3-4-5z', hair)) + '</g>'
        )

    out += [sitter(158, 300, 1, '#c9803a', '#2f3a52', '#9a653f', '#1b120e', False), sitter(484, 300, -1, '#3f7f7c', '#3a3040', '#e0ae86', '#5a3822', True)]
    out += [rect(176, 276, 288, 9, '#fbfaf8', 3), rect(176, 282, 288, 4, '#cfcac2', 2), path('M204 286l-10 46M436 286l10 46', 'none', ' stroke="#39404d" stroke-width="5" stroke-linecap="round"')]

    def laptop(x, y, f):
        return f'<g transform="translate({x} {y}) scale({f} 1)">' + poly([(0, 0), (34, 0), (36, -2), (2, -2)], '#aeb4bf') + poly([(34, -2), (36, -2), (45, -27), (43, -28)], '#8d94a1') + '</g>'

    out += [laptop(196, 276, 1), laptop(444, 276, -1)]
    out += [rect(306, 262, 12, 14, '#8e2f45', 2), stroke('M318 266q5 0 5 4t-5 3', '#8e2f45', 2), poly([(334, 276), (366, 276), (372, 272), (342, 272)], '#f4e3b8'), path('M342 273.500h24', 'none', ' stroke="#b59a5c" stroke-width="1"')]
    # Somebody who explains, with a board
    out += [rect(340, 128, 4, 150, '#8d94a1'), rect(272, 128, 96, 70, 'url(#t)', 3, ' stroke="#8d94a1" stroke-width="3"'), path('M284 184l16-18 14 8 20-28 20 10', 'none', ' stroke="#8e2f45" stroke-width="3.5" stroke-linejoin="round"'), rect(284, 138, 34, 4, '#aeb4bf', 2), rect(284, 146, 24, 4, '#cfd3da', 2)]
    out += ['<g transform="translate(250 276)">' + path('M-13 0c-3-24-2-44 2-54 6-6 16-5 20 0 4 14 4 34 2 54z', '#39404d') + path('M-2-56 1-40 5-56z', '#fff') + stroke('M8-46 22-58 32-72', '#39404d', 7) + circle(33.5, -74, 3.6, '#c68f66') + rect(-3.5, -66, 7.5, 11, '#c68f66') + circle(0.5, -73, 9.4, '#c68f66') + path('M-9-74c-1-13 18-15 19-3-6-3-12-2-15 1l-1 5c-2 0-3-1-3-3z', '#2a1a12') + '</g>']
    out += [rect(176, 276, 288, 9, '#fbfaf8', 3), rect(176, 282, 288, 4, '#cfcac2', 2)]

    def plant(x, y, s):
        rand = random.Random(x)
        d = ''
        for i in range(11):
            a = math.radians(-160 + i * 14 + rand.uniform(-4, 4))
            length = rand.uniform(50, 78) * s
            tx, ty = length * math.cos(a), length * math.sin(a)
            px, py = -math.sin(a) * 10 * s, math.cos(a) * 10 * s
            d += f'M{n(x)} {n(y)}q{n(tx * 0.45 + px)} {n(ty * 0.65 + py)} {n(tx)} {n(ty)}q{n(-tx * 0.55 - px)} {n(-ty * 0.35 - py)} {n(-tx)} {n(-ty)}z'
        return path(d, '#3f7a57') + poly([(x - 20 * s, y - 4), (x + 20 * s, y - 4), (x + 15 * s, y + 40 * s), (x - 15 * s, y + 40 * s)], '#d9d6cf') + rect(x - 22 * s, y - 8, 44 * s, 8 * s, '#c8c4bb', 2)

    out += [plant(66, 272, 1.2), plant(584, 280, 1.05)]
    return out


def quillharbour():
    out = ['<defs>', fade('s', (0, '#bfe0ea'), (1, '#eef6f0')), fade('h', (0, '#6fb0bd'), (1, '#4b8e9f')), fade('f', (0, '#b98d63'), (1, '#9d7450')), '</defs>', rect(0, 0, WIDTH, HEIGHT, '#f3e9d8')]
    out += [rect(0, 262, WIDTH, 98, 'url(#f)'), path('M0 290h640M0 322h640M120 262l-40 98M280 262l-14 98M440 262l20 98M580 262l56 98', 'none', ' stroke="#8a6342" stroke-width="1.2" opacity=".6"'), rect(0, 254, WIDTH, 10, '#fffaf0'), rect(0, 262, WIDTH, 2, '#d9c8a8')]
    # Window to the harbour
    out += ['<clipPath id="c"><path d="M206 226V96a74 74 0 0 1 148 0v130z"/></clipPath>', path('M196 234V96a84 84 0 0 1 168 0v138z', '#fffaf0')]
    out += ['<g clip-path="url(#c)">', rect(200, 10, 160, 220, 'url(#s)'), cloud(216, 84, 0.6), cloud(300, 58, 0.5), path('M200 158q40-22 80-8t80-10v30H200z', '#9dbd9f'), rect(200, 162, 160, 70, 'url(#h)')]
    for x, h, c in ((212, 18, '#d98a5c'), (226, 24, '#f4e3c0'), (241, 16, '#c2605a'), (322, 20, '#f4e3c0'), (337, 26, '#d98a5c')):
        out += [rect(x, 164 - h, 14, h, c), poly([(x - 2, 164 - h), (x + 7, 155 - h), (x + 16, 164 - h)], '#7c4a3a'), rect(x + 4, 168 - h, 5, 6, '#54728f')]
    for x, y, s in ((252, 204, 1.2), (312, 190, 0.8), (338, 216, 1.0)):
        out += [f'<g transform="translate({x} {y}) scale({s})">' + path('M-18 0h36l-6 9h-24z', '#8a3f35') + path('M-1-2v-40', 'none', ' stroke="#5a3b28" stroke-width="2"') + path('M1-40q16 18 16 36H1z', '#fff') + path('M-3-36q-12 16-13 32h13z', '#f1dfc0') + '</g>']
    out += [path('M206 178h30M262 182h40M214 220h24M280 226h46M300 172h20', 'none', ' stroke="#fff" stroke-width="1.5" opacity=".6"'), '</g>']
    out += [path('M280 22v208M206 100h148M206 160h148', 'none', ' stroke="#fffaf0" stroke-width="5"'), rect(188, 228, 184, 9, '#fffaf0', 2), rect(188, 236, 184, 3, '#d9c8a8')]
    # Wall maps
    out += [rect(24, 58, 134, 104, '#8a5a36', 2), rect(29, 63, 124, 94, '#cfe3e4')]
    out += [path('M44 92q10-20 34-18 30 2 34 20t22 14q10 14-6 26-22 14-46 6-34-4-38-22-6-14 0-26z', '#e7d9a8'), path('M58 96q10-12 26-10 20 2 22 16 2 14-16 18-22 2-30-8-6-8-2-16z', '#c9cf93'), path('M70 98q8-6 16-3 10 4 6 11-8 6-18 2-8-4-4-10z', '#a8b877'), path('M40 128q16-8 30 2t26 2 30-12', 'none', ' stroke="#6f9fb5" stroke-width="2.2"'), path('M50 118l20-8 18 6 24-16', 'none', ' stroke="#b0503c" stroke-width="2" stroke-dasharray="4 3"'), circle(112, 100, 3.4, '#b0503c'), path('M29 88h124M29 118h124M66 63v94M108 63v94', 'none', ' stroke="#7fa3a8" stroke-width=".8" opacity=".7"')]
    out += [poly([(138, 70), (141, 78), (149, 81), (141, 84), (138, 92), (135, 84), (127, 81), (135, 78)], '#3f5a66')]
    # Shelf
    out += [rect(420, 44, 190, 8, '#8a5a36', 1), rect(420, 104, 190, 8, '#8a5a36', 1), rect(420, 164, 190, 8, '#8a5a36', 1), rect(414, 36, 8, 220, '#7a4d2d', 1), rect(608, 36, 8, 220, '#7a4d2d', 1)]
    rand = random.Random(12)
    x = 428
    while x < 516:
        w, h = rand.uniform(6, 11), rand.uniform(32, 48)
        out += [rect(x, 104 - h, w, h, rand.choice(('#356a78', '#b0503c', '#d9a441', '#5f7a4a', '#6d5a7a', '#e7d9b8')), 1), rect(x, 104 - h + 6, w, 3, '#fff', 0, ' opacity=".35"')]
        x += w + 1
    for cx, cy in ((536, 92), (556, 92), (576, 92), (546, 76), (566, 76), (556, 60)):
        out += [circle(cx, cy, 10, '#e9dcc0'), circle(cx, cy, 6, '#c9b68d'), circle(cx, cy, 2.6, '#8a6f45')]
    out += [circle(454, 136, 20, '#6fb0bd'), path('M440 128q8-10 18-7 6 6 0 10-4 8-10 4-6 0-8-7zM456 146q6-6 12-2 0 8-7 8-6 0-5-6z', '#cfd59a'), stroke('M437 150a22 22 0 0 0 34 1', '#b58a3c', 2.5), rect(452, 156, 4, 6, '#b58a3c'), rect(444, 161, 20, 3, '#b58a3c', 1)]
    x = 490
    while x < 600:
        w, h = rand.uniform(6, 12), rand.uniform(30, 46)
        out += [rect(x, 164 - h, w, h, rand.choice(('#356a78', '#b0503c', '#d9a441', '#5f7a4a', '#e7d9b8', '#4a5568')), 1)]
        x += w + 1
    out += [rect(430, 196, 70, 16, '#d8c7a3', 2), rect(430, 214, 70, 16, '#cbb88f', 2), rect(430, 232, 70, 16, '#d8c7a3', 2), rect(460, 202, 10, 4, '#7a4d2d', 2), rect(460, 220, 10, 4, '#7a4d2d', 2), rect(460, 238, 10, 4, '#7a4d2d', 2)]
    out += [path('M552 172q-16 16-14 40M560 172q2 22 16 34M556 172q-2 20-6 48', 'none', ' stroke="#5f7a4a" stroke-width="3"'), path('M536 212q-9-2-8-12 10 2 8 12zM578 208q10-1 10-11-11 1-10 11zM549 222q-8 4-13-4 9-5 13 4zM543 190q-10 0-11-9 10-1 11 9zM570 194q8-5 5-14-9 5-5 14z', '#6f9156')]
    # Drawing table, lamp, people
    out += [oval(300, 344, 190, 12, '#000', ' opacity=".12"')]
    out += [path('M204 344l52-92M392 344l-34-92M226 306h152', 'none', ' stroke="#6b4527" stroke-width="8" stroke-linecap="round"')]
    out += [poly([(176, 274), (402, 238), (410, 248), (184, 286)], '#c89a68'), poly([(184, 286), (410, 248), (410, 254), (184, 293)], '#9a6f43')]
    out += [poly([(222, 267), (376, 242), (383, 250), (230, 277)], '#fdf8ea'), path('M240 271q20-12 40-8t38-10 46-6', 'none', ' stroke="#4b8e9f" stroke-width="2"'), path('M250 273l30-10 24 2 30-12', 'none', ' stroke="#b0503c" stroke-width="1.8" stroke-dasharray="4 3"'), poly([(330, 247), (352, 244), (356, 249), (336, 252)], '#c9cf93')]
    out += [path('M398 246l14-46-40-26', 'none', ' stroke="#39404d" stroke-width="3.5" stroke-linejoin="round"'), path('M380 164l-24 8 14 18q12-2 16-14z', '#b0503c'), poly([(354, 174), (370, 190), (330, 236), (306, 226)], '#fff1c4', ' opacity=".45"')]
    out += ['<g transform="translate(176 300)">' + rect(-22, 4, 44, 7, '#7a4d2d', 3) + path('M-14 11l-6 34M14 11l6 34M-17 30h34', 'none', ' stroke="#6b4527" stroke-width="4"') + stroke('M-2 0 26 2 24 34', '#33405a', 10) + stroke('M22 37h10', '#2b2b30', 4.5) + path('M-14-68c-3-18 22-20 22-2 2 10 0 20-4 27h-14c-4-8-5-16-4-25z', '#2a1a12') + path('M-14 4c-3-20-2-36 3-44 6-5 15-4 19 1 3 12 3 28 0 43z', '#d9a441') + stroke('M5-34 22-22 48-32', '#c9932f', 7) + circle(50.5, -33, 3.6, '#c68f66') + stroke('M50-34l6-9', '#39404d', 2) + rect(-5, -56, 7.5, 12, '#c68f66') + circle(-1, -62, 9.6, '#c68f66') + path('M-12-63c0-13 20-14 20-3-6-2-10-1-13 2l-3 7c-3-1-4-3-4-6z', '#2a1a12') + '</g>']
    out += ['<g transform="translate(448 344)">' + stroke('M-4-56-6-4', '#3b3340', 10) + stroke('M8-56 10-4', '#3b3340', 10) + stroke('M-9-1h6M8-1h7', '#2b2b30', 5) + path('M-15-52c-3-22-2-42 3-52 7-6 19-6 24 0 4 14 4 34 2 52z', '#356a78') + stroke('M-10-96-30-80-42-92', '#2c5a67', 8) + circle(-44, -94, 4, '#8d5a3b') + stroke('M13-96 19-76 10-60', '#2c5a67', 8) + rect(-4, -116, 8, 12, '#8d5a3b') + circle(-1, -123, 10.5, '#8d5a3b') + path('M-11-124c0-15 22-16 21 0-1 5-2 7-3 8l-3-9c-5 0-10-1-15 1z', '#17100d') + path('M-10-116q8 8 17-1l-1 4q-7 7-14 1z', '#17100d') + '</g>']
    return out


SCENES = {'calvessa': calvessa, 'maplehythe': maplehythe, 'dalvione': dalvione, 'quillharbour': quillharbour}
body = merged(''.join(SCENES[sys.argv[1]]()))
sys.stdout.write(f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">{body}</svg>\n')
