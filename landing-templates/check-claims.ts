/** What an offer's signs say of its address and its sender is so. */
import { readLocale } from './copy-set.ts';
import { FaultList } from './faults.ts';
import type { Structure } from './open-template.ts';

/** Part of a host as a sign would name it: `mega-sale75`. */
const HOST_PART = /(?<![\w-])(?=[a-z0-9-]*\d)[a-z0-9]+(?:-[a-z0-9]+)+(?![\w-])/g;
const HOST = /(?<![\w.-])[a-z0-9-]+(?:\.[a-z0-9-]+)*\.example\b/g;

export function isTelephone(sender: string): boolean {
  return /^\+?[\d\s()-]{6,}$/.test(sender);
}

export function checkClaims(
  { manifest, files, copies, yaml }: Structure,
  faults: FaultList,
  locales: readonly string[] = copies.locales,
): void {
  if (manifest.kind !== 'offer') return;
  const { entity, host, red_flags, good_signs } = manifest;
  if (entity.mail_sender !== undefined && !isTelephone(entity.sender)) {
    faults.add(
      'T058',
      'template.yaml',
      yaml.lineOf(['entity', 'sender']),
      `Write a telephone number of no country, such as +00 81 0142 367: sender is "${entity.sender}", and mail_sender stands for one`,
    );
  }
  const placed = [...red_flags, ...good_signs].filter(({ at }) =>
    at.some(({ element }) => element === 'address'),
  );
  for (const locale of locales.filter((tag) => copies.has(tag))) {
    // Faults of the file itself are found where all of its words are checked.
    const copy = readLocale(files, locale, new FaultList());
    for (const { key } of placed) {
      for (const place of [`flags.${key}.title`, `flags.${key}.text`, `signs.${key}`]) {
        const text = copy?.text.get(place) ?? '';
        const named = [...(text.match(HOST) ?? []), ...(text.match(HOST_PART) ?? [])];
        for (const part of named.filter(
          (name) => !host.split('.').includes(name) && name !== host,
        )) {
          faults.add(
            'T058',
            copy!.own.lines.has(place) ? copy!.own.file : 'template.yaml',
            copy!.own.lines.get(place) ?? yaml.lineOf(['host']),
            `Say what the address is: ${place} names ${part}, and the host is ${host}`,
          );
        }
      }
    }
  }
}
