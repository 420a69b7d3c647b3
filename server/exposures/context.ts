import type { CompiledTemplate } from '../../landing-templates/types.ts';
import type { Keyring } from '../config/keys.ts';
import type { Links, Person } from '../participants/links.ts';
import type { TokenPayload, TokenPurpose, Tokens } from '../participants/tokens.ts';
import type { RunningTrial } from '../trials/running-trial.ts';
import type { RunningTrials } from '../trials/running-trials.ts';
import type { TemplateStore } from '../trials/template-store.ts';
import type { ServiceBase } from '../web/context.ts';
import type { FetchLog } from './fetch-log.ts';
import type { ExposureReader, ServedExposure } from './find-exposure.ts';
import type { InteractionLog } from './interaction-log.ts';

/** What serving offers and debriefs needs. */
export interface ExposureContext extends ServiceBase {
  readonly keyring: Keyring;
  readonly tokens: Tokens;
  readonly links: Links;
  readonly trials: RunningTrials;
  readonly templates: TemplateStore;
  readonly exposures: ExposureReader;
  readonly interactions: InteractionLog;
  readonly fetches: FetchLog;
}

/** A link that led to an exposure that exists. */
export interface Met {
  readonly token: string;
  readonly payload: TokenPayload;
  readonly running: RunningTrial;
  readonly exposure: ServedExposure;
  /** The trial's own time. */
  readonly now: Date;
}

/** Undefined for a link that is not ours, or whose person has left: the generic reveal is due. */
export async function findMet(
  context: ExposureContext,
  token: string,
  ...purposes: readonly TokenPurpose[]
): Promise<Met | undefined> {
  const payload = context.tokens.read(token, ...purposes);
  if (!payload) return undefined;
  const running = context.trials.get(payload.trialNo);
  if (!running) return undefined;
  const exposure = await context.exposures.find(payload.participantId, payload.exposureNo);
  if (!exposure) return undefined;
  return { token, payload, running, exposure, now: context.clock.trialNow(running.trial) };
}

/** Whom a link of this person is made for. */
export function personOf({ payload }: Met): Person {
  return { trialNo: payload.trialNo, participantId: payload.participantId };
}

/** Whether the offer may still be shown as an offer. */
export function offerStands(met: Met, trialsAreStale: boolean): boolean {
  const { state } = met.running.trial;
  if (trialsAreStale || state === 'stopped' || state === 'closed') return false;
  const now = met.now.getTime();
  if (toldAhead(met)) return false;
  return !met.exposure.ended && now >= met.exposure.opensAt && now < met.exposure.closesAt;
}

/** Whether the time has come at which this offer is revealed ahead of its wave. */
function toldAhead({ exposure, now }: Met): boolean {
  return exposure.revealsAt !== null && now.getTime() >= exposure.revealsAt;
}

/** Whether it may be revealed: always for a lure that ended, for a twin ahead of or with its wave. */
export function revealIsDue(met: Met): boolean {
  const { exposure, running } = met;
  if (running.trial.state === 'stopped' || running.trial.state === 'closed') return true;
  const now = met.now.getTime();
  if (now >= exposure.waveClosesAt || toldAhead(met)) return true;
  return exposure.role === 1 && (exposure.ended || exposure.revealed || now >= exposure.closesAt);
}

export async function templateOf(context: ExposureContext, met: Met): Promise<CompiledTemplate> {
  return context.templates.get(met.exposure.templateHash);
}
