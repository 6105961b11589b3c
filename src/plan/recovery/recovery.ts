import {
  bootstrapNotInState,
  deployKeyNotInState,
  type LockHolder,
  oldValuesRunning,
  restartCommand,
  restartInterrupted,
  stateLocked,
  stateLockedInSession,
  stateNotWritten,
} from './recovery-texts';
import { RESOURCE_TYPES } from '../../resource-types';
import { importDeployKey } from './deploy-key-import';
import type { ImportBlock } from './import-block';
import type { Values } from '../read/plan-json';
import { numberOf, textOf } from '../read/attributes';
import { type Diagnostic, sentenceOf } from '../read/diagnostic';
import { blockOf } from '../read/written-stack';

/** An interruption that does not heal by itself, and what does. */
export interface Recovery {
  /** Kind of the interruption. */
  readonly kind:
    'bootstrap-not-in-state' | 'deploy-key-not-in-state' | 'old-values-running' | 'state-locked' | 'state-not-written';
  /** Explanation of what happened, and of what the command does about it. */
  readonly message: string;
  /** The one command to continue with. */
  readonly command: string;
  /** Blocks that the stack needs when the command runs; empty if the command is enough. */
  readonly imports: readonly ImportBlock[];
}

/** Facts of a command that failed. */
export interface FailedRun {
  /** Errors of OpenTofu. */
  readonly errors: readonly Diagnostic[];
  /** The synthesized stack, parsed. */
  readonly stack: unknown;
  /** How the stack is applied, such as `npx cdktf-proxmox-talos apply home`. */
  readonly applyCommand: string;
  /** How OpenTofu is run on the stack, such as `tofu -chdir=cdktf.out/stacks/home`. */
  readonly tofuCommand: string;
  /**
   * Names of machines that an apply was to restart.
   * @default - none
   */
  readonly restarting?: readonly string[];
}

/** An interruption that is recognized by OpenTofu's error. */
interface KnownInterruption {
  /** Type of the resource that fails; nothing if the error is about none. */
  readonly type?: string;
  /** Text of the error. */
  readonly says: RegExp;
  /** The way on; nothing if the stack has no such resource any more. */
  readonly recover: (failure: Failure, run: FailedRun) => Recovery | undefined;
}

interface Failure {
  readonly address: string;
  /** Attributes as they are written in the stack. */
  readonly written: Values;
  readonly match: RegExpExecArray;
}

/** Every interruption that needs a person; all others heal by another apply. */
const KNOWN_INTERRUPTIONS: readonly KnownInterruption[] = [
  {
    type: RESOURCE_TYPES.machineBootstrap,
    says: /etcd data directory is not empty/,
    recover: ({ address }, { applyCommand }) => ({
      kind: 'bootstrap-not-in-state',
      message: bootstrapNotInState(address),
      command: applyCommand,
      // the provider takes any id and calls it so
      imports: [{ to: address, id: 'machine_bootstrap' }],
    }),
  },
  {
    type: RESOURCE_TYPES.giteaRepositoryKey,
    says: /This key has already been added to this repository|A key with the same name already exists/,
    recover: ({ address, written }, { stack, applyCommand }) => {
      const found = importDeployKey(stack, address, written);
      return (
        found && {
          kind: 'deploy-key-not-in-state',
          message: deployKeyNotInState(address),
          command: applyCommand,
          imports: [found],
        }
      );
    },
  },
  {
    type: RESOURCE_TYPES.virtualMachine,
    // switched off if there is a guest agent, else turned off
    says: /^VM (?:shutdown|stop|reboot)\b/,
    recover: (failure) => restartOf(failure, oldValuesRunning),
  },
  {
    type: RESOURCE_TYPES.virtualMachine,
    // asked before the settings are stored, and between that and the restart
    says: /^error retrieving VM\b/,
    recover: (failure, { restarting = [] }) =>
      restarting.includes(nameOf(failure)) ? restartOf(failure, restartInterrupted) : undefined,
  },
  {
    says: /Error acquiring the state lock(.*?)\bID: (\S+)(.*)/,
    recover: ({ match: [, reason = '', id = '', info = ''] }, { applyCommand, tofuCommand }) =>
      IN_SESSION.test(reason)
        ? { kind: 'state-locked', message: stateLockedInSession(), command: applyCommand, imports: [] }
        : {
            kind: 'state-locked',
            message: stateLocked(holderOf(info)),
            command: `${tofuCommand} force-unlock ${id}`,
            imports: [],
          },
  },
  {
    says: /Failed to persist state to backend/,
    recover: (_failure, run) => {
      const isLocked = hasLeftLock(run);
      return {
        kind: 'state-not-written',
        message: stateNotWritten(isLocked),
        command: `${run.tofuCommand} state push ${isLocked ? '-lock=false ' : ''}errored.tfstate`,
        imports: [],
      };
    },
  },
];

/** Words of PostgreSQL, whose locks end with the session: they have no id, and what it shows as owner is who asks. */
const IN_SESSION = /workspace(?: is already locked|; already locked)|locked for workspace creation/i;

/** If a run could not free its lock, which then stays; one of PostgreSQL ends by itself. */
function hasLeftLock({ errors, stack }: FailedRun): boolean {
  const isFreed = blockOf(stack, 'terraform', 'backend', 'pg') !== undefined;
  return !isFreed && errors.some((error) => sentenceOf(error).startsWith('Error releasing the state lock'));
}

/** Who holds a lock and since when, if the backend tells. */
function holderOf(info: string): LockHolder {
  const [, who] = /\bWho: (\S+)/.exec(info) ?? [];
  const [, since] = /\bCreated: (\d{4}-\d\d-\d\d \d\d:\d\d:\d\d)/.exec(info) ?? [];
  return { who, since };
}

function restartOf(failure: Failure, message: (machine: string, host: string | undefined) => string): Recovery {
  const { written } = failure;
  const name = nameOf(failure);
  return {
    kind: 'old-values-running',
    message: message(name, textOf(written, 'node_name')),
    command: restartCommand(name, numberOf(written, 'vm_id')),
    imports: [],
  };
}

function nameOf({ address, written }: Failure): string {
  return textOf(written, 'name') ?? address;
}

/**
 * Ways to recover from a plan or an apply that failed, where another apply alone would fail in the same way or leave
 * something undone.
 */
export function findRecoveries(run: FailedRun): readonly Recovery[] {
  return run.errors.flatMap((error) => KNOWN_INTERRUPTIONS.flatMap((known) => recoveryOf(known, error, run) ?? []));
}

function recoveryOf(
  { type, says, recover }: KnownInterruption,
  error: Diagnostic,
  run: FailedRun,
): Recovery | undefined {
  const match = says.exec(sentenceOf(error));
  if (match === null) return undefined;
  if (type === undefined) return recover({ address: '', written: {}, match }, run);
  const { address = '' } = error;
  const written = writtenResource(run.stack, address);
  return address.startsWith(`${type}.`) && written !== undefined
    ? recover({ address, written, match }, run)
    : undefined;
}

/** A resource of a synthesized stack, by its address. */
function writtenResource(stack: unknown, address: string): Values | undefined {
  const [type = '', name = ''] = address.split('.', 2);
  return blockOf(stack, 'resource', type, name);
}
