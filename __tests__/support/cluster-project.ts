import { CliProject } from './cli';

/** A complete cluster of one virtual machine. */
export const LAB = `name: lab
talos: { version: v1.13.9, contract: v1.13, schematic: { extensions: [siderolabs/qemu-guest-agent] } }
kubernetes: { version: v1.36.3, schedulingOnControlPlanes: true }
network: { subnet: 10.0.0.0/24, gateway: 10.0.0.1 }
proxmox:
  endpoints:
    main:
      url: https://pve1.example:8006
      hosts: { pve1: { imageDatastoreId: local, diskDatastoreId: local-lvm, networkBridge: vmbr0 } }
nodes:
  cp-1: { machineType: controlplane, host: pve1, address: 10.0.0.11 }
state: { encryption: 'on' }
`;

/** A project with cluster files. */
export function clusterProject(files: Readonly<Record<string, string>> = { lab: LAB }): CliProject {
  const project = new CliProject();
  for (const [name, text] of Object.entries(files)) project.write(`stacks/clusters/${name}.yaml`, text);
  return project;
}
