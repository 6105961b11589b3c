import { Testing } from 'cdktf';
import { parseClusterSpec } from '../../src/model';
import { ClusterStack } from '../../src/stack';
import { deterministicMac } from '../../src/values/deterministic-mac';
import { changedSpec, type Changes } from '../support/small-spec';

interface Stack {
  readonly output: Readonly<Record<string, { readonly value: unknown; readonly sensitive?: boolean }>>;
  readonly resource: {
    readonly proxmox_virtual_environment_vm: Readonly<
      Record<string, { readonly name: string; readonly network_device: readonly { readonly mac_address: string }[] }>
    >;
  };
}

function stackOf(changes: Changes, id = 'home'): Stack {
  const model = parseClusterSpec(changedSpec(changes), { environment: {} });
  return new ClusterStack(Testing.app(), id, { model }).toTerraform() as Stack;
}

const CHANGES: Changes = {
  'outputs.macAddresses': true,
  'nodes.ctrl-00.macAddress': 'bc-24-11-00-00-11',
  'nodes.work-00.dhcp': true,
  'nodes.work-00.networkDevices': { storage: { slot: 1 } },
  'nodes.work-01': { machineType: 'worker', host: 'pve1', address: '10.0.0.22' },
};

test('the output has the addresses that are known, by machine and card', () => {
  expect(stackOf(CHANGES).output.mac_addresses).toEqual({
    value: {
      'ctrl-00': { primary: 'BC:24:11:00:00:11' },
      'work-00': {
        primary: deterministicMac('home', 'work-00'),
        storage: deterministicMac('home', 'work-00', 'storage'),
      },
    },
    description: 'MAC addresses that are known before the machines are made, by machine and network card.',
  });
});

test('they are those that the machines get, however the stack is called', () => {
  const { output, resource } = stackOf(CHANGES, 'other');
  const machines = Object.values(resource.proxmox_virtual_environment_vm);
  const worker = machines.find(({ name }) => name === 'work-00');
  expect(worker?.network_device.map((device) => device.mac_address)).toEqual(
    Object.values((output.mac_addresses?.value as Record<string, Record<string, string>>)['work-00'] ?? {}),
  );
});

test('nothing is put out unless it is asked for', () => {
  expect(stackOf({ ...CHANGES, 'outputs.macAddresses': false }).output).not.toHaveProperty('mac_addresses');
});
