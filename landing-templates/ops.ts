/** A page between parsing and linking: markup, and what is filled in per locale or per request. */
import type { Context } from './escape.ts';

export const OFFER_WORDS = ['name', 'initial', 'sender', 'host', 'registration'] as const;
export type OfferWord = (typeof OFFER_WORDS)[number];

export type Op =
  | { readonly op: 'html'; readonly html: string }
  | { readonly op: 'copy'; readonly key: string; readonly context: Context }
  | {
      readonly op: 'money' | 'number' | 'percent' | 'plural';
      readonly key: string;
      readonly context: Context;
    }
  | { readonly op: 'offer'; readonly key: OfferWord; readonly context: Context }
  | { readonly op: 'value'; readonly name: string; readonly context: Context }
  | { readonly op: 'item'; readonly name: string; readonly context: Context }
  | { readonly op: 'fragment'; readonly name: string }
  /** A QR code of a runtime value; nothing where the value is empty. */
  | { readonly op: 'qr'; readonly name: string }
  | { readonly op: 'fragment_styles'; readonly names: readonly string[] }
  | { readonly op: 'list'; readonly name: string; readonly body: readonly Op[] }
  | {
      readonly op: 'if';
      readonly scope: 'flag' | 'item';
      readonly name: string;
      readonly body: readonly Op[];
    };

/** Every op of a page, those inside sections included. */
export function* everyOp(ops: readonly Op[]): Generator<Op> {
  for (const op of ops) {
    yield op;
    if (op.op === 'list' || op.op === 'if') yield* everyOp(op.body);
  }
}
