/** Addresses people meet, made in one place. */
import type { Tokens } from './tokens.ts';

export interface Person {
  readonly trialNo: number;
  readonly participantId: string;
}

export interface Links {
  /** The offer itself, on the host of its form. */
  offer(person: Person, exposureNo: number, wave: number, form: string): string;
  /** The reveal of an offer, on the participants' host. */
  reveal(person: Person, exposureNo: number, wave: number): string;
  /** Where the thanks for a report lead on to the reveal, from whatever host they stand on. */
  afterReport(): string;
  /** The arm's own content, on the participants' host. */
  training(person: Person, exposureNo: number, wave: number): string;
  /** Registration, what is held, withdrawal. */
  person(person: Person): string;
  /** One-click unsubscribe of a mail: opts out, erases nothing. */
  optOut(person: Person): string;
}

export interface LinkSettings {
  /** Origin of participants' pages, without a trailing slash. */
  readonly peopleUrl: string;
  /** Origin by offer form; absent ones share the participants' host. */
  readonly offerHosts: Readonly<Record<string, string>>;
}

export function openLinks(tokens: Tokens, settings: LinkSettings): Links {
  const { peopleUrl, offerHosts } = settings;
  return {
    offer: (person, exposureNo, wave, form) =>
      `${offerHosts[form] ?? peopleUrl}/o/${form}/${tokens.make({ ...person, purpose: 'offer', exposureNo, wave })}`,
    reveal: (person, exposureNo, wave) =>
      `${peopleUrl}/r/${tokens.make({ ...person, purpose: 'reveal', exposureNo, wave })}`,
    afterReport: () => `${peopleUrl}/reported`,
    training: (person, exposureNo, wave) =>
      `${peopleUrl}/t/${tokens.make({ ...person, purpose: 'training', exposureNo, wave })}`,
    person: (person) =>
      `${peopleUrl}/p/${tokens.make({ ...person, purpose: 'person', exposureNo: 0, wave: 0 })}`,
    optOut: (person) =>
      `${peopleUrl}/u/${tokens.make({ ...person, purpose: 'optout', exposureNo: 0, wave: 0 })}`,
  };
}
