import { ProxmoxNode } from '../../src/constructs/node/proxmox-node';
import type { VirtualMachineSettings } from '../../src/virtual-machine/settings';
import { controlPlane, host, image, network } from './homelab';
import { type Changes, changedSpec, faultsOf } from './small-spec';
import { testStack } from './synth';

/** A rule of a virtual machine from both sides: settings that it lets through, and others that it refuses. */
export interface MachineRow {
  readonly title: string;
  /** Settings that both sides have in common. */
  readonly both?: VirtualMachineSettings;
  readonly good: VirtualMachineSettings;
  readonly bad: VirtualMachineSettings;
  /** The line that the bad side gets, behind the name of the machine. */
  readonly line: string;
  /** If the machine is a control plane, and not a worker. */
  readonly isControlPlane?: true;
}

/**
 * A test for each row and door: in a cluster file and on a construct the good side is taken, and the bad side is refused
 * with the same sentence and nothing else.
 */
export function testBothDoors(rows: readonly MachineRow[]): void {
  test.each(rows)('$title, in a cluster file', ({ both, good, bad, line, isControlPlane }) => {
    const name = isControlPlane ? 'ctrl-00' : 'work-00';
    expect(faultsOf(changedSpec(changesOf(name, { ...both, ...good })))).toEqual([]);
    expect(faultsOf(changedSpec(changesOf(name, { ...both, ...bad })))).toEqual([`nodes.${name}.${line}`]);
  });

  test.each(rows)('$title, on a construct', ({ both, good, bad, line, isControlPlane = false }) => {
    expect(faultsOfConstruct({ ...both, ...good }, isControlPlane)).toEqual([]);
    expect(faultsOfConstruct({ ...both, ...bad }, isControlPlane)).toEqual([`test/machine: ${line}`]);
  });
}

/** Lines with which a construct refuses settings; none if it takes them. */
export function faultsOfConstruct(settings: VirtualMachineSettings, isControlPlane = false): readonly string[] {
  const { stack } = testStack();
  try {
    new ProxmoxNode(stack, 'machine', {
      ...controlPlane({ machineType: isControlPlane ? 'controlplane' : 'worker', network: network() }),
      host: host(stack),
      image: image(stack),
      ...settings,
    });
    return [];
  } catch (error) {
    return (error as Error).message.split('\n');
  }
}

function changesOf(name: string, settings: VirtualMachineSettings): Changes {
  return Object.fromEntries(Object.entries(settings).map(([key, value]) => [`nodes.${name}.${key}`, value]));
}
