import { BareMetalNode, type BareMetalNodeProps } from '../../src/constructs/node/bare-metal-node';
import { cluster, controlPlane, image, network, nodes, settings as clusterSettings } from './homelab';
import { type Changes, changedSpec, faultsOf } from './small-spec';
import { synthesize, testStack } from './synth';
import { TalosContract } from '../../src/values/talos-contract';

/** Settings of Talos on one machine. */
export type MachineOptions = Partial<Omit<BareMetalNodeProps, 'image' | 'network'>>;

/** A rule of a setting from both sides: settings that it lets through, and others that it refuses. */
export interface SettingRow<T> {
  readonly title: string;
  /** Settings that both sides have in common. */
  readonly both?: T;
  readonly good: T;
  readonly bad: T;
  /** The line that the bad side gets, behind the place of the settings. */
  readonly line: string;
  /** Contract of the cluster. */
  readonly contract?: string;
  /** If the machine is a control plane, and not a worker. */
  readonly isControlPlane?: true;
}

/**
 * A test for each row and door: in a cluster file and on the constructs the good side is taken, and the bad side is
 * refused with the same sentence and nothing else.
 */
export function testMachineDoors(rows: readonly SettingRow<MachineOptions>[]): void {
  test.each(rows)('$title, in a cluster file', ({ both, good, bad, line, isControlPlane, contract }) => {
    const name = isControlPlane ? 'ctrl-00' : 'work-00';
    const spec = (options: MachineOptions) =>
      faultsOf(changedSpec({ ...contractOf(contract), ...placed(`nodes.${name}`, { ...both, ...options }) }));
    expect(spec(good)).toEqual([]);
    expect(spec(bad)).toEqual([`nodes.${name}.${line.replace('MACHINE', name)}`]);
  });

  test.each(rows)('$title, on constructs', ({ both, good, bad, line, isControlPlane, contract }) => {
    const faults = (options: MachineOptions) => machineFaults({ ...both, ...options }, isControlPlane, contract);
    expect(faults(good)).toEqual([]);
    const [found = '', ...others] = faults(bad).map((fault) => fault.replace(/(?<=: )machine(?= is a)/, 'MACHINE'));
    expect(others).toEqual([]);
    // a fault of form shows at the machine, one that the cluster decides at the cluster
    expect([`test/machine: ${line}`, `test/cluster: machine machine: ${line}`]).toContain(found);
  });
}

/** The same for settings of Kubernetes. */
export function testKubernetesDoors(rows: readonly SettingRow<Readonly<Record<string, unknown>>>[]): void {
  test.each(rows)('$title, in a cluster file', ({ both, good, bad, line }) => {
    expect(faultsOf(changedSpec(placed('kubernetes', { ...both, ...good })))).toEqual([]);
    expect(faultsOf(changedSpec(placed('kubernetes', { ...both, ...bad })))).toEqual([`kubernetes.${line}`]);
  });

  test.each(rows)('$title, on constructs', ({ both, good, bad, line }) => {
    expect(kubernetesFaults({ ...both, ...good })).toEqual([]);
    expect(kubernetesFaults({ ...both, ...bad })).toEqual([`test/cluster: kubernetes.${line}`]);
  });
}

function placed(place: string, settings: object): Changes {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [`${place}.${key}`, value as unknown]));
}

function contractOf(contract: string | undefined): Changes {
  if (contract === undefined) return {};
  const kubernetes = contract === 'v1.13' ? 'v1.36.3' : 'v1.32.3';
  return { 'talos.contract': contract, 'talos.version': `${contract}.0`, 'kubernetes.version': kubernetes };
}

function machineFaults(options: MachineOptions, isControlPlane = false, contract = 'v1.13'): readonly string[] {
  return faultsOfMaking((stack) => {
    const machine = new BareMetalNode(stack, 'machine', {
      ...controlPlane({ machineType: isControlPlane ? 'controlplane' : 'worker', network: network() }),
      address: '10.0.0.99',
      image: image(stack),
      installDisk: '/dev/sda',
      ...options,
    });
    cluster(stack, { nodes: [...nodes(stack, 1), machine], contract: TalosContract.of(contract) });
  });
}

function kubernetesFaults(settings: object): readonly string[] {
  return faultsOfMaking((stack) => {
    cluster(stack, { nodes: nodes(stack, 1), kubernetes: { ...clusterSettings().kubernetes, ...settings } });
  });
}

function faultsOfMaking(make: (stack: ReturnType<typeof testStack>['stack']) => void): readonly string[] {
  const { stack } = testStack();
  try {
    make(stack);
    synthesize(stack);
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}
