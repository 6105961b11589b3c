import fc from 'fast-check';
import { type JudgeRequest } from '../../../judge';
import { machineShapes } from '../../../src/machine-config/machine-shapes';
import { checkPatches } from '../../../src/machine-config/patches/patch-check';
import type { MachineSettings } from '../../../src/machine-config/settings/machine';
import type { ClusterModel } from '../../../src/model';
import { parseClusterSpec } from '../../../src/model';
import { ClusterSpecError } from '../../../src/cluster-file';
import { EXAMPLES } from '../cluster-stack';
import { projectRoot } from '../project';
import { ANY, type Choices, complete } from './choices';
import { clusterFiles } from './cluster-files';
import { type ClusterFrame, HARDWARE, RELEASES } from './cluster-frame';
import { COMMON_PATCHES, WRONG_PATCHES, type ListedPatch } from './patch-files';
import { randomPatch } from './random-patches';

/** One machine configuration of the corpus. */
export interface Configuration {
  /** Where it comes from. */
  readonly name: string;
  readonly request: JudgeRequest;
  /** Talos version of the image that the machine boots. */
  readonly talosVersion: string;
  /** Faults that synth finds in its patches before Talos is asked. */
  readonly faults: readonly string[];
}

/** Configurations, and the cluster files that they come from. */
export interface Corpus {
  readonly configurations: readonly Configuration[];
  readonly files: readonly unknown[];
  /** Cluster files that were generated and that synth refuses. */
  readonly refusedFiles: number;
}

/** Files that are drawn until one is taken. */
const TRIES = 20;

/** Turns after which every form of everything has been taken in a complete file. */
const TURNS = 3;

/** Turns with the contract before the newest, which has settings that the newest has not. */
const TURNS_BEFORE = 1;

/**
 * The examples, cluster files that have every key, and so many further configurations of any cluster files that there are
 * as many as asked for. Patches are added to the machines of these, right ones and wrong ones.
 *
 * @param seed the same seed gives the same corpus
 */
export function makeCorpus(count: number, seed: number): Corpus {
  const corpus = new CorpusBuilder(seed);
  for (const [name, spec] of Object.entries(EXAMPLES)) corpus.add(name, spec, false);
  for (let round = 0; round < (TURNS + TURNS_BEFORE) * HARDWARE.length; round++) {
    const turn = Math.floor(round / HARDWARE.length);
    const choices = complete(turn % TURNS);
    const frame = frameOf(round, turn < TURNS ? 0 : 1);
    // a patch beside settings that it contradicts makes a file that is refused
    const isTaken = Array.from({ length: TRIES }).some(() => corpus.generate(choices, frame, false));
    if (!isTaken) throw new Error(`no file with every key is taken in round ${round}`);
  }
  for (let round = 0; corpus.size < count; round++) {
    corpus.generate(ANY, frameOf(round, Math.floor(round / HARDWARE.length)), true);
  }
  return corpus.built(count);
}

/**
 * A kind of machines and a contract.
 *
 * @param age of the contract: 0 is the newest
 */
function frameOf(round: number, age: number): ClusterFrame {
  const [hardware = 'both', release] = [HARDWARE[round % HARDWARE.length], RELEASES.at(-1 - (age % RELEASES.length))];
  if (release === undefined) throw new Error('there is no contract');
  return { ...release, hardware };
}

class CorpusBuilder {
  private readonly configurations = new Map<string, Configuration>();
  private readonly files: unknown[] = [];
  private refusedFiles = 0;
  private drawn = 0;

  constructor(private readonly seed: number) {}

  public get size(): number {
    return this.configurations.size;
  }

  public built(count: number): Corpus {
    const configurations = [...this.configurations.values()].slice(0, count);
    return { configurations, files: this.files, refusedFiles: this.refusedFiles };
  }

  /** Adds a file, and says if it was taken. */
  public generate(choices: Choices, frame: ClusterFrame, withPatches: boolean): boolean {
    const spec = this.draw(clusterFiles(choices, frame));
    return this.add(`${frame.contract} ${frame.hardware} ${this.drawn}`, spec, withPatches);
  }

  public add(name: string, spec: unknown, withPatches: boolean): boolean {
    const model = this.read(spec);
    if (model === undefined) return false;
    this.files.push(spec);
    for (const node of model.nodes) this.addMachine(`${name} ${node.name}`, model, node.name, withPatches);
    return true;
  }

  private addMachine(name: string, model: ClusterModel, nodeName: string, withPatches: boolean): void {
    const node = model.nodes.find((each) => each.name === nodeName);
    const image = model.images.find(({ key }) => key === node?.imageKey);
    if (node === undefined || image === undefined) throw new Error(`${nodeName} has no image`);
    const machine = withPatches ? this.patched(model, node.machine) : node.machine;
    const [shape] = machineShapes(model.cluster, [machine]);
    if (shape === undefined) throw new Error(`${nodeName} has no configuration`);
    const { placesIn: _, ...request } = shape.request;
    const key = JSON.stringify(request);
    if (this.configurations.has(key)) return;
    this.configurations.set(key, {
      name,
      request,
      talosVersion: image.talosVersion.tag,
      faults: checkPatches(model.cluster, [machine]).map(({ fault }) => fault.message),
    });
  }

  private patched({ cluster }: ClusterModel, machine: MachineSettings): MachineSettings {
    const { configPatches = [] } = machine;
    const machineType: string = machine.machineType;
    const contract = cluster.contract.tag;
    const isFor = ({ on }: ListedPatch) => on === 'all' || on === machineType;
    const text = (list: readonly ListedPatch[]) => fc.constantFrom(...list.filter(isFor).map((each) => each.text));
    const patch = fc.oneof(
      { arbitrary: text(COMMON_PATCHES), weight: 4 },
      { arbitrary: text(WRONG_PATCHES), weight: 2 },
      { arbitrary: randomPatch(contract), weight: 3 },
    );
    const added = this.draw(fc.array(patch, { maxLength: 2 }));
    return {
      ...machine,
      configPatches: [...configPatches, ...added.map((content) => ({ origin: 'corpus', content }))],
    };
  }

  private read(spec: unknown): ClusterModel | undefined {
    try {
      return parseClusterSpec(spec, { directory: projectRoot, environment: {} });
    } catch (error) {
      if (!(error instanceof ClusterSpecError)) throw error;
      this.refusedFiles += 1;
      return undefined;
    }
  }

  private draw<T>(arbitrary: fc.Arbitrary<T>): T {
    this.drawn += 1;
    const [value] = fc.sample(arbitrary, { seed: this.seed + this.drawn, numRuns: 1 });
    return value as T;
  }
}
