"""
Street maps of the tracking pages, drawn as SVG:

    python3 parcel-map.py fernvoy|belbarrow|stackelm|cobblewren > route.svg
"""
import math
import random
import sys

FIRMS = {
    'fernvoy': dict(
        seed=11, turn=-14, step=(92, 78), road='#fbf8f1', land='#e9e2d3', roofs=('#dcd2bd', '#d3c7af', '#e2d9c6'),
        park='#b9d3a6', tree='#93b97f', water='#a9d3dd', route='#0c5a52', pin='#d2552f', goal='house',
        way=((1, 2), (3, 2), (3, 3), (5, 3), (5, 2), (6, 2)), done=3, river=((-1, 1.9), (1.2, 1.0), (2.3, 0.1), (3.2, -1.6)), parks={(3, 2), (1, 3), (5, 1)},
    ),
    'belbarrow': dict(
        seed=29, turn=11, step=(104, 70), road='#ffffff', land='#e3e7ee', roofs=('#d2d9e4', '#c8d1de', '#dbe1ea'),
        park='#c3d9bd', tree='#9cc095', water='#b4d2ea', route='#2c3f6b', pin='#b4562c', goal='house',
        way=((6, 1), (5, 1), (5, 2), (3, 2), (3, 3), (1, 3)), done=3, river=((8.4, 2.5), (6.0, 3.55), (3.6, 3.9), (1, 5.2)), parks={(3, 0), (1, 1), (3, 2)},
    ),
    'stackelm': dict(
        seed=7, turn=22, step=(88, 84), road='#fffaf7', land='#f0e4e2', roofs=('#e5d3d2', '#dcc7c8', '#eadcda'),
        park='#c9d6b0', tree='#a6bd85', water='#bcd5dc', route='#7a1f4a', pin='#7a1f4a', goal='locker',
        way=((1, 2), (2, 2), (2, 3), (4, 3), (4, 1), (6, 1)), done=4, river=((0.4, 4.8), (2.0, 3.9), (4.2, 3.8), (6.2, 3.3), (9, 3.6)), parks={(2, 1), (4, 1), (5, 2)},
    ),
    'cobblewren': dict(
        seed=41, turn=-24, step=(96, 80), road='#fdfcf6', land='#e9e9da', roofs=('#dadbc4', '#d0d2b8', '#e1e2cf'),
        park='#bccf93', tree='#97b06b', water='#b5d6d4', route='#4c5a1f', pin='#4c5a1f', goal='locker',
        way=((6, 3), (5, 3), (5, 2), (3, 2), (3, 1), (2, 1)), done=3, river=((8.2, 0.9), (6.4, 0.75), (4.6, -0.3), (3.4, -1.4)), parks={(4, 2), (1, 2), (3, 0)},
    ),
}
WIDTH, HEIGHT = 640, 300


def n(value):
    return f'{value:.1f}'.rstrip('0').rstrip('.')


def draw(firm):
    look = FIRMS[firm]
    rand = random.Random(look['seed'])
    angle = math.radians(look['turn'])
    wide, high = look['step']
    middle = (3.5, 2.0)

    def at(i, j):
        x, y = (i - middle[0]) * wide, (j - middle[1]) * high
        return WIDTH / 2 + x * math.cos(angle) - y * math.sin(angle), HEIGHT / 2 + x * math.sin(angle) + y * math.cos(angle)

    def corners(i0, j0, i1, j1):
        return [at(i0, j0), at(i1, j0), at(i1, j1), at(i0, j1)]

    def outside(points):
        xs, ys = [p[0] for p in points], [p[1] for p in points]
        return max(xs) < -4 or min(xs) > WIDTH + 4 or max(ys) < -4 or min(ys) > HEIGHT + 4

    def path(points, close=True):
        return 'M' + 'L'.join(f'{n(x)} {n(y)}' for x, y in points) + ('z' if close else '')

    def area(points):
        whole = [(round(x), round(y)) for x, y in points]
        steps = ' '.join(f'{b[0] - a[0]} {b[1] - a[1]}' for a, b in zip(whole, whole[1:]))
        return f'M{whole[0][0]} {whole[0][1]}l{steps}z'.replace(' -', '-')

    land, parks, trees, roofs = [], [], [], {colour: [] for colour in look['roofs']}
    shade = []
    for i in range(-3, 10):
        for j in range(-4, 8):
            main_i, main_j = (0.055 if i % 2 else 0.1), (0.07 if j % 2 else 0.12)
            block = (i + main_i, j + main_j, i + 1 - 0.07, j + 1 - 0.09)
            if outside(corners(*block)):
                continue
            if (i, j) in look['parks']:
                parks.append(area(corners(*block)))
                for _ in range(9):
                    x, y = at(rand.uniform(block[0] + 0.1, block[2] - 0.1), rand.uniform(block[1] + 0.12, block[3] - 0.12))
                    trees.append((x, y, rand.uniform(4, 7.5)))
                continue
            land.append(area(corners(*block)))
            cut_i, cut_j = rand.choice(((2, 1), (1, 2), (2, 2), (2, 1)))
            for a in range(cut_i):
                for b in range(cut_j):
                    if rand.random() < 0.16:
                        x, y = at(block[0] + (a + 0.5) / cut_i * 0.84, block[1] + (b + 0.5) / cut_j * 0.8)
                        trees.append((x, y, rand.uniform(3.4, 5.4)))
                        continue
                    w, h = (block[2] - block[0]) / cut_i, (block[3] - block[1]) / cut_j
                    pad = 0.05
                    i0, j0 = block[0] + a * w + pad, block[1] + b * h + pad
                    i1, j1 = block[0] + (a + 1) * w - pad * rand.uniform(0.6, 1.6), block[1] + (b + 1) * h - pad * rand.uniform(0.6, 1.8)
                    square = corners(i0, j0, i1, j1)
                    if outside(square):
                        continue
                    roofs[rand.choice(look['roofs'])].append(area(square))
                    lift = rand.choice((0, 0, 0, 2.4))
                    if lift:
                        shade.append(area([square[3], square[2], (square[2][0] + 1, square[2][1] + lift), (square[3][0] + 1, square[3][1] + lift)]))

    def dry(x, y):
        return all(math.hypot(x - px, y - py) > 34 for px, py in course)

    bank = [at(*p) for p in look['river']]
    course = [
        (a[0] + (b[0] - a[0]) * t / 12, a[1] + (b[1] - a[1]) * t / 12) for a, b in zip(bank, bank[1:]) for t in range(13)
    ]
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" height="{HEIGHT}">']
    parts.append(f'<rect width="{WIDTH}" height="{HEIGHT}" fill="{look["road"]}"/>')
    parts.append(f'<path fill="{look["land"]}" d="{"".join(land)}"/>')
    for colour, shapes in roofs.items():
        parts.append(f'<path fill="{colour}" d="{"".join(shapes)}"/>')
    parts.append(f'<path fill="#000" opacity=".1" d="{"".join(shade)}"/>')
    parts.append(f'<path fill="{look["park"]}" d="{"".join(parks)}"/>')
    ends = [bank[0], *bank, bank[-1]]
    curve = f'M{n(bank[0][0])} {n(bank[0][1])}'
    for before, a, b, after in zip(ends, ends[1:], ends[2:], ends[3:]):
        control = (a[0] + (b[0] - before[0]) / 6, a[1] + (b[1] - before[1]) / 6, b[0] - (after[0] - a[0]) / 6, b[1] - (after[1] - a[1]) / 6)
        curve += 'C' + ' '.join(n(v) for v in (*control, *b))
    for colour, size in ((look['road'], 50), (look['water'], 40)):
        parts.append(f'<path d="{curve}" fill="none" stroke="{colour}" stroke-width="{size}" stroke-linecap="round" stroke-linejoin="round"/>')
    # A tree is a point with a wide round pen: far fewer letters than a circle.
    for dx, dy, size, colour in ((1, 2, 1, '#0002'), (0, 0, 1, look['tree']), (-1, -2, 0.45, '#fff4')):
        for pen in (8, 13):
            dots = ''.join(
                f'M{round(x + dx)} {round(y + dy)}h0'
                for x, y, r in trees if dry(x, y) and -8 < x < WIDTH + 8 and -8 < y < HEIGHT + 8 and (r < 5) == (pen == 8)
            )
            parts.append(f'<path stroke="{colour}" stroke-width="{n(pen * size)}" stroke-linecap="round" d="{dots}"/>')

    way = [at(i + 0.0, j + 0.0) for i, j in look['way']]
    here = ((way[look['done']][0] + way[look['done'] - 1][0]) / 2, (way[look['done']][1] + way[look['done'] - 1][1]) / 2)
    done, ahead = way[: look['done']] + [here], [here] + way[look['done']:]
    line = 'fill="none" stroke-linecap="round" stroke-linejoin="round"'
    parts.append(f'<path d="{path(way, False)}" {line} stroke="#fff" stroke-width="15"/>')
    parts.append(f'<path d="{path(done, False)}" {line} stroke="{look["route"]}" stroke-width="8"/>')
    parts.append(f'<path d="{path(ahead, False)}" {line} stroke="{look["route"]}" stroke-width="6.5" stroke-dasharray="1 13"/>')
    parts.append(badge(*way[0], look['route'], DEPOT))
    parts.append(van(*here, look['route'], way[look['done']][0] < way[0][0]))
    parts.append(pin(*way[-1], look['pin'], HOUSE if look['goal'] == 'house' else LOCKER))
    return '\n'.join(parts) + '\n</svg>\n'


DEPOT = '<path fill="#fff" d="M-9 8V-3L0-9 9-3V8H5V0H-5V8z"/><path fill="#fff" d="M-3.4 2h6.8v2h-6.8zM-3.4 5.4h6.8v2.6h-6.8z"/>'
HOUSE = '<path fill="{c}" d="M-9.5-1 0-9.5 9.5-1 8 .7 0-6.4-8 .7z"/><path fill="{c}" d="M-6.4 1.4 0-4.2 6.4 1.4V9H1.8V4h-3.6v5h-4.6z"/>'
LOCKER = '<path fill="{c}" fill-rule="evenodd" d="M-8-9H8V9H-8zM-6-7v4h5v-4zM1-7v7h5v-7zM-6-1v8h5v-8zM1 2v5h5V2z"/><circle cx="-2.6" cy="3" r="1" fill="{c}"/>'


def badge(x, y, colour, icon):
    return f'<g transform="translate({n(x)} {n(y)}) scale(1.3)"><circle r="18" fill="#fff"/><circle r="15.5" fill="{colour}"/>{icon}</g>'


def van(x, y, colour, back):
    flip = ' scale(-1 1)' if back else ''
    return (
        f'<g transform="translate({n(x)} {n(y)}) scale(1.3){flip}"><ellipse cy="13" rx="27" ry="4" fill="#000" opacity=".18"/>'
        '<path fill="#fff" stroke="#fff" stroke-width="5" stroke-linejoin="round" d="M-24-14H7v4h9l8 9V9h-48z"/>'
        f'<path fill="{colour}" d="M-24-14H7V9h-31z"/><path fill="{colour}" d="M8.6-9.6H16l8 9V9H8.6z"/>'
        '<path fill="#dff0f5" d="M11-7h4l5 6h-9z"/><path fill="#fff" opacity=".85" d="M-19-8h13v9h-13z"/>'
        f'<path fill="{colour}" opacity=".55" d="M-13.6-8h2.2v9h-2.2z"/>'
        '<circle cx="-14" cy="9" r="5.4" fill="#23262b"/><circle cx="-14" cy="9" r="2.2" fill="#cfd3d8"/>'
        '<circle cx="14" cy="9" r="5.4" fill="#23262b"/><circle cx="14" cy="9" r="2.2" fill="#cfd3d8"/></g>'
    )


def pin(x, y, colour, icon):
    return (
        f'<g transform="translate({n(x)} {n(y)}) scale(1.3)"><ellipse cy="1" rx="11" ry="3.6" fill="#000" opacity=".22"/>'
        f'<path fill="{colour}" stroke="#fff" stroke-width="2.5" d="M0 0C-6-10-20-18-20-33a20 20 0 0 1 40 0C20-18 6-10 0 0z"/>'
        f'<circle cy="-33" r="14.5" fill="#fff"/><g transform="translate(0 -33)">{icon.replace("{c}", colour)}</g></g>'
    )


sys.stdout.write(draw(sys.argv[1]))
