import { type CssNode, generate, List, parse, walk } from 'css-tree';
import { FLATTENED } from './markup-rules.ts';

/**
 * Style sheet of an offer, confined to `.scope`: every selector gets the class in front, `body` and
 * `:root` become it. A replay stands in a narrow frame, so rules for wide screens and sticky
 * positions are dropped; flattened elements are met by the classes the replay gives them. Classes
 * get the prefix `x-`, as they do in the replay, so that the debrief's own rules don't reach them.
 */
export function scopeCss(css: string, scope: string): string {
  const tree = parse(css);
  walk(tree, {
    visit: 'Atrule',
    enter(node, item, list) {
      if (node.name === 'media' && list) list.remove(item);
    },
  });
  walk(tree, {
    visit: 'Declaration',
    enter(node, item, list) {
      if (node.property === 'position' && generate(node.value) === 'sticky') list?.remove(item);
    },
  });
  walk(tree, {
    visit: 'ClassSelector',
    enter(node) {
      node.name = `x-${node.name}`;
    },
  });
  walk(tree, {
    visit: 'Selector',
    enter(node) {
      if (isInner(node)) return;
      node.children = scoped(node.children, scope);
    },
  });
  return generate(tree);

  /** Selectors inside `:not(…)` and the like keep their own compound. */
  function isInner(node: CssNode): boolean {
    return inner.has(node);
  }
}

const inner = new WeakSet<CssNode>();

function scoped(children: List<CssNode>, scope: string): List<CssNode> {
  const renamed = new List<CssNode>();
  let root = false;
  for (const child of children) {
    if (child.type === 'PseudoClassSelector' && child.children) markInner(child);
    if (isRoot(child)) {
      // `html body .a` names the root twice; it is one element here.
      if (root) renamed.clear();
      root = true;
      renamed.appendData({ type: 'ClassSelector', name: scope });
    } else if (child.type === 'TypeSelector' && isFlattened(child.name)) {
      renamed.appendData({ type: 'ClassSelector', name: `x-t-${child.name}` });
    } else renamed.appendData(child);
  }
  if (root) return renamed;
  renamed.prependData({ type: 'Combinator', name: ' ' });
  renamed.prependData({ type: 'ClassSelector', name: scope });
  return renamed;
}

function markInner(node: CssNode): void {
  walk(node, { visit: 'Selector', enter: (selector) => void inner.add(selector) });
}

function isRoot(node: CssNode): boolean {
  return (
    (node.type === 'TypeSelector' && (node.name === 'body' || node.name === 'html')) ||
    (node.type === 'PseudoClassSelector' && node.name === 'root')
  );
}

function isFlattened(name: string): boolean {
  return FLATTENED.has(name) || ['a', 'select', 'option'].includes(name);
}
