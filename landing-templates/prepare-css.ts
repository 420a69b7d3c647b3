import { type CssNode, type Declaration, generate, parse, walk } from 'css-tree';
import { CSS_AT_RULES, CSS_FUNCTIONS, isAllowedProperty, logicalInstead } from './css-rules.ts';
import type { FaultList } from './faults.ts';

export interface PreparedCss {
  /** Minified, pictures by public path. */
  readonly css: string;
  readonly pictures: ReadonlySet<string>;
}

/** Parses a style sheet, holds it to the allow-lists and points its pictures to public paths. */
export function prepareCss(
  source: string,
  file: string,
  picture: (file: string) => string | undefined,
  faults: FaultList,
): PreparedCss {
  const pictures = new Set<string>();
  const fault = (code: string, node: CssNode, message: string) =>
    faults.add(code, file, node.loc?.start.line ?? 1, message);
  const tree = parse(source, {
    positions: true,
    onParseError: (error) => faults.add('T020', file, error.line, `Mend the CSS: ${error.message}`),
  });
  walk(tree, (node) => {
    switch (node.type) {
      case 'Atrule':
        if (!CSS_AT_RULES.has(node.name.toLowerCase())) {
          fault('T021', node, `Leave out the rule: @${node.name} is not allowed`);
        }
        break;
      case 'Declaration':
        if (!isAllowedProperty(node.property.toLowerCase())) {
          fault('T022', node, `Leave out the property: ${node.property} is not allowed`);
        }
        if (/^position$/i.test(node.property) && /fixed/i.test(generate(node.value))) {
          fault('T022', node, 'Use sticky: position: fixed may cover what people must see');
        }
        checkDirection(node);
        scaleToScript(node);
        break;
      case 'Function':
        if (!CSS_FUNCTIONS.has(node.name.toLowerCase())) {
          fault('T023', node, `Leave out the function: ${node.name}() is not allowed`);
        }
        break;
      case 'Url': {
        const path = picture(node.value);
        if (!path) fault('T023', node, `Name a picture of this folder: url is "${node.value}"`);
        pictures.add(node.value);
        node.value = path ?? '';
        break;
      }
      case 'ClassSelector':
        if (node.name === 's-mark') {
          fault('T024', node, 'Choose another class: s-mark is kept for the numbers of a replay');
        }
        break;
      case 'Raw':
        if (/[<>\\@]|url\s*\(|expression/i.test(node.value)) {
          fault('T023', node, `Write the value plainly: ${node.value.trim().slice(0, 40)}`);
        }
        break;
      case 'String':
        if (/[<>\\]/.test(node.value)) fault('T023', node, 'Write the string without <, > and \\');
        break;
      default:
    }
  });
  return { css: generate(tree), pictures };

  function checkDirection(node: Declaration): void {
    const instead = logicalInstead(node.property.toLowerCase(), generate(node.value));
    if (instead) {
      fault(
        'T025',
        node,
        `Write ${instead}: ${node.property} is wrong where text runs right to left`,
      );
    }
  }
}

/** Line heights grow with the script's letters, and letter spacing goes where a script forbids it. */
function scaleToScript(node: Declaration): void {
  const value = generate(node.value);
  const property = node.property.toLowerCase();
  const scaled =
    property === 'line-height'
      ? value.replace(/^[\d.]+$/, (height) => `calc(${height}*var(--k))`)
      : property === 'font'
        ? value.replace(/\/([\d.]+)(?=\s)/, (_, height: string) => `/calc(${height}*var(--k))`)
        : property === 'letter-spacing' && value !== '0'
          ? `calc(${value}*var(--ls))`
          : value;
  if (scaled !== value) node.value = parse(scaled, { context: 'value' }) as Declaration['value'];
}
