import type { Fact, MachineScene } from '../picture/scene';
import type { MachineOverview, VmOverview } from './cluster-overview';
import { coresWords, memoryWords } from '../values/amount-words';

/** A machine as a diagram shows it. */
export function machineScene(machine: MachineOverview, vip: string | undefined): MachineScene {
  const { name, machineType, address, vm, link, installDisk } = machine;
  const isControlPlane = machineType === 'controlplane';
  return {
    name,
    role: isControlPlane ? { words: 'control plane', tone: 'control-plane' } : { words: 'worker', tone: 'worker' },
    facts: [
      { icon: 'address', words: address },
      ...(isControlPlane && vip !== undefined ? [{ icon: 'shared', words: `shares ${vip}` } as const] : []),
      ...(vm === undefined ? physicalFacts(link, installDisk) : virtualFacts(vm, link)),
    ],
  };
}

function virtualFacts(vm: VmOverview, link: string): readonly Fact[] {
  const id = vm.vmId === undefined ? '' : `VM ${vm.vmId} · `;
  const vlan = vm.vlanId === undefined ? '' : ` · VLAN ${vm.vlanId}`;
  return [
    { icon: 'cpu', words: `${id}${coresWords(vm.cpuCores)} · ${memoryWords(vm.memoryMiB)}` },
    ...vm.disks.map(({ interface: name, sizeGiB, datastoreId }) => ({
      icon: 'disk' as const,
      words: `${name} ${sizeGiB} GiB · ${datastoreId}`,
    })),
    ...vm.pciDevices.map((mapping) => ({ icon: 'device' as const, words: `PCI ${mapping}` })),
    { icon: 'network', words: `${link} · ${vm.bridge}${vlan}`, bridge: vm.bridge },
  ];
}

function physicalFacts(link: string, installDisk: string | undefined): readonly Fact[] {
  return [
    ...(installDisk === undefined ? [] : [{ icon: 'disk', words: installDisk } as const]),
    { icon: 'network', words: link },
  ];
}
