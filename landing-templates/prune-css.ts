import { type CssNode, generate, parse, type Rule, walk } from 'css-tree';

/** A style sheet in pieces, so that a page carries no rule for what isn't on it. */
export type StylePiece =
  | { readonly kind: 'text'; readonly css: string }
  | { readonly kind: 'rule'; readonly selectors: readonly StyleSelector[]; readonly block: string }
  | { readonly kind: 'group'; readonly opening: string; readonly pieces: readonly StylePiece[] };

interface StyleSelector {
  readonly css: string;
  /** Classes an element must have, or stand in, for the selector to match. */
  readonly classes: readonly string[];
}

/** @param css - A sheet that was parsed and checked before. */
export function splitStyle(css: string): readonly StylePiece[] {
  const tree = parse(css);
  return tree.type === 'StyleSheet' ? tree.children.toArray().map(piece) : [];
}

/** The sheet without rules that need a class the page doesn't have. */
export function pruneStyle(
  pieces: readonly StylePiece[],
  isThere: (name: string) => boolean,
): string {
  return pieces
    .map((one) => {
      if (one.kind === 'text') return one.css;
      if (one.kind === 'group') {
        const inner = pruneStyle(one.pieces, isThere);
        return inner === '' ? '' : `${one.opening}{${inner}}`;
      }
      const left = one.selectors.filter(({ classes }) => classes.every(isThere));
      return left.length === 0 ? '' : `${left.map((each) => each.css).join()}{${one.block}}`;
    })
    .join('');
}

/** Every class that stands in markup. */
export function classesIn(html: string): Set<string> {
  const found = new Set<string>();
  for (const [, names = ''] of html.matchAll(/\sclass="([^"]*)"/g)) {
    for (const name of names.split(/\s+/)) if (name !== '') found.add(name);
  }
  return found;
}

function piece(node: CssNode): StylePiece {
  if (node.type === 'Rule') return rule(node);
  if (node.type === 'Atrule' && node.block) {
    const opening = `@${node.name} ${node.prelude ? generate(node.prelude) : ''}`;
    return { kind: 'group', opening, pieces: node.block.children.toArray().map(piece) };
  }
  return { kind: 'text', css: generate(node) };
}

function rule(node: Rule): StylePiece {
  const { prelude, block } = node;
  if (prelude.type !== 'SelectorList') return { kind: 'text', css: generate(node) };
  const selectors = prelude.children
    .toArray()
    .map((selector) => ({ css: generate(selector), classes: classesOf(selector) }));
  return {
    kind: 'rule',
    selectors,
    block: block.children
      .toArray()
      .map((each) => generate(each))
      .join(';'),
  };
}

/** What stands inside `:not(…)` or `:is(…)` need not be there. */
function classesOf(selector: CssNode): string[] {
  const classes: string[] = [];
  walk(selector, {
    enter(node: CssNode) {
      if (node.type === 'PseudoClassSelector') return walk.skip;
      if (node.type === 'ClassSelector') classes.push(node.name);
      return undefined;
    },
  });
  return classes;
}
