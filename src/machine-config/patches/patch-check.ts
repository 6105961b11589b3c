import { dateWithoutQuotes } from '../faults';
import { generatedDocuments } from '../../data/talos-schema';
import { writableContracts } from '../../data/support';
import type { Fault } from '../../values/fault';
import type { TalosContract } from '../../values/talos-contract';
import type { ConfigPatch } from '../settings/config-patch';
import { type SplitDocument, splitDeletions } from './deletions';
import { ClusterPatches, userPatches } from '../machine-patches';
import { MadeDocuments } from './made-documents';
import { nodeConflicts } from './node-conflicts';
import { restrictedFields, taintConflicts } from '../node-restriction';
import { type IsUnknown, PatchSchema } from './patch-schema';
import { type Fields } from '../fields';
import { type PatchDocument, readPatch } from './patch-text';
import { PatchedConfig } from './patched-config';
import { reservedFields } from './reserved-fields';
import type { ClusterSettings } from '../settings/cluster';
import type { MachineSettings } from '../settings/machine';

/** A fault of a patch. */
export interface PatchFault {
  /** The patch. */
  readonly patch: ConfigPatch;
  /** A place in the patch, and what is wrong there. */
  readonly fault: Fault;
}

/** A patch whose form and fields have been looked at. */
interface ReadPatch {
  readonly documents: readonly SplitDocument[];
  readonly faults: readonly Fault[];
}

/**
 * Everything that is wrong with the patches of a cluster and its machines: what they say by themselves, and for those
 * that are right by themselves, what comes of applying all in their order to each machine. A fault that several machines
 * share is reported once.
 *
 * Nothing is said for a contract that the provider can't write, as that is a fault of its own.
 */
export function checkPatches(
  cluster: ClusterSettings,
  machines: readonly MachineSettings[],
  isUnknown?: IsUnknown,
): readonly PatchFault[] {
  return checkPatchesOn(new ClusterPatches(cluster, machines), machines, isUnknown);
}

/**
 * The same, for those who go on with what this library makes for the machines.
 *
 * @param made what it makes
 * @param isUnknown as that of `PatchSchema`
 */
export function checkPatchesOn(
  made: ClusterPatches,
  machines: readonly MachineSettings[],
  isUnknown?: IsUnknown,
): readonly PatchFault[] {
  const { cluster } = made;
  const patches = new Set(machines.flatMap((machine) => userPatches(cluster, machine)));
  const checker = checkerFor(cluster.contract, patches.size, isUnknown);
  if (checker === undefined) return [];
  const own = ownFaults(checker, [...patches]);
  const faulty = new Set(own.map(({ patch }) => patch));
  const onMachines = machines.flatMap((machine) =>
    checker.checkOn(machine, made.documentsOf(machine, ''), userPatches(cluster, machine)),
  );
  return [...own, ...withoutRepeats(onMachines.filter(({ patch }) => !faulty.has(patch)))];
}

/** Faults of patches by themselves, when the machines that they are for are not known yet. */
export function checkPatchTexts(
  contract: TalosContract,
  patches: readonly ConfigPatch[],
  isUnknown?: IsUnknown,
): readonly PatchFault[] {
  const checker = checkerFor(contract, patches.length, isUnknown);
  return checker === undefined ? [] : ownFaults(checker, patches);
}

function checkerFor(contract: TalosContract, patches: number, isUnknown?: IsUnknown): PatchChecker | undefined {
  const isWritable = writableContracts().some(({ tag }) => tag === contract.tag);
  return patches === 0 || !isWritable ? undefined : new PatchChecker(contract, isUnknown);
}

function ownFaults(checker: PatchChecker, patches: readonly ConfigPatch[]): readonly PatchFault[] {
  return patches.flatMap((patch) => checker.check(patch).map((fault) => ({ patch, fault })));
}

/** Looks at patches for one contract, at each only once. */
class PatchChecker {
  private readonly patchSchema: PatchSchema;
  private readonly known = new Map<ConfigPatch, ReadPatch>();

  constructor(
    private readonly contract: TalosContract,
    isUnknown?: IsUnknown,
  ) {
    this.patchSchema = new PatchSchema(contract, isUnknown);
  }

  public check(patch: ConfigPatch): readonly Fault[] {
    return this.read(patch).faults;
  }

  /** Faults that come of applying the patches, in their order, to the documents that a machine has without them. */
  public checkOn(
    machine: MachineSettings,
    documents: readonly Fields[],
    patches: readonly ConfigPatch[],
  ): readonly MachineFault[] {
    const { hostname, machineType } = machine;
    const made = new MadeDocuments(documents);
    const generated = generatedDocuments(this.contract, machineType);
    const config = new PatchedConfig(hostname, this.patchSchema.schema, [...generated, ...documents]);
    return patches.flatMap((patch) =>
      this.read(patch).documents.flatMap((document) =>
        applied(machine, config, made, document).map((found) => ({ ...found, patch })),
      ),
    );
  }

  private read(patch: ConfigPatch): ReadPatch {
    const known = this.known.get(patch);
    if (known !== undefined) return known;
    const { documents, faults } = readPatch(patch);
    const split = documents.map(splitDeletions);
    const own = [
      ...documents.flatMap((each) => this.dateFaults(each)),
      ...split.flatMap((each) => this.ownFaults(each)),
    ];
    const result = { documents: split, faults: [...faults, ...own] };
    this.known.set(patch, result);
    return result;
  }

  private dateFaults({ path, content, dates }: PatchDocument): readonly Fault[] {
    return dates
      .filter((place) => this.patchSchema.isHandedOn(content.kind, place))
      .map((place) => ({ path: [...path, ...place], message: dateWithoutQuotes() }));
  }

  private ownFaults(document: SplitDocument): readonly Fault[] {
    const { path, rest } = document;
    const schema = this.patchSchema.check(rest).map((fault) => ({ ...fault, path: [...path, ...fault.path] }));
    // a kind that the contract does not have is all there is to say
    const reserved = schema.some(({ path: [key] }) => key === 'kind') ? [] : reservedFields(document);
    return [...document.faults, ...schema, ...elsewhere(reserved, schema)];
  }
}

/** A fault that one machine shows; the same key on another machine means the same fault. */
interface MachineFault extends PatchFault {
  readonly key: string;
}

/** Faults of places that have no other. */
function elsewhere(faults: readonly Fault[], known: readonly Fault[]): readonly Fault[] {
  const places = new Set(known.map(({ path }) => path.join('.')));
  return faults.filter(({ path }) => !places.has(path.join('.')));
}

function applied(
  machine: MachineSettings,
  config: PatchedConfig,
  made: MadeDocuments,
  document: SplitDocument,
): readonly Omit<MachineFault, 'patch'>[] {
  const { path, rest, deletions } = document;
  const before = nodeConflicts(config.byKey);
  const taintsBefore = taintFaults(machine, config);
  const failed = deletions.flatMap((deletion) => {
    const message = made.keep(document, deletion) ?? config.delete(rest, deletion);
    const place = [...path, ...deletion.path];
    return message === undefined ? [] : [{ key: `delete ${place.join('.')}`, fault: { path: place, message } }];
  });
  const others = made.otherValues(document).map((fault) => ({ key: fault.path.join('.'), fault }));
  if (!deletions.some((deletion) => deletion.path.length === 0)) config.merge(rest);
  const conflicts = nodeConflicts(config.byKey).filter((message) => !before.includes(message));
  const taints = taintFaults(machine, config).filter(({ message }) =>
    taintsBefore.every((fault) => fault.message !== message),
  );
  const restricted = [
    ...restrictedFields(machine, document),
    ...taints.map((fault) => ({ ...fault, path: [...path, ...fault.path] })),
  ];
  return [
    ...failed,
    ...others,
    ...restricted.map((fault) => ({ key: fault.path.join('.'), fault })),
    ...conflicts.map((message) => ({ key: message, fault: { path, message } })),
  ];
}

function taintFaults({ hostname }: MachineSettings, { byKey }: PatchedConfig): readonly Fault[] {
  return taintConflicts(hostname, byKey.get('v1alpha1'));
}

function withoutRepeats(faults: readonly MachineFault[]): readonly PatchFault[] {
  const first = new Map<ConfigPatch, Map<string, Fault>>();
  for (const { patch, key, fault } of faults) {
    const ofPatch = first.get(patch) ?? new Map<string, Fault>();
    first.set(patch, ofPatch.set(key, ofPatch.get(key) ?? fault));
  }
  return [...first].flatMap(([patch, ofPatch]) => [...ofPatch.values()].map((fault) => ({ patch, fault })));
}
