import { ServiceError } from '../web/errors.ts';

/** A reason for the record: one to 500 characters of plain text, trimmed. */
export function plainReason(doing: string, reason: string): string {
  const text = reason.normalize('NFC').trim();
  if (!/^[^\p{Cc}\p{Cs}]{1,500}$/u.test(text)) {
    throw new ServiceError(
      'invalid_input',
      `${doing}: the reason has ${text.length} characters and needs 1 to 500 on one line`,
    );
  }
  return text;
}
