import { ServiceError } from '../web/errors.ts';

/**
 * An address a browser opens as a page, given to an option.
 *
 * @param doing - Begins the error's sentence: `Draw the cards`.
 * @throws ServiceError invalid_input for anything but http and https.
 */
export function webAddress(doing: string, option: string, written: string): string {
  if (!/^https?:\/\/[^\s/]+\S*$/i.test(written) || !URL.canParse(written)) {
    throw new ServiceError(
      'invalid_input',
      `${doing}: ${option} "${written}" is no web address; write one such as https://offers.example/o/1`,
    );
  }
  return written;
}
