"""The photographs sent in the chats: blender -b -P chat-pictures.py -- SCENE VARIANT OUT.png

SCENE is packing or desk, VARIANT is a or b. To save as WebP:
    convert OUT.png -quality 50 -define webp:method=6 place.webp
"""
import math
import random
import sys

import bpy

scene_name, variant, out = sys.argv[sys.argv.index("--") + 1 :][:3]
first = variant == "a"
rnd = random.Random(7 if first else 23)
bpy.ops.wm.read_factory_settings(use_empty=True)
scene = bpy.context.scene


def material(name, colour, rough=0.6, metal=0.0, emit=None, noise=0.0, scale=8.0, stretch=(1, 1, 1)):
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    shader = nodes["Principled BSDF"]
    shader.inputs["Base Color"].default_value = (*colour, 1)
    shader.inputs["Roughness"].default_value = rough
    shader.inputs["Metallic"].default_value = metal
    if emit:
        shader.inputs["Emission"].default_value = (*colour, 1)
        shader.inputs["Emission Strength"].default_value = emit
    if noise:
        where = nodes.new("ShaderNodeTexCoord")
        mapping = nodes.new("ShaderNodeMapping")
        mapping.inputs["Scale"].default_value = stretch
        texture = nodes.new("ShaderNodeTexNoise")
        texture.inputs["Scale"].default_value = scale
        texture.inputs["Detail"].default_value = 6
        ramp = nodes.new("ShaderNodeValToRGB")
        ramp.color_ramp.elements[0].position = 0.3
        ramp.color_ramp.elements[1].position = 0.7
        ramp.color_ramp.elements[0].color = (*[c * (1 - noise) for c in colour], 1)
        ramp.color_ramp.elements[1].color = (*[min(1, c * (1 + noise * 0.6)) for c in colour], 1)
        links.new(where.outputs["Object"], mapping.inputs["Vector"])
        links.new(mapping.outputs["Vector"], texture.inputs["Vector"])
        links.new(texture.outputs["Fac"], ramp.inputs["Fac"])
        links.new(ramp.outputs["Color"], shader.inputs["Base Color"])
    return made


def box(at, size, mat, bevel=0.01, turn=0.0):
    bpy.ops.mesh.primitive_cube_add(size=1, location=at, rotation=(0, 0, turn))
    made = bpy.context.object
    made.scale = size
    bpy.ops.object.transform_apply(location=False, rotation=False, scale=True)
    made.data.materials.append(mat)
    if bevel:
        rounded = made.modifiers.new("round", "BEVEL")
        rounded.width = min(bevel, min(size) * 0.3)
        rounded.segments = 3
    return made


def tube(at, radius, depth, mat, turn=(0, 0, 0), top=None):
    if top is None:
        bpy.ops.mesh.primitive_cylinder_add(radius=radius, depth=depth, location=at, rotation=turn, vertices=48)
    else:
        bpy.ops.mesh.primitive_cone_add(radius1=radius, radius2=top, depth=depth, location=at, rotation=turn, vertices=48)
    made = bpy.context.object
    made.data.materials.append(mat)
    bpy.ops.object.shade_smooth()
    made.data.use_auto_smooth = True
    rounded = made.modifiers.new("round", "BEVEL")
    rounded.width = 0.004
    rounded.limit_method = "ANGLE"
    rounded.segments = 2
    return made


def ring(at, radius, thick, mat, turn=(0, 0, 0)):
    bpy.ops.mesh.primitive_torus_add(location=at, rotation=turn, major_radius=radius, minor_radius=thick, major_segments=40, minor_segments=12)
    bpy.context.object.data.materials.append(mat)
    bpy.ops.object.shade_smooth()


def area(at, size, power, colour, look):
    bpy.ops.object.light_add(type="AREA", location=at)
    lamp = bpy.context.object
    lamp.data.shape = "RECTANGLE"
    lamp.data.size, lamp.data.size_y = size
    lamp.data.energy = power
    lamp.data.color = colour
    aim(lamp, look)


def aim(thing, look):
    dx, dy, dz = (look[i] - thing.location[i] for i in range(3))
    flat = math.hypot(dx, dy)
    thing.rotation_euler = (math.atan2(flat, -dz), 0, math.atan2(dy, dx) - math.pi / 2)


def camera(at, look, lens, focus=None, stop=2.8):
    bpy.ops.object.camera_add(location=at)
    made = bpy.context.object
    made.data.lens = lens
    aim(made, look)
    if focus:
        made.data.dof.use_dof = True
        made.data.dof.focus_distance = focus
        made.data.dof.aperture_fstop = stop
    scene.camera = made


def leaf(at, length, turn, tilt, mat):
    verts, faces = [], []
    steps = 7
    for i in range(steps + 1):
        t = i / steps
        width = math.sin(math.pi * (0.06 + 0.94 * t) ** 0.8) * length * 0.2
        drop = -t * t * length * 0.35
        verts += [(-width, t * length, drop + 0.12 * width), (0, t * length, drop), (width, t * length, drop + 0.12 * width)]
    for i in range(steps):
        for j in range(2):
            k = i * 3 + j
            faces.append((k, k + 1, k + 4, k + 3))
    mesh = bpy.data.meshes.new("leaf")
    mesh.from_pydata(verts, [], faces)
    made = bpy.data.objects.new("leaf", mesh)
    made.location = at
    made.rotation_euler = (tilt, 0, turn)
    mesh.materials.append(mat)
    for face in mesh.polygons:
        face.use_smooth = True
    scene.collection.objects.link(made)


def plant(at, pot, green, size=0.34, leaves=17):
    tube((at[0], at[1], at[2] + 0.08), 0.075, 0.16, pot, top=0.095)
    for i in range(leaves):
        spot = (at[0] + rnd.uniform(-0.03, 0.03), at[1] + rnd.uniform(-0.03, 0.03), at[2] + 0.15)
        leaf(spot, size * rnd.uniform(0.6, 1.1), i * 2.4 + rnd.uniform(-0.3, 0.3), rnd.uniform(0.5, 1.25), green)


white = material("white", (0.85, 0.84, 0.82), 0.7)
steel = material("steel", (0.42, 0.44, 0.46), 0.4, 0.7)
dark = material("dark", (0.03, 0.03, 0.035), 0.45)
green = material("green", (0.05, 0.2, 0.06) if first else (0.07, 0.22, 0.1), 0.5, noise=0.4, scale=5)
world = bpy.data.worlds.new("world")
scene.world = world
world.use_nodes = True

if scene_name == "packing":
    wall = material("wall", (0.80, 0.76, 0.70) if first else (0.68, 0.75, 0.77), 0.9, noise=0.03, scale=2)
    floor = material("floor", (0.34, 0.33, 0.32) if first else (0.42, 0.38, 0.33), 0.55, noise=0.25, scale=3)
    wood = material("wood", (0.52, 0.33, 0.17) if first else (0.60, 0.45, 0.29), 0.5, noise=0.35, scale=3, stretch=(1, 14, 8))
    cards = [material(f"card{i}", c, 0.85, noise=0.08, scale=20) for i, c in enumerate([(0.50, 0.33, 0.18), (0.56, 0.39, 0.23), (0.44, 0.28, 0.15), (0.62, 0.46, 0.29)])]
    tape = material("tape", (0.66, 0.50, 0.30), 0.25)
    paper = material("paper", (0.86, 0.85, 0.83), 0.8)
    accents = [material(f"accent{i}", c, 0.5) for i, c in enumerate([(0.55, 0.10, 0.08), (0.06, 0.22, 0.42), (0.75, 0.50, 0.08)] if first else [(0.05, 0.33, 0.33), (0.70, 0.27, 0.08), (0.30, 0.12, 0.35)])]
    box((0, 3.0, 2.4), (9, 0.1, 5), wall, 0)
    box((-3.3, 0, 2.4), (0.1, 8, 5), wall, 0)
    box((0, 0, -0.05), (10, 10, 0.1), floor, 0)
    box((0, 2.94, 0.06), (9, 0.03, 0.12), white, 0.005)

    def parcel(x, y, z, w, d, h, turn=0.0):
        mat = rnd.choice(cards)
        box((x, y, z + h / 2), (w, d, h), mat, 0.012, turn)
        box((x, y, z + h / 2), (w * 0.13, d * 1.004, h * 1.006), tape, 0, turn)
        if rnd.random() < 0.7:
            c, s = math.cos(turn), math.sin(turn)
            fx, fy = w * rnd.uniform(-0.25, 0.22), -d / 2 - 0.003
            box((x + c * fx - s * fy, y + s * fx + c * fy, z + h * 0.55), (min(0.13, w * 0.38), 0.004, min(0.09, h * 0.42)), paper, 0, turn)

    for left in (-2.55, -0.55, 1.45):
        for x in (left, left + 1.85):
            for y in (2.25, 2.85):
                box((x, y, 1.15), (0.05, 0.05, 2.3), steel, 0.004)
        for level in (0.18, 0.82, 1.46, 2.1):
            box((left + 0.925, 2.55, level), (1.9, 0.62, 0.035), steel if first else wood, 0.004)
            x = left + 0.1
            while x < left + 1.6:
                w, h, d = rnd.uniform(0.22, 0.5), rnd.uniform(0.2, 0.48), rnd.uniform(0.36, 0.5)
                if x + w > left + 1.78:
                    break
                if rnd.random() < 0.86:
                    if rnd.random() < 0.14:
                        box((x + w / 2, 2.5, level + 0.02 + h * 0.35), (w * 0.9, d, h * 0.7), rnd.choice(accents), 0.02)
                    else:
                        parcel(x + w / 2, 2.5 + rnd.uniform(-0.03, 0.05), level + 0.018, w, d, h, rnd.uniform(-0.04, 0.04))
                        if h < 0.27 and rnd.random() < 0.6:
                            parcel(x + w / 2, 2.52, level + 0.018 + h, w * 0.9, d * 0.9, 0.16, rnd.uniform(-0.06, 0.06))
                x += w + rnd.uniform(0.02, 0.07)
    # Table with what is being packed.
    box((0.35, 0.35, 0.88), (3.6, 1.0, 0.06), wood, 0.012)
    for x in (-1.3, 2.0):
        for y in (-0.05, 0.75):
            box((x, y, 0.43), (0.07, 0.07, 0.86), steel, 0.006)
    table = 0.911
    parcel(-0.98, 0.5, table, 0.44, 0.34, 0.26, 0.15)
    parcel(-0.95, 0.5, table + 0.26, 0.32, 0.26, 0.16, -0.12)
    parcel(1.72, 0.48, table, 0.36, 0.42, 0.3, -0.2)
    # An open box.
    flap = cards[1]
    cx, cy, w, d, h = (0.42 if first else 0.2), 0.28, 0.52, 0.4, 0.26
    box((cx, cy, table + 0.01), (w, d, 0.02), flap, 0)
    for sx in (-1, 1):
        box((cx + sx * w / 2, cy, table + h / 2), (0.012, d, h), flap, 0.002)
        lid = box((cx + sx * (w / 2 + 0.1), cy, table + h - 0.02), (0.22, d, 0.01), flap, 0.002)
        lid.rotation_euler = (0, sx * 0.35, 0)
    for sy in (-1, 1):
        box((cx, cy + sy * d / 2, table + h / 2), (w, 0.012, h), flap, 0.002)
        lid = box((cx, cy + sy * (d / 2 + 0.08), table + h - 0.04), (w, 0.18, 0.01), flap, 0.002)
        lid.rotation_euler = (-sy * 0.6, 0, 0)
    for i in range(16):
        bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=1, radius=rnd.uniform(0.05, 0.08), location=(cx + rnd.uniform(-0.2, 0.2), cy + rnd.uniform(-0.14, 0.14), table + h * 0.82))
        bpy.context.object.data.materials.append(paper)
    box((cx + 0.02, cy, table + h), (0.2, 0.2, 0.14), accents[0], 0.02, 0.3)
    # Tape, scissors' handle, a roll of paper, labels.
    ring((1.02, 0.1, table + 0.03), 0.065, 0.026, tape)
    ring((1.16, 0.28, table + 0.03), 0.065, 0.026, tape)
    tube((-0.3, 0.66, table + 0.09), 0.09, 0.62, paper, (0, math.pi / 2, 0.06))
    box((-0.36, 0.05, table + 0.012), (0.24, 0.17, 0.022), paper, 0.002, 0.2)
    box((1.3, 0.62, table + 0.08), (0.24, 0.2, 0.15), dark if first else white, 0.02, -0.1)
    box((1.3, 0.515, table + 0.1), (0.12, 0.01, 0.09), paper, 0, -0.1)
    # In front, on the floor.
    parcel(-1.75, -0.35, 0, 0.6, 0.5, 0.42, 0.2)
    parcel(-1.72, -0.33, 0.42, 0.46, 0.4, 0.3, 0.05)
    parcel(2.25, -0.35, 0, 0.5, 0.5, 0.5, -0.3)
    plant((-2.8, 1.9, 0.0), accents[2], green, 0.9, 24)
    area((-3.0, -1.6, 2.6), (2.4, 2.0), 190, (1, 0.95, 0.87) if first else (0.93, 0.97, 1), (0.8, 1.6, 0.6))
    area((0.6, 0.8, 3.2), (3.2, 0.5), 60, (1, 0.97, 0.92), (0.6, 0.8, 0))
    area((3.4, -2.6, 2.2), (2, 2), 30, (0.9, 0.95, 1), (0, 1.5, 1))
    world.node_tree.nodes["Background"].inputs[0].default_value = (0.8, 0.85, 0.9, 1)
    world.node_tree.nodes["Background"].inputs[1].default_value = 0.28
    camera((1.15, -3.5, 1.85) if first else (-0.7, -3.55, 1.8), (0.15, 1.2, 0.98) if first else (0.35, 1.2, 0.98), 29, 4.4, 4)
else:
    wood = material("wood", (0.48, 0.30, 0.16) if first else (0.60, 0.47, 0.34), 0.42, noise=0.3 if first else 0.22, scale=3, stretch=(1, 16, 8))
    wall = material("wall", (0.74, 0.72, 0.68) if first else (0.66, 0.71, 0.66), 0.9)
    frame = material("frame", (0.13, 0.13, 0.14) if first else (0.8, 0.8, 0.79), 0.5)
    pot = material("pot", (0.62, 0.27, 0.15) if first else (0.80, 0.78, 0.72), 0.75)
    silver = material("silver", (0.52, 0.53, 0.55), 0.32, 0.8)
    screen = material("screen", (0.80, 0.86, 0.92), 0.4, emit=0.75)
    line = material("line", (0.30, 0.40, 0.55) if first else (0.20, 0.42, 0.36), 0.5, emit=0.35)
    pale = material("pale", (0.62, 0.70, 0.80), 0.5, emit=0.6)
    cup = material("cup", (0.11, 0.20, 0.30) if first else (0.72, 0.36, 0.20), 0.25)
    cover = material("cover", (0.42, 0.08, 0.07) if first else (0.08, 0.20, 0.32), 0.6)
    paper = material("paper", (0.84, 0.83, 0.80), 0.8)
    coffee = material("coffee", (0.06, 0.025, 0.01), 0.2)
    cloth = material("cloth", (0.10, 0.11, 0.13) if first else (0.26, 0.30, 0.33), 0.9)
    # Outside: sky and houses in haze.
    bpy.ops.mesh.primitive_plane_add(size=60, location=(0, 30, 8), rotation=(math.pi / 2, 0, 0))
    bpy.context.object.data.materials.append(material("sky", (0.62, 0.78, 0.95) if first else (0.80, 0.80, 0.84), 1, emit=1.15 if first else 0.95))
    for i in range(30):
        x, y = rnd.uniform(-15, 15), rnd.uniform(14, 27)
        h, w = rnd.uniform(3, 11) * (1.25 if y > 20 else 0.8), rnd.uniform(1.0, 2.3)
        haze = (y - 12) / 17
        base = rnd.choice([(0.45, 0.47, 0.50), (0.55, 0.52, 0.48), (0.40, 0.45, 0.50), (0.58, 0.56, 0.53)])
        air = (0.66, 0.77, 0.90) if first else (0.82, 0.80, 0.78)
        tone = tuple(b * (1 - haze) + a * haze for b, a in zip(base, air))
        body = material(f"house{i}", tone, 0.9, emit=0.5)
        glass = material(f"glass{i}", tuple(c * 0.72 for c in tone), 0.5, emit=0.45)
        box((x, y, -6 + h / 2), (w, w, h + 6), body, 0)
        for z in range(int(h * 1.6)):
            box((x, y - w / 2, -4.2 + z * 0.62), (w * 0.86, 0.02, 0.26), glass, 0)
    # Window.
    box((0, 1.55, 0.22), (8, 0.16, 0.64), wall, 0)
    box((0, 1.55, 2.9), (8, 0.16, 0.7), wall, 0)
    box((-2.9, 1.55, 1.5), (2, 0.16, 3.2), wall, 0)
    box((0, 1.44, 0.56), (8, 0.34, 0.04), white, 0.008)
    for x in (-1.9, -0.62 if first else -0.2, 1.0 if first else 1.5, 2.6):
        box((x, 1.5, 1.55), (0.06, 0.06, 2.0), frame, 0.006)
    for z in (0.6, 2.54):
        box((0.4, 1.5, z), (4.8, 0.06, 0.06), frame, 0.006)
    # Desk.
    box((0, 0.55, 0.0), (4.4, 1.5, 0.05), wood, 0.012)
    lx, ly, turn = (-0.05, 0.5, 0.16) if first else (0.2, 0.5, -0.14)
    bottom = box((lx, ly, 0.037), (0.62, 0.42, 0.018), silver, 0.008, turn)
    keys = box((lx - 0.02 * math.sin(turn), ly + 0.05 * math.cos(turn), 0.047), (0.54, 0.19, 0.004), dark, 0.002, turn)
    pivot = (lx - math.sin(turn) * 0.21, ly + math.cos(turn) * 0.21, 0.045)

    def on_screen(u, v, w, h, mat, lift):
        """A flat thing on the laptop's lid: u across, v up from the hinge."""
        lean = 0.28
        made = box((0, 0, 0), (w, 0.004, h), mat, 0)
        x, y, z = u, math.sin(lean) * v - lift * math.cos(lean), math.cos(lean) * v + lift * math.sin(lean)
        made.location = (pivot[0] + x * math.cos(turn) - y * math.sin(turn), pivot[1] + x * math.sin(turn) + y * math.cos(turn), pivot[2] + z)
        made.rotation_euler = (-lean, 0, turn)
        return made

    on_screen(0, 0.205, 0.62, 0.41, silver, 0)
    on_screen(0, 0.21, 0.585, 0.37, dark, 0.003)
    on_screen(0, 0.21, 0.565, 0.35, screen, 0.005)
    on_screen(0, 0.366, 0.565, 0.038, line, 0.007)
    for row in range(8):
        for column in range(5):
            if column and rnd.random() < 0.16:
                continue
            wide = 0.12 if column == 0 else rnd.uniform(0.05, 0.085)
            left = -0.265 + (0 if column == 0 else 0.05 + column * 0.098)
            on_screen(left + wide / 2, 0.32 - row * 0.037, wide, 0.011, line if column == 0 else pale, 0.008)
    # Notebook and pen, cup, plant, a lamp's foot, the next chair.
    nx = 0.72 if first else -0.55
    box((nx, 0.28, 0.042), (0.3, 0.4, 0.03), cover, 0.008, -0.25)
    box((nx, 0.28, 0.059), (0.29, 0.39, 0.006), paper, 0.002, -0.21)
    tube((nx + 0.02, 0.27, 0.072), 0.009, 0.3, dark, (math.pi / 2, 0, 0.5))
    kx, ky = (0.52, 0.86) if first else (0.83, 0.52)
    tube((kx, ky, 0.1), 0.072, 0.15, cup, top=0.08)
    tube((kx, ky, 0.176), 0.07, 0.003, coffee)
    ring((kx + 0.095, ky, 0.1), 0.042, 0.012, cup, (math.pi / 2, 0, 0))
    plant((-0.85, 0.95, 0.02) if first else (-0.72, 0.98, 0.02), pot, green, 0.42, 22)
    plant((1.75, 1.4, 0.58) if first else (1.2, 1.42, 0.58), white if first else pot, green, 0.24, 14)
    for i, c in enumerate([(0.15, 0.28, 0.38), (0.62, 0.50, 0.30), (0.45, 0.16, 0.12)]):
        box((1.28 if first else -1.3, 0.95, 0.05 + i * 0.052), (0.32, 0.42, 0.05), material(f"book{i}", c, 0.6), 0.008, 0.1 * (i - 1))
    area((1.2, 2.6, 2.6), (3.2, 2.2), 120, (1, 0.95, 0.86) if first else (1, 0.97, 0.95), (0.1, 0.3, 0))
    area((-2.2, -1.8, 2.4), (2.4, 2), 40, (1, 0.93, 0.85), (0, 0.6, 0.1))
    world.node_tree.nodes["Background"].inputs[0].default_value = (0.75, 0.85, 1, 1)
    world.node_tree.nodes["Background"].inputs[1].default_value = 0.45
    camera((0.42, -1.25, 0.98) if first else (-0.42, -1.25, 0.96), (0.1, 0.75, 0.33), 31, 1.85, 2.4)
    bpy.ops.object.light_add(type="SUN", location=(2, 6, 5))
    bpy.context.object.data.energy = 2.6 if first else 1.6
    bpy.context.object.data.color = (1, 0.9, 0.74)
    bpy.context.object.data.angle = 0.02
    aim(bpy.context.object, (-0.2, 0.4, 0) if first else (3.2, 0.4, 0))

scene.render.engine = "CYCLES"
# Many samples instead of a denoiser: what is left looks like the grain of a phone.
scene.cycles.samples = int(sys.argv[-1]) if sys.argv[-1].isdigit() else 450
scene.cycles.use_denoising = False
scene.render.resolution_x, scene.render.resolution_y = 480, 360
scene.view_settings.view_transform = "Filmic"
scene.view_settings.look = "Medium High Contrast"
scene.view_settings.exposure = 0.3 if scene_name == "packing" else 0.0
scene.render.filepath = out
scene.render.image_settings.file_format = "PNG"
bpy.ops.render.render(write_still=True)
