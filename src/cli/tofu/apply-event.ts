import { stripVTControlCharacters } from 'node:util';

/** Something that happens to a resource during an apply. */
export interface ApplyEvent {
  /** Address of the resource; of a data source with `data.`. */
  readonly address: string;
  /** Action on the resource. */
  readonly action: 'create' | 'change' | 'destroy' | 'read';
  /** Progress of that action: it begins, is done, or has failed. */
  readonly state: 'begins' | 'done' | 'failed';
}

const BEGINS = /^(\S.*?): (Creating|Modifying|Destroying|Reading|Importing|Forgetting)\.\.\./;
const ENDS = /^(\S.*?): (Creation|Modifications|Destruction|Read|Import) complete\b/;

const ACTIONS: Readonly<Record<string, ApplyEvent['action']>> = {
  Creating: 'create',
  Creation: 'create',
  Modifying: 'change',
  Modifications: 'change',
  Importing: 'change',
  Import: 'change',
  Destroying: 'destroy',
  Destruction: 'destroy',
  Forgetting: 'destroy',
  Reading: 'read',
  Read: 'read',
  // words of the lines as data
  create: 'create',
  update: 'change',
  delete: 'destroy',
  read: 'read',
};

/** The event in a line that OpenTofu prints for people; nothing if there is none. It never says there what failed. */
export function printedEvent(line: string): ApplyEvent | undefined {
  const plain = stripVTControlCharacters(line);
  const [, address, word] = BEGINS.exec(plain) ?? ENDS.exec(plain) ?? [];
  const action = word === undefined ? undefined : ACTIONS[word];
  if (address === undefined || action === undefined) return undefined;
  return { address, action, state: BEGINS.test(plain) ? 'begins' : 'done' };
}

const STATES: Readonly<Record<string, ApplyEvent['state'] | undefined>> = {
  apply_start: 'begins',
  apply_complete: 'done',
  apply_errored: 'failed',
};

interface WrittenEvent {
  readonly type?: string;
  readonly hook?: { readonly resource?: { readonly addr?: string }; readonly action?: string };
}

/** The event in a line that OpenTofu writes with `-json-into`; nothing if there is none. */
export function writtenEvent(line: string): ApplyEvent | undefined {
  const { type = '', hook } = parsed(line) ?? {};
  const state = STATES[type];
  const [address, action] = [hook?.resource?.addr, ACTIONS[hook?.action ?? '']];
  return state === undefined || address === undefined || action === undefined ? undefined : { address, action, state };
}

function parsed(line: string): WrittenEvent | undefined {
  if (!line.startsWith('{')) return undefined;
  try {
    return JSON.parse(line) as WrittenEvent;
  } catch {
    return undefined;
  }
}
