import { type ClusterSpec, MachineType } from 'cdktf-proxmox-talos';
import { parse } from 'yaml';
import { network } from './shared/network';

/** A cluster file that imports a module of the project and a package. */
export const cluster: ClusterSpec = {
  name: 'lab',
  talos: { version: 'v1.13.9', contract: 'v1.13' },
  kubernetes: parse('{ version: v1.36.3, schedulingOnControlPlanes: true }') as ClusterSpec['kubernetes'],
  network,
  nodes: {
    'cp-1': { machineType: MachineType.CONTROL_PLANE, address: '10.0.0.11', installDisk: '/dev/sda', link: 'eno1' },
  },
  state: { encryption: 'on' },
};
