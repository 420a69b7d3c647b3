import type { Role } from '../database/tables.ts';

/** Which roles may do what. Nobody may approve what they submitted, whatever their role. */
export const PERMISSIONS = {
  submit: ['designer', 'approver'],
  approve: ['approver'],
  launch: ['designer', 'operator'],
  pause: ['designer', 'approver', 'operator'],
  resume: ['designer', 'operator'],
  // One button stops it, and everyone on the staff has it.
  stop: ['designer', 'approver', 'operator', 'evaluator', 'helper'],
  close: ['designer', 'operator'],
  import_roster: ['designer', 'operator'],
} as const satisfies Record<string, readonly Role[]>;

export type StaffAct = keyof typeof PERMISSIONS;
