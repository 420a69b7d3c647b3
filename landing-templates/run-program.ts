import { writeFor } from './escape.ts';
import type { Node, Program } from './link.ts';
import { pluralOf, writeNumber } from './numerals.ts';
import { qrPath } from './qr-code.ts';
import type { Item, RenderValues } from './types.ts';

/**
 * Joins a linked page's static text with a request's values.
 * @throws RangeError naming the value, list or fragment that was not given.
 */
export function runProgram(program: Program, values: RenderValues): string {
  return write(program.nodes, { program, filled: fillSlots(program, values), values }, undefined);
}

/**
 * The same as UTF-8. Static text is kept encoded, so that a page costs little more than copying it.
 * @throws RangeError naming the value, list or fragment that was not given.
 */
export function runProgramBytes(program: Program, values: RenderValues): Buffer<ArrayBuffer> {
  const filled = fillSlots(program, values);
  const run = { program, filled, values };
  const parts: (Buffer | string)[] = [];
  let length = 0;
  for (const [index, node] of program.nodes.entries()) {
    let part: Buffer | string;
    if (typeof node === 'string') part = program.bytes[index] ?? node;
    else if (node.node === 'slot') part = filled[node.slot] ?? '';
    else part = write([node], run, undefined);
    // At most three bytes a UTF-16 unit: cheaper than counting, and the rest is cut off.
    length += typeof part === 'string' ? part.length * 3 : part.length;
    parts.push(part);
  }
  const bytes = Buffer.allocUnsafe(length);
  let at = 0;
  for (const part of parts) {
    at += typeof part === 'string' ? bytes.write(part, at) : part.copy(bytes, at);
  }
  return bytes.subarray(0, at);
}

function fillSlots(program: Program, values: RenderValues): string[] {
  const given = values.values;
  const { slots, locale } = program;
  const filled: string[] = new Array(slots.length);
  for (let index = 0; index < slots.length; index += 1) {
    const slot = slots[index]!;
    const value = given[slot.name];
    if (value === undefined) throw missing('value', slot.name);
    const written = slot.numeral ? writeNumber(locale, Number(value)) : value;
    filled[index] = writeFor(slot.context, locale, written);
  }
  return filled;
}

interface Run {
  readonly program: Program;
  /** Slots, escaped. */
  readonly filled: readonly string[];
  readonly values: RenderValues;
}

function write(nodes: readonly Node[], run: Run, item: Item | undefined): string {
  const { program, filled, values } = run;
  let out = '';
  for (const node of nodes) {
    if (typeof node === 'string') {
      out += node;
      continue;
    }
    switch (node.node) {
      case 'slot':
        out += filled[node.slot];
        break;
      case 'item':
        out += writeFor(node.context, program.locale, item?.[node.name] ?? '');
        break;
      case 'list': {
        const rows = values.lists?.[node.name];
        if (!rows) throw missing('list', node.name);
        for (const row of rows) out += write(node.body, run, row);
        break;
      }
      case 'if': {
        const shown =
          node.scope === 'item'
            ? (item?.[node.name] ?? '') !== ''
            : values.flags?.[node.name] === true;
        if (shown) out += write(node.body, run, item);
        break;
      }
      case 'plural': {
        const count = values.values[node.name];
        if (count === undefined) throw missing('value', node.name);
        const form = pluralOf(program.locale, Number(count));
        out += write(node.forms[form] ?? node.forms.other ?? [], run, item);
        break;
      }
      case 'fragment': {
        const fragment = values.fragments?.[node.name];
        if (!fragment) throw missing('fragment', node.name);
        out += fragment.html;
        break;
      }
      case 'qr': {
        const value = values.values[node.name];
        if (value === undefined) throw missing('value', node.name);
        if (value !== '') out += qrSvg(String(value));
        break;
      }
      case 'fragment_styles': {
        const sheets = new Set<string>();
        for (const name of node.names) {
          const fragment = values.fragments?.[name];
          if (!fragment) throw missing('fragment', name);
          for (const { css } of fragment.sheets) sheets.add(css);
        }
        for (const css of sheets) out += `<style>${css}</style>`;
      }
    }
  }
  return out;
}

function qrSvg(text: string): string {
  const { size, path } = qrPath(text);
  return `<svg class="s-qr" viewBox="0 0 ${size} ${size}" aria-hidden="true"><path d="${path}" fill="#000" shape-rendering="crispEdges"/></svg>`;
}

function missing(kind: string, name: string): RangeError {
  return new RangeError(`Render the page: ${kind} ${name} is missing and must be given`);
}
