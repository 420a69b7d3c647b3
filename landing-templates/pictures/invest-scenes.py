"""Scenes of the investment offers.

    blender -b --python invest-scenes.py -- OUT.png SCENE 500
    convert OUT.png -alpha off -sigmoidal-contrast 3,52% -modulate 100,108 -resize 544x357! -quality 42 -define webp:method=6 -define webp:use-sharp-yuv=1 picture.webp

SCENE is one of VIEWS below.
"""
import math
import random
import sys

import bpy
from mathutils import Vector


def material(name, colour, rough=0.75, vary=0.0, scale=2.0, metal=0.0):
    """Plain surface; `vary` lightens and darkens it in soft patches."""
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    surface = nodes['Principled BSDF']
    surface.inputs['Base Color'].default_value = (*colour, 1)
    surface.inputs['Roughness'].default_value = rough
    surface.inputs['Metallic'].default_value = metal
    if vary:
        place = nodes.new('ShaderNodeTexCoord')
        noise = nodes.new('ShaderNodeTexNoise')
        noise.inputs['Scale'].default_value = scale
        noise.inputs['Detail'].default_value = 3
        links.new(place.outputs['Object'], noise.inputs['Vector'])
        ramp = nodes.new('ShaderNodeValToRGB')
        for stop, at, factor in ((0, 0.35, 1 - vary), (1, 0.65, 1 + vary)):
            ramp.color_ramp.elements[stop].position = at
            ramp.color_ramp.elements[stop].color = (*[min(1, c * factor) for c in colour], 1)
        links.new(noise.outputs['Fac'], ramp.inputs['Fac'])
        links.new(ramp.outputs['Color'], surface.inputs['Base Color'])
    return made


def finish(made, mat, bevel=0.0, smooth=False, parent=None):
    made.data.materials.append(mat)
    if bevel:
        rounded = made.modifiers.new('bevel', 'BEVEL')
        rounded.width = bevel
        rounded.segments = 2
        rounded.limit_method = 'ANGLE'
    if smooth:
        for face in made.data.polygons:
            face.use_smooth = True
    made.parent = parent
    return made


def mesh(points, faces, mat, bevel=0.0, smooth=False, parent=None):
    data = bpy.data.meshes.new('mesh')
    data.from_pydata(points, [], faces)
    data.update()
    made = bpy.data.objects.new('mesh', data)
    bpy.context.collection.objects.link(made)
    return finish(made, mat, bevel, smooth, parent)


def box(low, high, mat, bevel=0.015, parent=None):
    (a, b, c), (d, e, f) = low, high
    points = [(x, y, z) for x in (a, d) for y in (b, e) for z in (c, f)]
    faces = [(0, 1, 3, 2), (4, 6, 7, 5), (0, 4, 5, 1), (2, 3, 7, 6), (0, 2, 6, 4), (1, 5, 7, 3)]
    return mesh(points, faces, mat, bevel, parent=parent)


def empty(at, turn=0.0, tilt=0.0, parent=None):
    made = bpy.data.objects.new('place', None)
    bpy.context.collection.objects.link(made)
    made.location = at
    made.rotation_euler = (math.radians(tilt), 0, math.radians(turn))
    made.parent = parent
    return made


def panels(parent, columns, rows, size, gap, glass, frame, lines):
    """A field of solar panels in the plane of `parent`, from its origin along x and up y."""
    wide, high = size
    for column in range(columns):
        for row in range(rows):
            x, y = column * (wide + gap), row * (high + gap)
            box((x, y, 0.03), (x + wide, y + high, 0.075), frame, 0.008, parent)
            box((x + 0.02, y + 0.02, 0.07), (x + wide - 0.02, y + high - 0.02, 0.082), glass, 0, parent)
            for part in (1, 2, 3):
                at = x + wide * part / 4
                box((at - 0.004, y + 0.02, 0.08), (at + 0.004, y + high - 0.02, 0.0835), lines, 0, parent)
            for part in (1, 2):
                at = y + high * part / 3
                box((x + 0.02, at - 0.004, 0.08), (x + wide - 0.02, at + 0.004, 0.0835), lines, 0, parent)


def house(at, turn, wide, deep, high, rise, wall, roof, trim, dark, door):
    """Gabled house, ridge along x; returns the place of its front slope and the slope's length."""
    place = empty(at, turn)
    over = 0.16
    w, d = wide / 2, deep / 2
    mesh(
        [(-w, -d, 0), (w, -d, 0), (w, d, 0), (-w, d, 0), (-w, -d, high), (w, -d, high), (w, d, high),
         (-w, d, high), (-w, 0, high + rise), (w, 0, high + rise)],
        [(0, 1, 5, 4), (2, 3, 7, 6), (1, 2, 6, 9, 5), (3, 0, 4, 8, 7), (0, 3, 2, 1)], wall, 0.01, parent=place)
    angle = math.atan2(rise, d)
    length = math.hypot(rise, d) + over
    for side in (0, 180):
        slope = empty((0, 0, 0), side, parent=place)
        tilted = empty((0, -d - over * math.cos(angle), high - over * math.sin(angle)), 0,
                       math.degrees(angle), slope)
        box((-w - over, 0, 0), (w + over, length + 0.03, 0.07), roof, 0.02, tilted)
        for course in range(1, 7):
            y = length * course / 7
            box((-w - over, y - 0.012, 0.06), (w + over, y + 0.012, 0.082), roof, 0.008, tilted)
        if side == 0:
            front = tilted
    box((-w - over, -0.06, high + rise + 0.03), (w + over, 0.06, high + rise + 0.12), trim, 0.03, place)
    for x in (-w * 0.62, w * 0.62):
        box((x - 0.2, -d - 0.02, high * 0.34), (x + 0.2, -d + 0.01, high * 0.8), trim, 0.01, place)
        box((x - 0.155, -d - 0.028, high * 0.38), (x + 0.155, -d, high * 0.76), dark, 0, place)
        box((x - 0.012, -d - 0.034, high * 0.38), (x + 0.012, -d, high * 0.76), trim, 0, place)
    box((-0.19, -d - 0.03, 0), (0.19, -d + 0.01, high * 0.76), trim, 0.01, place)
    box((-0.15, -d - 0.045, 0), (0.15, -d, high * 0.72), door, 0.01, place)
    for x in (-w, w):
        turn_out = -1 if x < 0 else 1
        low, top = sorted((x, x + 0.03 * turn_out))
        box((low, -0.18, high * 0.4), (top, 0.18, high * 0.85), dark, 0.004, place)
    return front, length


def tree(at, size, leaf, bark, seed):
    random.seed(seed)
    x, y, z = at
    bpy.ops.mesh.primitive_cone_add(vertices=10, radius1=0.085 * size, radius2=0.045 * size,
                                    depth=0.9 * size, location=(x, y, z + 0.45 * size))
    finish(bpy.context.object, bark, smooth=True)
    for _ in range(9):
        turn, far = random.uniform(0, 6.28), random.uniform(0.05, 0.42) * size
        spot = (x + far * math.cos(turn), y + far * math.sin(turn), z + random.uniform(0.8, 1.35) * size)
        blob(spot, random.uniform(0.26, 0.42) * size, leaf)


def blob(at, radius, mat, flat=1.0):
    bpy.ops.mesh.primitive_ico_sphere_add(subdivisions=3, radius=radius, location=at)
    made = bpy.context.object
    for corner in made.data.vertices:
        corner.co *= 1 + random.uniform(-0.07, 0.07)
    made.scale.z = flat
    return finish(made, mat, smooth=True)


def hill(at, radius, flat, mat):
    bpy.ops.mesh.primitive_uv_sphere_add(segments=64, ring_count=32, radius=radius, location=at)
    made = bpy.context.object
    made.scale.z = flat
    return finish(made, mat, smooth=True)


def ribbon(points, wide, mat, z=0.012):
    """A path on the ground through the points."""
    left, right = [], []
    for index, (x, y) in enumerate(points):
        (ax, ay), (bx, by) = points[max(0, index - 1)], points[min(len(points) - 1, index + 1)]
        along = math.hypot(bx - ax, by - ay)
        nx, ny = -(by - ay) / along * wide / 2, (bx - ax) / along * wide / 2
        left.append((x + nx, y + ny, z))
        right.append((x - nx, y - ny, z))
    count = len(points)
    faces = [(i, i + 1, count + i + 1, count + i) for i in range(count - 1)]
    mesh(left + right, faces, mat)


def light(sun_colour, power, height, turn, sky_low, sky_high, fill):
    lamp = bpy.data.lights.new('sun', 'SUN')
    lamp.color = sun_colour
    lamp.energy = power
    lamp.angle = math.radians(3)
    made = bpy.data.objects.new('sun', lamp)
    made.rotation_euler = (math.radians(90 - height), 0, math.radians(turn))
    bpy.context.collection.objects.link(made)
    world = bpy.data.worlds.new('sky')
    bpy.context.scene.world = world
    world.use_nodes = True
    nodes, links = world.node_tree.nodes, world.node_tree.links
    place = nodes.new('ShaderNodeTexCoord')
    parts = nodes.new('ShaderNodeSeparateXYZ')
    ramp = nodes.new('ShaderNodeValToRGB')
    ramp.color_ramp.elements[0].color = (*sky_low, 1)
    ramp.color_ramp.elements[1].color = (*sky_high, 1)
    ramp.color_ramp.elements[1].position = 0.2
    links.new(place.outputs['Generated'], parts.inputs['Vector'])
    links.new(parts.outputs['Z'], ramp.inputs['Fac'])
    links.new(ramp.outputs['Color'], nodes['Background'].inputs['Color'])
    # The sky that is seen is brighter than the light it gives, so that shadows stay deep.
    path = nodes.new('ShaderNodeLightPath')
    bright = nodes.new('ShaderNodeMapRange')
    bright.inputs['To Min'].default_value = fill
    bright.inputs['To Max'].default_value = 1.5
    links.new(path.outputs['Is Camera Ray'], bright.inputs['Value'])
    links.new(bright.outputs['Result'], nodes['Background'].inputs['Strength'])


def render(at, to, lens, out, samples, exposure=0.0, size=(640, 420)):
    camera = bpy.data.cameras.new('camera')
    camera.lens = lens
    made = bpy.data.objects.new('camera', camera)
    made.location = at
    made.rotation_euler = (Vector(to) - Vector(at)).to_track_quat('-Z', 'Y').to_euler()
    bpy.context.collection.objects.link(made)
    scene = bpy.context.scene
    scene.camera = made
    scene.render.engine = 'CYCLES'
    scene.cycles.samples = samples
    scene.cycles.use_denoising = False
    scene.cycles.max_bounces = 5
    scene.cycles.sample_clamp_indirect = 2
    scene.render.resolution_x, scene.render.resolution_y = size
    scene.view_settings.view_transform = 'Filmic'
    scene.view_settings.look = 'Medium High Contrast'
    scene.view_settings.exposure = exposure
    scene.render.filepath = out
    bpy.ops.render.render(write_still=True)


def common():
    return {
        'glass': material('glass', (0.012, 0.035, 0.11), 0.12),
        'frame': material('frame', (0.55, 0.58, 0.6), 0.35, metal=0.6),
        'lines': material('lines', (0.25, 0.32, 0.45), 0.4),
        'trim': material('trim', (0.86, 0.82, 0.74)),
        'dark': material('dark', (0.03, 0.05, 0.07), 0.15),
        'bark': material('bark', (0.16, 0.09, 0.05)),
        'leaf': material('leaf', (0.10, 0.22, 0.05), 0.8, 0.25, 3),
        'leaf2': material('leaf2', (0.18, 0.29, 0.05), 0.8, 0.25, 3),
        'leaf3': material('leaf3', (0.06, 0.17, 0.08), 0.8, 0.25, 3),
    }


def solar_village(m):
    """Evening: three tiled houses on a slope, panels on their roofs."""
    grass = material('grass', (0.20, 0.30, 0.07), 0.9, 0.15, 1.2)
    far = material('far', (0.16, 0.26, 0.12), 0.9)
    farther = material('farther', (0.24, 0.31, 0.24), 0.9)
    path = material('path', (0.55, 0.42, 0.27), 0.9)
    tiles = material('tiles', (0.50, 0.16, 0.07), 0.7, 0.12, 6)
    tiles2 = material('tiles2', (0.40, 0.14, 0.08), 0.7, 0.12, 6)
    cream = material('cream', (0.85, 0.73, 0.52))
    rose = material('rose', (0.80, 0.52, 0.38))
    blue = material('blue', (0.45, 0.58, 0.62))
    door = material('door', (0.08, 0.27, 0.29))
    box((-30, -14, -0.2), (30, 40, 0), grass, 0)
    hill((-9, 16, -1.2), 8, 0.42, far)
    hill((8, 19, -1.4), 10, 0.42, far)
    hill((0, 30, -1), 16, 0.34, farther)
    ribbon([(-6, -4.2), (-3, -3.3), (-0.6, -2.6), (1.7, -2.6), (4.4, -3.1), (8, -3.0)], 0.85, path)
    ribbon([(-0.2, -2.4), (-0.1, -1.7), (0.0, -1.0)], 0.42, path, 0.014)
    front, long = house((0, 0, 0), -14, 3.0, 2.1, 1.25, 1.05, cream, tiles, m['trim'], m['dark'], door)
    panels(empty((-1.32, long * 0.14, 0.05), parent=front), 5, 2, (0.5, 0.52), 0.03, m['glass'], m['frame'], m['lines'])
    front, long = house((-3.9, 1.7, 0), 10, 2.6, 1.9, 1.1, 0.95, rose, tiles2, m['trim'], m['dark'], door)
    panels(empty((-1.05, long * 0.16, 0.05), parent=front), 4, 2, (0.5, 0.46), 0.03, m['glass'], m['frame'], m['lines'])
    front, long = house((3.9, 2.3, 0), -26, 2.6, 1.9, 1.15, 0.95, blue, tiles, m['trim'], m['dark'], door)
    panels(empty((-1.05, long * 0.16, 0.05), parent=front), 4, 2, (0.5, 0.46), 0.03, m['glass'], m['frame'], m['lines'])
    for at, size, leaf, seed in (
        ((-2.0, 0.2, 0), 1.25, 'leaf2', 1), ((2.15, 1.4, 0), 1.5, 'leaf', 2), ((-6.2, 0.6, 0), 1.4, 'leaf3', 3),
        ((6.4, 0.9, 0), 1.2, 'leaf2', 4), ((-1.4, 4.0, 0), 1.7, 'leaf3', 5), ((1.2, 5.0, 0), 1.6, 'leaf', 6),
        ((5.8, 5.4, 0), 1.8, 'leaf3', 7), ((-5.6, 5.2, 0), 1.8, 'leaf', 8), ((2.9, -1.2, 0), 0.75, 'leaf2', 9),
    ):
        tree(at, size, m[leaf], m['bark'], seed)
    random.seed(40)
    for x, y in ((-1.5, -1.35), (-1.15, -1.5), (1.2, -1.1), (1.55, -0.95), (-3.2, 0.45), (-4.7, 0.3)):
        blob((x, y, 0.1), random.uniform(0.16, 0.24), m['leaf2'], 0.8)
    light((1, 0.72, 0.42), 5.2, 26, -52, (1.0, 0.60, 0.28), (0.26, 0.46, 0.82), 0.62)


def solar_school(m):
    """Noon: a long school with a full roof of panels, its yard and trees."""
    grass = material('grass', (0.17, 0.33, 0.09), 0.9, 0.15, 1.2)
    yard = material('yard', (0.63, 0.55, 0.43), 0.9, 0.05, 2)
    far = material('far', (0.13, 0.28, 0.13), 0.9)
    farther = material('farther', (0.22, 0.36, 0.34), 0.9)
    sheet = material('sheet', (0.50, 0.55, 0.57), 0.45)
    wall = material('wall', (0.88, 0.86, 0.80))
    base = material('base', (0.12, 0.34, 0.36))
    wood = material('wood', (0.36, 0.20, 0.10))
    door = material('door', (0.62, 0.28, 0.10))
    box((-30, -14, -0.2), (30, 40, 0), grass, 0)
    hill((-10, 17, -1.4), 8, 0.40, far)
    hill((4, 20, -1.6), 10, 0.36, far)
    hill((14, 30, -1), 15, 0.36, farther)
    hill((-8, 32, -1), 15, 0.30, farther)
    box((-4.9, -3.9, 0), (4.6, -0.9, 0.02), yard, 0.01)
    place = empty((0, 0.6, 0), -9)
    w, d, low, top = 4.2, 1.25, 1.55, 2.35
    mesh([(-w, -d, 0), (w, -d, 0), (w, d, 0), (-w, d, 0), (-w, -d, low), (w, -d, low), (w, d, top), (-w, d, top)],
         [(0, 1, 5, 4), (1, 2, 6, 5), (2, 3, 7, 6), (3, 0, 4, 7)], wall, 0.01, parent=place)
    box((-w - 0.02, -d - 0.02, 0), (w + 0.02, d + 0.02, 0.42), base, 0.01, place)
    angle = math.degrees(math.atan2(top - low, 2 * d))
    roof = empty((0, -d - 0.72, low - 0.22), 0, angle, place)
    deep = 2 * d / math.cos(math.radians(angle)) + 1.05
    box((-w - 0.25, 0, 0), (w + 0.25, deep, 0.08), sheet, 0.015, roof)
    panels(empty((-w + 0.08, 0.42, 0.05), parent=roof), 12, 4, (0.645, 0.66), 0.035, m['glass'], m['frame'], m['lines'])
    for index in range(8):
        x = -w + 0.12 + index * (2 * w - 0.24) / 7
        box((x - 0.045, -d - 0.62, 0), (x + 0.045, -d - 0.53, low - 0.16), wood, 0.01, place)
    for index in range(7):
        x = -w + 0.72 + index * (2 * w - 1.44) / 6
        if index in (1, 5):
            box((x - 0.22, -d - 0.04, 0), (x + 0.22, -d, 1.18), door, 0.01, place)
        else:
            box((x - 0.36, -d - 0.035, 0.55), (x + 0.36, -d, 1.2), m['trim'], 0.01, place)
            box((x - 0.31, -d - 0.042, 0.6), (x + 0.31, -d, 1.15), m['dark'], 0, place)
            box((x - 0.014, -d - 0.05, 0.6), (x + 0.014, -d, 1.15), m['trim'], 0, place)
    for x in (-2.2, 1.5):
        box((x - 0.5, -2.75, 0.2), (x + 0.5, -2.5, 0.26), wood, 0.01)
        for leg in (-0.4, 0.4):
            box((x + leg - 0.04, -2.7, 0), (x + leg + 0.04, -2.55, 0.2), wood, 0.01)
    for at, size, leaf, seed in (
        ((5.7, -0.6, 0), 1.7, 'leaf2', 11), ((-6.0, 0.6, 0), 1.7, 'leaf', 12), ((-3.6, 4.2, 0), 1.9, 'leaf3', 13),
        ((0.4, 4.6, 0), 1.8, 'leaf', 14), ((3.8, 4.2, 0), 2.0, 'leaf3', 15), ((7.6, 3.8, 0), 1.9, 'leaf2', 16),
        ((-7.8, 4.0, 0), 1.9, 'leaf2', 17), ((-4.9, -1.7, 0), 0.8, 'leaf2', 18),
    ):
        tree(at, size, m[leaf], m['bark'], seed)
    random.seed(41)
    for x in (-4.3, -3.9, 4.2, 4.55, 3.8):
        blob((x, -1.15 + random.uniform(-0.1, 0.1), 0.12), random.uniform(0.18, 0.26), m['leaf3'], 0.8)
    light((1, 0.93, 0.82), 4.2, 50, -34, (0.62, 0.82, 0.95), (0.10, 0.36, 0.80), 0.75)


def terraces(m):
    """Late sun: ripe rice on curved terraces, a hut on stilts."""
    earth = material('earth', (0.11, 0.19, 0.05), 0.9, 0.25, 3)
    bank = material('bank', (0.24, 0.36, 0.07), 0.9, 0.2, 3)
    far = material('far', (0.17, 0.27, 0.13), 0.9)
    farther = material('farther', (0.26, 0.33, 0.28), 0.9)
    rice = [material(f'rice{i}', c, 0.9, 0.14, 3) for i, c in enumerate(
        ((0.72, 0.47, 0.08), (0.62, 0.47, 0.09), (0.48, 0.44, 0.08), (0.76, 0.52, 0.12)))]
    thatch = material('thatch', (0.34, 0.22, 0.10), 0.95, 0.15, 8)
    wood = material('wood', (0.30, 0.16, 0.08))
    box((-30, -14, -0.6), (30, 40, -0.4), bank, 0)
    random.seed(7)

    def edge(step, x):
        return -3.2 + step * 1.25 + 0.62 * math.sin(x * 0.42 + step * 0.7) + 0.25 * math.sin(x * 0.9 + step * 1.9)

    for step in range(9):
        z = -0.35 + step * 0.36
        xs = [-13 + 26 * i / 80 for i in range(81)]
        near = [(x, edge(step, x)) for x in xs]
        rear = [(x, edge(step + 1, x) + 0.3) for x in xs]
        points = [(x, y, z) for x, y in near] + [(x, y, z) for x, y in rear] + [(x, y - 0.1, z - 0.4) for x, y in near]
        n = len(xs)
        mesh(points, [(i, i + 1, n + i + 1, n + i) for i in range(n - 1)], rice[step % 4], smooth=True)
        mesh(points, [(2 * n + i, 2 * n + i + 1, i + 1, i) for i in range(n - 1)], earth, smooth=True)
        rim = [(x, y, z + 0.035) for x, y in near] + [(x, y + 0.13, z + 0.05) for x, y in near]
        rim += [(x, y - 0.03, z - 0.05) for x, y in near]
        mesh(rim, [(i, i + 1, n + i + 1, n + i) for i in range(n - 1)]
             + [(2 * n + i, 2 * n + i + 1, i + 1, i) for i in range(n - 1)], bank, smooth=True)
        # Rows of plants, low and dense enough to read as a crop.
        depth = 0.22
        while depth < 1.15:
            row, faces = [], []
            for x in xs:
                y = edge(step, x) + depth
                if y > edge(step + 1, x) - 0.06:
                    y = edge(step + 1, x) - 0.06
                lift = 0.13 + 0.012 * math.sin(x * 9 + depth * 31)
                row += [(x, y - 0.05, z), (x, y, z + lift), (x, y + 0.05, z)]
            for i in range(n - 1):
                faces += [(3 * i, 3 * i + 3, 3 * i + 4, 3 * i + 1), (3 * i + 1, 3 * i + 4, 3 * i + 5, 3 * i + 2)]
            mesh(row, faces, rice[(step + 1) % 4] if step % 2 else rice[step % 4], smooth=True)
            depth += 0.17
    hill((-11, 18, -1.0), 9, 0.50, far)
    hill((9, 20, -1.2), 11, 0.46, far)
    hill((-1, 32, -1), 17, 0.40, farther)
    hut = empty((2.5, edge(4, 2.5) + 0.55, 1.09), -20)
    for x in (-0.62, 0.62):
        for y in (-0.42, 0.42):
            box((x - 0.045, y - 0.045, 0), (x + 0.045, y + 0.045, 1.25), wood, 0.008, hut)
    box((-0.78, -0.58, 0.42), (0.78, 0.58, 0.5), wood, 0.01, hut)
    box((-0.6, 0.0, 0.5), (0.6, 0.42, 1.2), material('mat', (0.55, 0.38, 0.19), 0.9), 0.01, hut)
    box((-0.7, -0.5, 0.78), (0.7, -0.46, 0.82), wood, 0.005, hut)
    mesh([(-1.0, -0.8, 1.15), (1.0, -0.8, 1.15), (1.0, 0.8, 1.15), (-1.0, 0.8, 1.15), (-0.72, 0, 1.85), (0.72, 0, 1.85)],
         [(0, 1, 5, 4), (2, 3, 4, 5), (1, 2, 5), (3, 0, 4), (0, 3, 2, 1)], thatch, 0.05, parent=hut)
    for at, size, leaf, seed in (
        ((4.6, edge(5, 4.6), 1.3), 1.25, 'leaf', 21), ((-5.2, edge(6, -5.2), 1.7), 1.3, 'leaf3', 22),
        ((-3.9, edge(7, -3.9), 2.05), 1.2, 'leaf2', 23), ((1.0, edge(8, 1.0) + 0.8, 2.5), 1.3, 'leaf3', 24),
        ((6.8, edge(7, 6.8), 2.1), 1.4, 'leaf3', 25), ((-7.2, edge(7, -7.2), 2.1), 1.5, 'leaf', 26),
        ((-1.2, edge(8, -1.2) + 1.0, 2.5), 1.2, 'leaf', 27), ((3.4, edge(8, 3.4) + 1.0, 2.5), 1.4, 'leaf', 28),
    ):
        tree(at, size, m[leaf], m['bark'], seed)
    light((1, 0.74, 0.42), 5.0, 28, -58, (1.0, 0.68, 0.34), (0.34, 0.56, 0.82), 0.6)


def orchard(m):
    """Morning: rows of fruit trees, a farmhouse and a lane."""
    grass = material('grass', (0.19, 0.34, 0.08), 0.9, 0.15, 1.2)
    soil = material('soil', (0.34, 0.21, 0.11), 0.95, 0.15, 3)
    young = material('young', (0.30, 0.44, 0.09), 0.9, 0.15, 3)
    lane = material('lane', (0.60, 0.48, 0.33), 0.9)
    far = material('far', (0.15, 0.29, 0.13), 0.9)
    farther = material('farther', (0.24, 0.38, 0.36), 0.9)
    tiles = material('tiles', (0.36, 0.15, 0.10), 0.7, 0.12, 6)
    wall = material('wall', (0.86, 0.82, 0.72))
    door = material('door', (0.10, 0.28, 0.20))
    fruit = material('fruit', (0.85, 0.30, 0.04), 0.4)
    box((-30, -14, -0.2), (30, 40, 0), grass, 0)
    hill((-9, 18, -1.2), 9, 0.44, far)
    hill((9, 20, -1.4), 11, 0.36, far)
    hill((1, 32, -1), 16, 0.36, farther)
    ribbon([(-1.9, -7), (-1.5, -4.5), (-0.9, -2), (-0.2, 0.6), (0.9, 2.9), (1.5, 4.0)], 0.75, lane)
    house((2.6, 4.9, 0), -16, 2.8, 1.9, 1.15, 0.95, wall, tiles, m['trim'], m['dark'], door)
    random.seed(9)
    for row in range(5):
        x0 = 0.9 + row * 1.25
        for place in range(6):
            y = -3.4 + place * 1.15
            x = x0 + (y + 3.4) * 0.22
            small_tree((x, y), m, fruit, row * 10 + place)
    for row in range(9):
        x0 = -2.6 - row * 0.52
        ends = [(x0 + (y + 4) * 0.22, y) for y in (-5, -3, -1, 1, 3)]
        ribbon(ends, 0.3, soil, 0.01 + row * 0.0004)
        (ax, ay), (bx, by) = ends[0], ends[-1]
        for part in range(27):
            t = part / 26
            blob((ax + (bx - ax) * t, ay + (by - ay) * t, 0.08), random.uniform(0.10, 0.14), young, 0.9)
    for at, size, leaf, seed in (
        ((-0.4, 5.6, 0), 1.7, 'leaf3', 31), ((5.4, 6.0, 0), 1.8, 'leaf', 32), ((-4.2, 5.2, 0), 1.7, 'leaf', 33),
        ((-6.4, 6.2, 0), 1.9, 'leaf3', 34), ((8.2, 6.2, 0), 1.9, 'leaf3', 35), ((-2.2, 7.0, 0), 1.6, 'leaf2', 36),
    ):
        tree(at, size, m[leaf], m['bark'], seed)
    light((1, 0.90, 0.74), 4.4, 40, 40, (0.78, 0.88, 0.92), (0.16, 0.44, 0.82), 0.72)


def small_tree(at, m, fruit, seed):
    random.seed(seed)
    x, y = at
    bpy.ops.mesh.primitive_cone_add(vertices=8, radius1=0.06, radius2=0.04, depth=0.4, location=(x, y, 0.2))
    finish(bpy.context.object, m['bark'], smooth=True)
    for dx, dy, dz, r in ((0, 0, 0.62, 0.32), (0.16, 0.04, 0.52, 0.24), (-0.15, -0.06, 0.54, 0.25), (0, -0.14, 0.5, 0.24)):
        blob((x + dx, y + dy, dz), r, m['leaf'] if seed % 3 else m['leaf3'])
    for _ in range(7):
        turn = random.uniform(3.4, 6.0)
        blob((x + 0.31 * math.cos(turn), y + 0.31 * math.sin(turn), random.uniform(0.42, 0.78)), 0.045, fruit)


VIEWS = {
    'solar_village': (solar_village, (1.2, -10.2, 3.9), (0.1, 1.2, 1.25), 42, 0.25),
    'solar_school': (solar_school, (-2.2, -10.6, 4.6), (0.1, 0.6, 1.1), 40, 0.0),
    'terraces': (terraces, (-0.8, -9.8, 3.7), (0.3, 3.0, 1.35), 37, 0.25),
    'orchard': (orchard, (0.4, -9.4, 4.2), (0.5, 1.6, 0.7), 36, 0.0),
}

if __name__ == '__main__':
    out, scene, samples = (sys.argv[sys.argv.index('--') + 1:] + ['256'])[:3]
    bpy.ops.wm.read_factory_settings(use_empty=True)
    build, at, to, lens, exposure = VIEWS[scene]
    build(common())
    render(at, to, lens, out, int(samples), exposure)
