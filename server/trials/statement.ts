import { canonicalJson } from '../../protocol/canonical.ts';

/** What a designer signs when submitting and an approver when approving: bound to the hash. */
export interface Statement {
  readonly act: 'submit' | 'approve';
  readonly trial: string;
  readonly protocolHash: string;
  /** An approver's reason; empty when submitting. */
  readonly reason: string;
}

/** The very bytes that are signed. */
export function statementBytes(statement: Statement): Buffer {
  return Buffer.from(
    canonicalJson({
      scampaign_statement: 1,
      act: statement.act,
      trial: statement.trial,
      protocol_hash: statement.protocolHash,
      reason: statement.reason,
    }),
    'utf8',
  );
}
