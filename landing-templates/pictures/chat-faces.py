"""Draws the faces of the people who write: python3 chat-faces.py FOLDER writes mina.svg and so on.

Each becomes the face.svg of its template. The same face in other colours, with its own hair and clothes.
"""
import sys
from pathlib import Path

HAIR = {
    # Long, parted at the side.
    "mina": (
        '<path d="M25 50C23 28 34 15 49 15s26 12 25 34c-1 14 3 22 7 29-8 5-17 4-20 1l-26 1c-4 3-12 2-18-2 5-7 9-15 8-28z" fill="url(#h)"/>',
        '<path d="M31 45c1-11 9-19 23-21 9 3 14 10 14 22 2-3 3-7 2-12-2-11-10-18-21-18-14 0-21 10-21 23 0 3 1 5 3 6z" fill="url(#h)"/>'
        '<path d="M54 24c-10 3-18 9-21 18" fill="none" stroke="#fff" stroke-opacity=".14" stroke-width="1.6"/>',
    ),
    # To the chin, with a fringe.
    "nina": (
        '<path d="M24 58c-3-26 7-43 25-43s28 17 25 43c-1 6-5 9-10 9H34c-5 0-9-3-10-9z" fill="url(#h)"/>',
        '<path d="M30 44c0-15 8-24 19-24s20 8 20 24c-3-5-6-8-9-10-2 3-5 4-8 4 2-1 3-3 3-5-6 5-17 5-25 11z" fill="url(#h)"/>'
        '<path d="M38 26c6-4 15-5 22-1" fill="none" stroke="#fff" stroke-opacity=".1" stroke-width="2"/>',
    ),
    # Short, combed up.
    "jay": (
        '<path d="M29 46c-3-17 5-29 20-29s23 12 20 29z" fill="url(#h)"/>',
        '<path d="M29 47c-4-19 4-32 22-33 13-1 22 9 19 33l-2-2c0-7-2-12-5-15-8 3-20 2-26-3-4 4-6 10-6 18z" fill="url(#h)"/>'
        '<path d="M38 22c6-4 14-5 21-2" fill="none" stroke="#fff" stroke-opacity=".1" stroke-width="2"/>',
    ),
    # Short curls.
    "kit": (
        '<path d="M28 44c-2-16 6-28 21-28s23 12 21 28z" fill="url(#h)"/>',
        '<path d="M28 46c-4-4-3-9 0-11-2-5 1-9 5-10 0-5 5-8 9-7 3-5 10-5 13-1 5-2 10 1 10 6 5 1 7 6 5 10 3 3 3 9-1 13 0-7-2-11-5-14-3 2-7 1-9-1-3 3-8 3-11 1-3 3-7 3-9 1-4 3-6 7-7 13z" fill="url(#h)"/>',
    ),
}

PEOPLE = {
    "mina": dict(skin="#e6b48f", shade="#c98f6b", blush="#dd8a72", lips="#b9514f", hair=("#3a2720", "#1d1310"),
                 sky=("#f0d7c0", "#c58f86"), spots=("#fff1d8", "#b9726f"), cloth="#8d3f55", trim="#f3e3d6", eye="#3b2419", female=True),
    "nina": dict(skin="#eec3a0", shade="#d39c77", blush="#e39a82", lips="#b85a55", hair=("#54341f", "#2a1a10"),
                 sky=("#cfe3dc", "#7fa9a3"), spots=("#f4faf0", "#5f8f86"), cloth="#2f6d6a", trim="#e9f1ec", eye="#46301c", female=True),
    "jay": dict(skin="#d9a37a", shade="#b97f57", blush="#cf8663", lips="#a2564a", hair=("#2b2320", "#120e0c"),
                sky=("#e9d9bd", "#b58a5c"), spots=("#fff3d2", "#96693d"), cloth="#33475a", trim="#dfe5ea", eye="#2f2017", female=False),
    "kit": dict(skin="#dfab84", shade="#be8861", blush="#d48d6c", lips="#a65a4d", hair=("#3b2a20", "#1c130e"),
                sky=("#cdd9ea", "#8396b8"), spots=("#f2f6ff", "#62779f"), cloth="#7a4a2c", trim="#efe6dc", eye="#36261a", female=False),
}


def face(name):
    p = PEOPLE[name]
    back, front = HAIR[name]
    wide = 19.5 if p["female"] else 20.5
    brow = "2.1" if p["female"] else "2.9"
    jaw = "M29.5 45C29.5 62 38 73 49 73S68.5 62 68.5 45 60 24 49 24 29.5 28 29.5 45z" if p["female"] else \
        "M29 45C29 61 36 74 49 74S69 61 69 45 61 24 49 24 29 28 29 45z"
    collar = (f'<path d="M36 84c5 6 21 6 26 0l4 3-17 13-17-13z" fill="{p["trim"]}"/>' if p["female"] else
              f'<path d="M37 82l12 13 12-13 7 5-9 13H39l-9-13z" fill="{p["trim"]}"/><path d="M45 92h8l2 8H43z" fill="{p["cloth"]}" fill-opacity=".55"/>')
    lash = ""
    if p["female"]:
        lash = f'<path d="M36.4 46.2l-2.2-1M61.6 46.2l2.2-1" stroke="{p["eye"]}" stroke-width="1.1" stroke-linecap="round"/>'
    eyes = "".join(
        f'<path d="M{x - 4.6} 47.4c1.4-3 7.6-3.2 9.2 0-1.8 2.4-7.4 2.4-9.2 0z" fill="#fbf7f2"/>'
        f'<circle cx="{x}" cy="47" r="2.7" fill="{p["eye"]}"/><circle cx="{x + 0.9}" cy="46.1" r=".8" fill="#fff"/>'
        f'<path d="M{x - 4.8} 47.2c1.4-3.4 7.8-3.6 9.6 0" fill="none" stroke="{p["hair"][1]}" stroke-width="1.3" stroke-linecap="round"/>'
        for x in (41, 57)
    )
    return f'''<svg xmlns="http://www.w3.org/2000/svg" viewBox="9 7 80 80"><defs>
<linearGradient id="s" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="{p["sky"][0]}"/><stop offset="1" stop-color="{p["sky"][1]}"/></linearGradient>
<linearGradient id="h" x1="0" y1="0" x2="1" y2="1"><stop offset="0" stop-color="{p["hair"][0]}"/><stop offset="1" stop-color="{p["hair"][1]}"/></linearGradient>
<radialGradient id="f" cx=".4" cy=".36" r=".75"><stop offset="0" stop-color="{p["skin"]}"/><stop offset=".62" stop-color="{p["skin"]}"/><stop offset="1" stop-color="{p["shade"]}"/></radialGradient>
<filter id="b" x="-1" y="-1" width="3" height="3"><feGaussianBlur stdDeviation="6"/></filter><filter id="c" x="-1" y="-1" width="3" height="3"><feGaussianBlur stdDeviation="2.4"/></filter></defs>
<rect width="98" height="98" fill="url(#s)"/><g filter="url(#b)" fill-opacity=".75"><circle cx="14" cy="24" r="15" fill="{p["spots"][0]}"/><circle cx="86" cy="58" r="17" fill="{p["spots"][1]}"/><circle cx="80" cy="12" r="9" fill="{p["spots"][0]}"/></g>
{back}
<path d="M10 100c1-14 10-19 26-22h26c16 3 25 8 26 22z" fill="{p["cloth"]}"/><path d="M10 100c1-14 10-19 26-22l4 1c-9 4-14 10-15 21z" fill="#000" fill-opacity=".12"/>
<path d="M40 64h18v15c0 5-4 9-9 9s-9-4-9-9z" fill="{p["skin"]}"/><path d="M40 68c4 6 14 7 18 1v6c-5 4-13 4-18 0z" fill="{p["shade"]}" fill-opacity=".8"/>
{collar}
<ellipse cx="{49 - wide}" cy="49" rx="3.4" ry="5.4" fill="{p["shade"]}"/><ellipse cx="{49 + wide}" cy="49" rx="3.4" ry="5.4" fill="{p["shade"]}"/>
<path d="{jaw}" fill="url(#f)"/>
<g filter="url(#c)" fill="{p["blush"]}" fill-opacity=".5"><circle cx="37" cy="57" r="4"/><circle cx="61" cy="57" r="4"/></g>
{eyes}{lash}
<path d="M35.6 41.6c2.6-2.3 7-2.5 10-.8M62.4 41.6c-2.6-2.3-7-2.5-10-.8" fill="none" stroke="{p["hair"][1]}" stroke-width="{brow}" stroke-linecap="round"/>
<path d="M48 48c-.4 3-2 5.4-2 7 0 1.700 1.600 2.200 3.200 2.200" fill="none" stroke="{p["shade"]}" stroke-width="1.5" stroke-linecap="round"/>
<path d="M41.500 62.500c4 1.300 11 1.300 15 0-1.200 4.600-4.200 6.400-7.500 6.400s-6.300-1.800-7.500-6.400z" fill="{p["lips"]}"/><path d="M43 63.200c4 .8 8 .8 12 0-.6 1.700-2 2.300-6 2.300s-5.400-.6-6-2.300z" fill="#fff"/>
{front}
</svg>
'''


folder = Path(sys.argv[1])
for name in PEOPLE:
    (folder / f"{name}.svg").write_text(face(name), encoding="utf-8")
