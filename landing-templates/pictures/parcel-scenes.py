"""
A parcel on a doorstep or in a locker:

    blender -b -P parcel-scenes.py -- OUT.png green|blue|berry|olive SAMPLES
    convert OUT.png -quality 55 -define webp:method=6 parcel.webp
"""
import math
import random
import sys

import bpy
from mathutils import Vector


def start():
    """Empties Blender's scene; returns the arguments after `--`."""
    bpy.ops.wm.read_factory_settings(use_empty=True)
    return sys.argv[sys.argv.index('--') + 1:]


def material(name, colour, rough=0.6, metal=0.0, bump=0.0, scale=60.0, vary=0.0, stretch=(1, 1, 1)):
    """Plain surface; `bump` roughens it, `vary` lightens and darkens it in patches."""
    made = bpy.data.materials.new(name)
    made.use_nodes = True
    nodes, links = made.node_tree.nodes, made.node_tree.links
    surface = nodes['Principled BSDF']
    surface.inputs['Base Color'].default_value = (*colour, 1)
    surface.inputs['Roughness'].default_value = rough
    surface.inputs['Metallic'].default_value = metal
    if bump or vary:
        place = nodes.new('ShaderNodeTexCoord')
        mapping = nodes.new('ShaderNodeMapping')
        mapping.inputs['Scale'].default_value = stretch
        links.new(place.outputs['Object'], mapping.inputs['Vector'])
    if bump:
        grain = nodes.new('ShaderNodeTexNoise')
        grain.inputs['Scale'].default_value = scale
        grain.inputs['Detail'].default_value = 6
        links.new(mapping.outputs['Vector'], grain.inputs['Vector'])
        raise_it = nodes.new('ShaderNodeBump')
        raise_it.inputs['Strength'].default_value = bump
        raise_it.inputs['Distance'].default_value = 0.02
        links.new(grain.outputs['Fac'], raise_it.inputs['Height'])
        links.new(raise_it.outputs['Normal'], surface.inputs['Normal'])
    if vary:
        patches = nodes.new('ShaderNodeTexNoise')
        patches.inputs['Scale'].default_value = 3
        links.new(mapping.outputs['Vector'], patches.inputs['Vector'])
        ramp = nodes.new('ShaderNodeValToRGB')
        ramp.color_ramp.elements[0].position = 0.3
        ramp.color_ramp.elements[1].position = 0.7
        ramp.color_ramp.elements[0].color = (*[c * (1 - vary) for c in colour], 1)
        ramp.color_ramp.elements[1].color = (*[min(1, c * (1 + vary)) for c in colour], 1)
        links.new(patches.outputs['Fac'], ramp.inputs['Fac'])
        links.new(ramp.outputs['Color'], surface.inputs['Base Color'])
    return made


def box(low, high, mat, bevel=0.01, parent=None, name='box'):
    """A box between two corners with rounded edges."""
    low, high = Vector(low), Vector(high)
    bpy.ops.mesh.primitive_cube_add(size=1, location=(low + high) / 2)
    made = bpy.context.object
    made.name = name
    made.scale = high - low
    bpy.ops.object.transform_apply(location=False, rotation=False, scale=True)
    if bevel:
        rounded = made.modifiers.new('bevel', 'BEVEL')
        rounded.width = bevel
        rounded.segments = 3
        rounded.limit_method = 'ANGLE'
        bpy.ops.object.shade_smooth()
        made.data.use_auto_smooth = True
    made.data.materials.append(mat)
    if parent:
        made.parent = parent
    return made


def empty(at, turn=0.0):
    bpy.ops.object.empty_add(location=at)
    made = bpy.context.object
    made.rotation_euler[2] = math.radians(turn)
    return made


def parcel(at, turn, size, tone=(0.40, 0.235, 0.105), tape=(0.60, 0.40, 0.20), label=True, seed=1):
    """A taped cardboard box with a label without words; `size` is width, depth, height."""
    rand = random.Random(seed)
    w, d, h = size
    base = empty(at, turn)
    card = material('card', tone, rough=0.85, bump=0.10, scale=9, vary=0.06, stretch=(18, 18, 1))
    band = material('tape', tape, rough=0.28)
    paper = material('paper', (0.86, 0.86, 0.83), rough=0.6)
    ink = material('ink', (0.05, 0.05, 0.06), rough=0.7)
    grey = material('grey', (0.42, 0.43, 0.46), rough=0.7)
    seam = material('seam', (0.12, 0.07, 0.03), rough=0.9)
    box((-w / 2, -d / 2, 0), (w / 2, d / 2, h), card, 0.012, base)
    flap = 0.006
    box((-w / 2 + 0.004, -d / 2 + 0.004, h - 0.002), (w / 2 - 0.004, -0.003, h + flap), card, 0.003, base)
    box((-w / 2 + 0.004, 0.003, h - 0.002), (w / 2 - 0.004, d / 2 - 0.004, h + flap), card, 0.003, base)
    box((-w / 2 + 0.004, -0.003, h - 0.002), (w / 2 - 0.004, 0.003, h + 0.001), seam, 0, base)
    t = 0.045 * min(1.4, d / 0.6)
    top = h + flap + 0.0012
    box((-w / 2, -t, top - 0.002), (w / 2, t, top), band, 0, base)
    for side in (-1, 1):
        x = side * (w / 2 + 0.0012)
        box((x - 0.001, -t, h * 0.62), (x + 0.001, t, top), band, 0, base)
    if label:
        lw, lh = min(0.34, w * 0.42), min(0.24, d * 0.5, (d / 2 - t) * 0.86)
        lx, ly = w * 0.18, -d / 2 + (d / 2 - t) / 2
        z = top + 0.0006
        box((lx - lw / 2, ly - lh / 2, z), (lx + lw / 2, ly + lh / 2, z + 0.001), paper, 0, base)
        z += 0.0014
        for row, share in enumerate((0.5, 0.36, 0.44)):
            y = ly + lh * (0.34 - row * 0.13)
            box((lx - lw * 0.43, y - lh * 0.028, z), (lx - lw * 0.43 + lw * share, y + lh * 0.028, z + 0.0006), grey, 0, base)
        x = lx - lw * 0.43
        while x < lx + lw * 0.40:
            step = rand.choice((0.004, 0.006, 0.009))
            box((x, ly - lh * 0.42, z), (x + step, ly - lh * 0.06, z + 0.0006), ink, 0, base)
            x += step + rand.choice((0.004, 0.006, 0.008))
        box((lx + lw * 0.2, ly + lh * 0.08, z), (lx + lw * 0.42, ly + lh * 0.40, z + 0.0006), ink, 0, base)
        box((lx + lw * 0.235, ly + lh * 0.13, z + 0.0004), (lx + lw * 0.385, ly + lh * 0.35, z + 0.001), paper, 0, base)
    # Two arrows "this side up", drawn as shapes on the front.
    front = -d / 2 - 0.0012
    for at_x in (-w * 0.36, -w * 0.36 + 0.07):
        y0, s = h * 0.24, 0.02
        box((at_x - s * 0.35, front - 0.0004, y0), (at_x + s * 0.35, front + 0.0006, y0 + s * 3), ink, 0, base)
        mesh = bpy.data.meshes.new('arrow')
        mesh.from_pydata(
            [(at_x - s, front, y0 + s * 3), (at_x + s, front, y0 + s * 3), (at_x, front, y0 + s * 4.6)], [], [(0, 1, 2)]
        )
        tip = bpy.data.objects.new('arrow', mesh)
        mesh.materials.append(ink)
        bpy.context.collection.objects.link(tip)
        tip.parent = base
    return base


def area(at, to, size, power, colour=(1, 1, 1)):
    bpy.ops.object.light_add(type='AREA', location=at)
    lamp = bpy.context.object
    lamp.data.size = size
    lamp.data.energy = power
    lamp.data.color = colour
    lamp.rotation_euler = (Vector(to) - Vector(at)).to_track_quat('-Z', 'Y').to_euler()


def sun(turn, strength, angle=2.0, colour=(1, 0.94, 0.84)):
    bpy.ops.object.light_add(type='SUN')
    lamp = bpy.context.object
    lamp.data.energy = strength
    lamp.data.angle = math.radians(angle)
    lamp.data.color = colour
    lamp.rotation_euler = [math.radians(a) for a in turn]


def sky(colour, strength):
    world = bpy.data.worlds.new('sky')
    bpy.context.scene.world = world
    world.use_nodes = True
    back = world.node_tree.nodes['Background']
    back.inputs[0].default_value = (*colour, 1)
    back.inputs[1].default_value = strength


def render(at, to, lens, out, size=(640, 480), samples=160, exposure=0.0, focus=None):
    scene = bpy.context.scene
    bpy.ops.object.camera_add(location=at)
    camera = bpy.context.object
    camera.rotation_euler = (Vector(to) - Vector(at)).to_track_quat('-Z', 'Y').to_euler()
    camera.data.lens = lens
    if focus:
        camera.data.dof.use_dof = True
        camera.data.dof.focus_distance = focus
        camera.data.dof.aperture_fstop = 4.0
    scene.camera = camera
    scene.render.engine = 'CYCLES'
    scene.cycles.samples = samples
    scene.cycles.use_denoising = False
    scene.view_settings.view_transform = 'Filmic'
    scene.view_settings.look = 'Medium High Contrast'
    scene.view_settings.exposure = exposure
    scene.render.resolution_x, scene.render.resolution_y = size
    scene.render.filepath = out
    bpy.ops.render.render(write_still=True)


def doorstep(green, out, samples):

    paint = material('paint', (0.035, 0.11, 0.085) if green else (0.30, 0.085, 0.05), rough=0.38)
    frame = material('frame', (0.78, 0.76, 0.70) if green else (0.70, 0.68, 0.63), rough=0.5)
    wall = material('wall', (0.62, 0.55, 0.46) if green else (0.50, 0.56, 0.58), rough=0.9, bump=0.25, scale=40, vary=0.04)
    stone = material('stone', (0.46, 0.44, 0.41), rough=0.8, bump=0.2, scale=24, vary=0.08)
    mat = material('mat', (0.24, 0.15, 0.075) if green else (0.09, 0.10, 0.11), rough=1, bump=0.9, scale=120)
    brass = material('brass', (0.75, 0.52, 0.22) if green else (0.65, 0.65, 0.66), rough=0.25, metal=1)
    leaf_a = material('leaf', (0.055, 0.17, 0.045), rough=0.45)
    leaf_b = material('leaf2', (0.11, 0.25, 0.06), rough=0.45)
    soil = material('soil', (0.03, 0.02, 0.015), rough=1)
    clay = material('clay', (0.48, 0.20, 0.10) if green else (0.16, 0.17, 0.19), rough=0.7)

    # Step, wall, door with panels
    box((-4, -3, -0.4), (4, 0.02, 0), stone, 0.03)
    box((-4, 0, -0.4), (-0.95, 0.3, 4), wall, 0.0)
    box((0.95, 0, -0.4), (4, 0.3, 4), wall, 0.0)
    box((-0.95, -0.06, 0), (-0.78, 0.2, 4), frame, 0.015)
    box((0.78, -0.06, 0), (0.95, 0.2, 4), frame, 0.015)
    box((-0.78, -0.10, 0), (0.78, 0.2, 0.05), stone, 0.015)
    box((-0.78, 0.10, 0.05), (0.78, 0.16, 4), paint, 0.0)
    columns = ((-0.78, -0.05), (0.05, 0.78)) if green else ((-0.78, 0.78),)
    for low, high in columns:
        for bottom, top in ((0.05, 1.12), (1.2, 3.0)):
            rim = 0.14
            box((low, 0.055, bottom), (low + rim, 0.12, top), paint, 0.012)
            box((high - rim, 0.055, bottom), (high, 0.12, top), paint, 0.012)
            box((low, 0.056, bottom), (high, 0.12, bottom + rim), paint, 0.012)
            box((low, 0.056, top - rim), (high, 0.12, top), paint, 0.012)
            box((low + rim + 0.07, 0.075, bottom + rim + 0.07), (high - rim - 0.07, 0.12, top - rim - 0.07), paint, 0.02)
    if green:
        box((-0.05, 0.05, 0.05), (0.05, 0.12, 3), paint, 0.01)
    else:
        box((-0.62, 0.035, 0.10), (0.62, 0.06, 0.26), brass, 0.006)
    bpy.ops.mesh.primitive_uv_sphere_add(radius=0.05, location=(0.62 if green else -0.66, -0.02, 1.16))
    bpy.ops.object.shade_smooth()
    bpy.context.object.data.materials.append(brass)

    # Doormat
    box((-0.70, -0.98, 0), (0.70, -0.16, 0.035), mat, 0.012)


    def plant(at, height, seed, spread=1.0):
        rand = random.Random(seed)
        bpy.ops.mesh.primitive_cone_add(vertices=64, radius1=0.19, radius2=0.25, depth=0.46, location=(at[0], at[1], 0.23))
        bpy.ops.object.shade_smooth()
        bpy.context.object.data.use_auto_smooth = True
        bpy.context.object.data.materials.append(clay)
        bpy.ops.mesh.primitive_torus_add(major_radius=0.245, minor_radius=0.028, location=(at[0], at[1], 0.45))
        bpy.ops.object.shade_smooth()
        bpy.context.object.data.materials.append(clay)
        bpy.ops.mesh.primitive_cylinder_add(radius=0.23, depth=0.02, location=(at[0], at[1], 0.455))
        bpy.context.object.data.materials.append(soil)
        for index in range(46):
            angle, lean = rand.uniform(0, math.tau), rand.uniform(0.12, 0.95) * spread
            length, wide = height * rand.uniform(0.6, 1.0), rand.uniform(0.035, 0.06)
            verts, faces = [], []
            steps = 9
            for step in range(steps + 1):
                t = step / steps
                out_by, up = length * lean * t ** 1.6, length * (t - 0.42 * lean * t ** 2.4)
                width = wide * math.sin(math.pi * min(1, 0.12 + t * 0.88)) ** 0.8
                x, y = math.cos(angle), math.sin(angle)
                for side in (-1, 0, 1):
                    dip = 0 if side else -0.012
                    verts.append((x * out_by - y * side * width, y * out_by + x * side * width, up + dip))
                if step:
                    k = step * 3
                    faces += [(k - 3, k - 2, k + 1, k), (k - 2, k - 1, k + 2, k + 1)]
            mesh = bpy.data.meshes.new('leaf')
            mesh.from_pydata(verts, [], faces)
            for face in mesh.polygons:
                face.use_smooth = True
            mesh.materials.append(rand.choice((leaf_a, leaf_a, leaf_b)))
            made = bpy.data.objects.new('leaf', mesh)
            made.location = (at[0] + rand.uniform(-0.06, 0.06), at[1] + rand.uniform(-0.06, 0.06), 0.45)
            bpy.context.collection.objects.link(made)


    if green:
        plant((1.2, -0.42), 0.95, 4)
        parcel((-0.05, -0.62, 0.036), 17, (0.82, 0.60, 0.40), seed=3)
        sun((52, 6, 38), 3.6)
        sky((0.62, 0.72, 0.9), 0.75)
        render((-0.95, -3.9, 1.75), (0.16, -0.35, 0.62), 46, out, samples=samples, exposure=0.15)
    else:
        plant((-1.22, -0.38), 1.05, 9, 0.8)
        parcel((0.10, -0.58, 0.036), -14, (0.86, 0.64, 0.30), tone=(0.46, 0.28, 0.13), seed=5)
        sun((50, -8, -42), 3.2, colour=(1, 0.96, 0.9))
        sky((0.62, 0.72, 0.88), 0.85)
        render((0.95, -4.0, 1.65), (-0.16, -0.35, 0.58), 46, out, samples=samples, exposure=0.1)


def lockers(berry, out, samples):

    shell = material('shell', (0.085, 0.018, 0.040) if berry else (0.72, 0.70, 0.64), rough=0.4)
    door = material('door', (0.22, 0.045, 0.105) if berry else (0.155, 0.185, 0.065), rough=0.35)
    pale = material('pale', (0.68, 0.58, 0.60) if berry else (0.80, 0.78, 0.72), rough=0.4)
    dark = material('dark', (0.02, 0.02, 0.025), rough=0.5)
    glass = material('glass', (0.012, 0.016, 0.022), rough=0.08)
    lamp_mat = material('lamp', (0.1, 0.7, 0.35), rough=0.4)
    lamp_mat.node_tree.nodes['Principled BSDF'].inputs['Emission'].default_value = (0.1, 0.8, 0.4, 1)
    lamp_mat.node_tree.nodes['Principled BSDF'].inputs['Emission Strength'].default_value = 2.5
    steel = material('steel', (0.6, 0.6, 0.62), rough=0.3, metal=1)
    inner = material('inner', (0.50, 0.50, 0.52), rough=0.5)
    floor = material('floor', (0.40, 0.39, 0.38), rough=0.8, bump=0.15, scale=20, vary=0.06)
    wall = material('wall', (0.62, 0.56, 0.50) if berry else (0.50, 0.56, 0.60), rough=0.9, bump=0.15, scale=30, vary=0.03)

    box((-6, -6, -0.2), (6, 0.9, 0), floor, 0)
    box((-6, 0.62, -0.2), (6, 0.9, 5), wall, 0)

    WIDE, DEEP, GAP, FOOT = 0.62, 0.58, 0.012, 0.14
    heights = {
        0: (0.42, 0.28, 0.42, 0.28, 0.42),
        1: (0.28, 0.56, 0.28, 0.28, 0.42),
        2: None,
        3: (0.42, 0.28, 0.56, 0.28, 0.28) if berry else (0.28, 0.28, 0.42, 0.56, 0.28),
        4: (0.28, 0.42, 0.28, 0.42, 0.42),
    }
    columns = sorted(heights, reverse=not berry)
    opened = (3, 2)
    total = 1.82
    left = -len(columns) * WIDE / 2
    box((left - 0.05, -DEEP + 0.06, FOOT - 0.04), (-left + 0.05, 0.6, FOOT), shell, 0.01)
    box((left - 0.05, -DEEP + 0.02, FOOT), (left - 0.004, 0.6, FOOT + total + 0.05), shell, 0.012)
    box((-left + 0.004, -DEEP + 0.02, FOOT), (-left + 0.05, 0.6, FOOT + total + 0.05), shell, 0.012)
    box((left - 0.12, -DEEP - 0.16, FOOT + total + 0.05), (-left + 0.12, 0.6, FOOT + total + 0.13), shell, 0.02)
    box((left + 0.05, -DEEP + 0.16, 0), (-left - 0.05, 0.5, FOOT), dark, 0)

    for place, column in enumerate(columns):
        x0, x1 = left + place * WIDE, left + (place + 1) * WIDE
        if heights[column] is None:
            box((x0 + GAP, -DEEP, FOOT + GAP), (x1 - GAP, 0.55, FOOT + total - GAP), shell if berry else pale, 0.012)
            box((x0 + 0.10, -DEEP - 0.012, 1.12), (x1 - 0.10, -DEEP + 0.01, 1.52), dark, 0.02)
            box((x0 + 0.13, -DEEP - 0.016, 1.15), (x1 - 0.13, -DEEP - 0.008, 1.49), glass, 0.004)
            box((x0 + 0.16, -DEEP - 0.0175, 1.36), (x1 - 0.16, -DEEP - 0.015, 1.44), pale, 0)
            for row in range(3):
                for col in range(3):
                    kx, kz = x0 + 0.17 + col * 0.10, 1.18 + row * 0.055
                    box((kx, -DEEP - 0.0175, kz), (kx + 0.08, -DEEP - 0.015, kz + 0.04), steel, 0)
            box((x0 + 0.2, -DEEP - 0.03, 0.94), (x1 - 0.2, -DEEP + 0.01, 1.02), dark, 0.01)
            box((x0 + 0.12, -DEEP - 0.006, 1.68), (x1 - 0.12, -DEEP + 0.01, 1.80), door, 0.03)
            continue
        z = FOOT
        for row, high in enumerate(heights[column]):
            low, top = (x0 + GAP, z + GAP), (x1 - GAP, z + high - GAP)
            if (column, row) == opened:
                t = 0.012
                box((x0, -DEEP + 0.02, z), (x0 + t, 0.5, z + high), inner, 0)
                box((x1 - t, -DEEP + 0.02, z), (x1, 0.5, z + high), inner, 0)
                box((x0, -DEEP + 0.02, z), (x1, 0.5, z + t), inner, 0)
                box((x0, -DEEP + 0.02, z + high - t), (x1, 0.5, z + high), inner, 0)
                box((x0, 0.1, z), (x1, 0.12, z + high), inner, 0)
                turn = 118 if berry else -118
                hinge = empty((x1 - GAP if berry else x0 + GAP, -DEEP + 0.012, 0), turn)
                w = WIDE - 2 * GAP
                leaf = (-w, 0) if berry else (0, w)
                box((leaf[0], -0.012, low[1]), (leaf[1], 0.012, top[1]), door, 0.008, hinge)
                box((leaf[0] + 0.02, 0.012, low[1] + 0.02), (leaf[1] - 0.02, 0.016, top[1] - 0.02), inner, 0.002, hinge)
                parcel((x0 + WIDE / 2, -0.28, z + t), 5 if berry else -6, (0.46, 0.40, high * 0.58), seed=8)
                area((x0 + WIDE / 2, -0.25, z + high - 0.02), (x0 + WIDE / 2, -0.25, z), 0.3, 3.0)
                box((x0 + 0.07, -DEEP - 0.004, z + high + 0.03), (x0 + 0.10, -DEEP, z + high + 0.06), lamp_mat, 0.004)
            else:
                box((low[0], -DEEP, low[1]), (top[0], 0.5, top[1]), door, 0.01)
                box((top[0] - 0.09, -DEEP - 0.006, (low[1] + top[1]) / 2 - 0.035), (top[0] - 0.05, -DEEP + 0.01, (low[1] + top[1]) / 2 + 0.035), dark, 0.008)
                box((low[0] + 0.05, -DEEP - 0.003, top[1] - 0.085), (low[0] + 0.11, -DEEP + 0.01, top[1] - 0.045), pale, 0.004)
            z += high

    sun((48, 8 if berry else -8, 34 if berry else -36), 2.6, 3)
    sky((0.66, 0.74, 0.88), 0.8)
    if berry:
        render((-1.35, -3.7, 1.55), (0.44, -0.35, 1.02), 50, out, samples=samples, exposure=0.35)
    else:
        render((1.25, -3.75, 1.62), (-0.46, -0.35, 0.92), 50, out, samples=samples, exposure=0.1)


out, variant, samples = start()
if variant in ('green', 'blue'):
    doorstep(variant == 'green', out, int(samples))
else:
    lockers(variant == 'berry', out, int(samples))
