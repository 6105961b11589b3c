import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';
import { checkPatches, checkPatchTexts } from '../../../src/machine-config/patches/patch-check';
import { TalosContract } from '../../../src/values/talos-contract';
import { clusterSettings, controlPlane, worker } from '../../machine-config/fixtures';
import { projectRoot } from '../project';

/** The machines that a patch is for. */
export type PatchTarget = 'all' | 'controlplane' | 'worker';

/** A patch of one of the lists beside the tests of the judge. */
export interface ListedPatch {
  readonly name: string;
  /** The contract that it is written for. */
  readonly contract: string;
  readonly on: PatchTarget;
  readonly text: string;
}

/** A patch as people publish it. */
export interface CommonPatch extends ListedPatch {
  /** Where the idea comes from. */
  readonly from: string;
  /** Why a cluster file takes it in no patch. */
  readonly refused?: string;
}

/** A patch that is wrong. */
export interface WrongPatch extends ListedPatch {
  /** If true, it is for machines that Talos is installed on. */
  readonly isPhysical: boolean;
  /** Faults that synth finds in it, a line each. */
  readonly said: readonly string[];
  /** Why Talos' library takes it. */
  readonly taken?: string;
}

interface WrittenPatch {
  readonly name: string;
  readonly from?: string;
  readonly contract?: string;
  readonly on?: PatchTarget;
  readonly patch: string;
  readonly refused?: string;
  readonly physical?: boolean;
  readonly said?: readonly string[];
  readonly taken?: string;
}

/** Patches as people publish them. */
export const COMMON_PATCHES: readonly CommonPatch[] = written('common').map((patch) => ({
  ...listed(patch),
  from: patch.from ?? '',
  refused: patch.refused,
}));

/** Patches that are wrong. */
export const WRONG_PATCHES: readonly WrongPatch[] = written('wrong').map((patch) => ({
  ...listed(patch),
  isPhysical: patch.physical ?? false,
  said: patch.said ?? [],
  taken: patch.taken,
}));

/** True if a contract knows everything that a patch sets, and has no document that says it. */
export function fits({ text, on }: ListedPatch, contract: string): boolean {
  const patch = { origin: 'patch', content: text };
  if (checkPatchTexts(TalosContract.of(contract), [patch]).length > 0) return false;
  if (contract !== 'v1.14') return true;
  const machines = [...(on === 'worker' ? [] : [controlPlane()]), ...(on === 'controlplane' ? [] : [worker()])];
  return checkPatches(clusterSettings(contract, { configPatches: [patch] }), machines).length === 0;
}

/** The content of a patch that is one document. */
export function dataOf({ text }: ListedPatch): Readonly<Record<string, unknown>> | undefined {
  const [document, ...others] = parseAllDocuments(text);
  return others.length === 0 ? (document?.toJS() as Readonly<Record<string, unknown>>) : undefined;
}

function written(name: string): readonly WrittenPatch[] {
  const file = join(projectRoot, '__tests__', 'judge', 'patches', `${name}.yaml`);
  return parse(readFileSync(file, 'utf8')) as readonly WrittenPatch[];
}

function listed({ name, contract = 'v1.13', on = 'all', patch }: WrittenPatch): ListedPatch {
  return { name, contract, on, text: patch };
}
