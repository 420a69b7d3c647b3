/** What a link's card shows in every chat: a plain grey field, so that it carries nothing of the offer. */
import { contentName } from './pictures.ts';
import type { Asset } from './types.ts';

/** PNG, 600 by 315, one colour; the only kind every chat reads. */
const BASE64 =
  'iVBORw0KGgoAAAANSUhEUgAAAlgAAAE7AQMAAAA7IG32AAAAA1BMVEXk6Orf6TckAAAALklEQVR42u3BAQ0AAADCoPdPbQ8HFAAAAAAAAAAAAAAAAAAAAAAAAAAAAADAjwFdhAABeaoKsAAAAABJRU5ErkJggg==';

export const PREVIEW_PICTURE: Asset & { readonly name: string } = {
  name: `${contentName({ base64: BASE64 })}.png`,
  type: 'image/png',
  bytes: Buffer.from(BASE64, 'base64'),
};
