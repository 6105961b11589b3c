import * as z from 'zod';
import { dnsLabel, hostReference, ipAddress, oneOf, someText } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { nodeTalosForms, oneMachineTalosForms, talosForms } from '../machine-config/shape';
import { Architecture } from '../values/architecture';
import { MachineType } from '../values/machine-type';
import { dataDisksForm } from '../virtual-machine/disk-shape';
import { virtualMachineForms, virtualMachineIdentityForms } from '../virtual-machine/shape';
import type { MachineKindSpec, MachineSpec, NodeDefaultsSpec, NodeSpec } from './node-settings';
import { patchChoice } from './patch-shape';
import { presetsShape } from './preset-shape';
import { schematicChoice } from './schematic-shape';

const { cpuCores, cpuType, memoryMiB, diskGiB, diskDatastoreId, osDisk, networkBridge, ...others } =
  virtualMachineForms;
const { vlanId, primaryNetworkDevice, networkDevices, ...hardwareForms } = others;

/** Forms of `MachineKindSpec`. */
export const machineKindForms = formsOf<MachineKindSpec>()({
  presets: presetsShape.optional(),
  host: hostReference.optional(),
  cpuCores,
  cpuType,
  memoryMiB,
  diskGiB,
  diskDatastoreId,
  osDisk,
  disks: dataDisksForm.optional(),
  networkBridge,
  vlanId,
  primaryNetworkDevice,
  networkDevices,
  link: someText.optional(),
  dhcp: z.boolean().optional(),
  dnsServers: z.array(ipAddress).optional(),
  ...hardwareForms,
  schematic: schematicChoice.optional(),
  update: z.boolean().optional(),
  ...oneMachineTalosForms,
  patches: z.array(patchChoice).optional(),
});

const nodeDefaultsForms = formsOf<NodeDefaultsSpec>()({
  ...machineKindForms,
  ...nodeTalosForms,
  architecture: oneOf(Architecture).optional(),
});

/** Form of `MachineSpec`. */
export const machineShape = shapeOf<MachineSpec>('MachineSpec')({
  presets: presetsShape.optional(),
  ...talosForms,
  topologyLabels: z.boolean().optional(),
});

/** Form of `NodeDefaultsSpec`. */
export const nodeDefaultsShape = shapeOf<NodeDefaultsSpec>('NodeDefaultsSpec')(nodeDefaultsForms);

/** Form of `NodeSpec`. */
export const nodeShape = shapeOf<NodeSpec>('NodeSpec')({
  machineType: oneOf(MachineType),
  address: ipAddress,
  size: dnsLabel.optional(),
  ...virtualMachineIdentityForms,
  ...nodeDefaultsForms,
});
