import type { OfferManifest } from '../../landing-templates/manifest.ts';
import type { Catalogue } from '../../landing-templates/types.ts';
import type { Arm, Protocol } from '../../protocol/schema.ts';
import { isAboutLivelihood } from '../../protocol/vocabulary.ts';
import type { OfferRole, ReachedStage } from './behaviour.ts';
import type { Browser } from './browser.ts';
import type { PersonPlan } from './people.ts';
import type { Turns } from './turns.ts';

/** Time passing while somebody reads a page. */
export const READING_MS = 20_000;

/** Somebody who takes part, with what has come of them. */
export interface Person {
  readonly plan: PersonPlan;
  readonly browser: Browser;
  /** Known once they are assigned. */
  arm: Arm | undefined;
  /** Template of the training they went through to its end. */
  training: string | undefined;
  /** Has withdrawn, declined or stepped aside. */
  gone: boolean;
  /** Waves whose reveal they have read. */
  readonly told: Set<number>;
}

/** What the simulated people did, counted by themselves; a report is held against it. */
export interface Deeds {
  agreed: number;
  declined: number;
  steppedAside: number;
  withdrew: number;
  opened: number;
  reported: number;
  /** By wave: people taken in by the lure, and people who took what the twin offered. */
  readonly takenIn: number[];
  readonly accepted: number[];
  revealsRead: number;
  trainingsFinished: number;
  distressed: number;
  complained: number;
  /** Visits of what scans mail. */
  scans: number;
  /** Pages that were not what the link promised. */
  surprises: number;
}

export interface World {
  readonly protocol: Protocol;
  readonly turns: Turns;
  readonly deeds: Deeds;
  /** Undefined for a form that is none of the protocol's. */
  readonly offerOf: (form: string) => KnownOffer | undefined;
}

export interface KnownOffer {
  readonly role: OfferRole;
  /** It may be revealed before a person opens it, to a machine that got there first. */
  readonly toldEarly: boolean;
  /** Stage a person has reached by going to a page of the offer. */
  readonly stageOf: (to: string) => ReachedStage | undefined;
  /** Place of its pair among those of a wave, and how many there are. */
  readonly pairIn: (wave: number) => readonly [place: number, of: number];
}

export function noDeeds(waves: number): Deeds {
  return {
    agreed: 0,
    declined: 0,
    steppedAside: 0,
    withdrew: 0,
    opened: 0,
    reported: 0,
    takenIn: new Array<number>(waves).fill(0),
    accepted: new Array<number>(waves).fill(0),
    revealsRead: 0,
    trainingsFinished: 0,
    distressed: 0,
    complained: 0,
    scans: 0,
    surprises: 0,
  };
}

/** What people are shown in the offers of a protocol. */
export function knownOffers(protocol: Protocol, catalogue: Catalogue): World['offerOf'] {
  const offers = new Map<string, KnownOffer>();
  const slugs = protocol.waves.flatMap(({ pairs }) =>
    pairs.flatMap(({ lure, twin }) => [lure, twin]),
  );
  for (const slug of new Set(slugs)) {
    const manifest = catalogue.get(slug)?.manifest;
    if (manifest?.kind !== 'offer') continue;
    offers.set(slug, {
      role: manifest.role,
      toldEarly: isAboutLivelihood(manifest.harm_class, manifest.family),
      stageOf: (to) => stageOf(manifest, to),
      pairIn: (wave) => {
        const { pairs } = protocol.waves[wave]!;
        return [pairs.findIndex(({ lure, twin }) => lure === slug || twin === slug), pairs.length];
      },
    });
  }
  return (form) => offers.get(form);
}

function stageOf(manifest: OfferManifest, to: string): ReachedStage | undefined {
  if (to === manifest.compliance_step) return 'compromised';
  return manifest.pages.find((page) => page.key === to)?.step;
}
