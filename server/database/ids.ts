import { v7 } from 'uuid';

/** A new uuid, version 7: ids made later in one process sort later. */
export function newId(): string {
  return v7();
}
