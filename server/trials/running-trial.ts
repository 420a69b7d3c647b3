import type { Protocol } from '../../protocol/schema.ts';
import type { Trial } from '../database/tables.ts';

/**
 * A launched trial as the service works with it: running, and later paused, stopped or closed, for
 * old links debrief for ever. Immutable; a change of the trial makes a new one.
 */
export interface RunningTrial {
  readonly trial: Trial;
  /** The protocol under which people are assigned from now on. */
  readonly protocol: Protocol;
  readonly protocolHash: string;
  /** Slug to content hash of every template the trial shows. */
  readonly templateLock: Readonly<Record<string, string>>;
  /**
   * The 32 secret bytes. The same Buffer for as long as the process knows the trial, so that what
   * is derived from it can be kept by it.
   */
  readonly salt: Buffer;
  /** The protocol a person was assigned under, by its hash. */
  protocolFor(protocolHash: string): Promise<Protocol>;
}
