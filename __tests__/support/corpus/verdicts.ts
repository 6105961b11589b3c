import { type JudgeAnswer, judgeMachineConfigurations } from '../../../judge';
import { type MachineConfigResult, machineConfigs } from '../tofu';
import type { Configuration } from './configurations';
import { type NodeKind, SimulatedNodes } from './simulated-nodes';

/** Verdicts of everybody who judges a configuration. */
export interface Verdict {
  readonly configuration: Configuration;
  readonly isAccepted: boolean;
  /** Where it is refused. */
  readonly step?: string;
  /** Disagreements, in words. */
  readonly disagreements: readonly string[];
  /** Why the machine refuses what only a machine can know. */
  readonly onlyMachine?: string;
}

/** The release whose library in the judge is asked about a contract. */
function libraryOf(contract: string): string {
  return contract === 'v1.14' ? 'v1.14.1' : 'v1.13.9';
}

/** Things that only the machine knows: its disks, its hardware, the Kubernetes versions of its release. */
const ONLY_MACHINE = /no disks matched the expression|image is not valid|\/sys\/class\/iommu/;

/** Configurations that one process is asked about: with their documents and texts, answers are large. */
const PORTION = 500;

/** Has the WebAssembly, the native program and simulated machines judge configurations. */
export async function judgeCorpus(configurations: readonly Configuration[]): Promise<readonly Verdict[]> {
  const nodes = await SimulatedNodes.start(configurations.flatMap(kindsOf));
  try {
    const verdicts: Verdict[] = [];
    for (let start = 0; start < configurations.length; start += PORTION) {
      const portion = configurations.slice(start, start + PORTION);
      const requests = portion.map(({ request }) => ({ ...request, documents: true, text: true }));
      const compiled = judgeMachineConfigurations(requests);
      const native = machineConfigs(requests);
      for (const [index, configuration] of portion.entries()) {
        verdicts.push(await judged(configuration, compiled[index], native[index], nodes));
      }
    }
    return verdicts;
  } finally {
    await nodes.stop();
  }
}

/** A machine of the release of the judge, and one that boots the image of the cluster file. */
function kindsOf({
  request: { mode, contract },
  talosVersion,
}: Configuration): readonly [library: NodeKind, own: NodeKind] {
  return [
    { talosVersion: libraryOf(contract), mode },
    { talosVersion, mode },
  ];
}

async function judged(
  configuration: Configuration,
  compiled: JudgeAnswer | undefined,
  native: MachineConfigResult | undefined,
  nodes: SimulatedNodes,
): Promise<Verdict> {
  if (compiled === undefined || native === undefined) throw new Error(`${configuration.name} has no answer`);
  const { faults = [] } = compiled;
  const isAccepted = faults.length === 0;
  const disagreements: string[] = [];
  if (withoutFiles(compiled) !== withoutFiles(native)) {
    disagreements.push(`WebAssembly: ${compiled.error ?? 'accepted'}\nnative: ${native.error ?? 'accepted'}`);
  }
  const step = faults[0]?.step;
  if (native.text === undefined) return { configuration, isAccepted, step, disagreements };

  const [library, own] = kindsOf(configuration);
  const refusal = await nodes.refusal(library, native.text);
  const onlyMachine = isAccepted && refusal !== undefined && ONLY_MACHINE.test(refusal) ? refusal : undefined;
  if (onlyMachine === undefined && words(refusal) !== words(compiled.error)) {
    disagreements.push(
      `judge: ${compiled.error ?? 'accepted'}\nmachine of ${library.talosVersion}: ${refusal ?? 'accepted'}`,
    );
  }
  if (isAccepted && configuration.faults.length === 0) {
    const ownRefusal = await nodes.refusal(own, native.text);
    if (ownRefusal !== undefined && !ONLY_MACHINE.test(ownRefusal)) {
      disagreements.push(`synth: accepted\nmachine of ${own.talosVersion}: ${ownRefusal}`);
    }
  }
  return { configuration, isAccepted, step, disagreements, onlyMachine };
}

/** A patch that Talos takes for the name of a file is refused by both; the module has no files at all. */
function withoutFiles(answer: object): string {
  return JSON.stringify(answer).replace(/Bad file number|Invalid argument/g, 'no such file or directory');
}

/** A message of gRPC has other blanks at its end. */
function words(text: string | undefined): string | undefined {
  return text?.replace(/\s+/g, ' ').trim();
}
