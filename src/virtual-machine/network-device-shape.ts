import * as z from 'zod';
import { freeName, macAddress, proxmoxName, textThat, wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { interfaceForms, mtu, vlanShape } from '../network/interface-shape';
import { isDnsLabel } from '../values/dns-name';
import { MAX_NETWORK_DEVICES, MAX_NETWORK_QUEUES } from './limits';
import { writeCardName, writeMtu, writeRateLimit } from './network-device-faults';
import type { NetworkCardOptions, NetworkDeviceOptions, PrimaryNetworkDeviceOptions } from './network-device-settings';

/** `primary` stands for the first card where addresses of all are told. */
const cardName = freeName(textThat(writeCardName(), (text) => isDnsLabel(text) && !/^(?:\d+|primary)$/.test(text)));

const rateLimit = z.number({ error: writeRateLimit() }).min(0.001, { error: writeRateLimit() });

const cardForms = formsOf<NetworkCardOptions>()({
  model: z.enum(['virtio', 'e1000', 'e1000e', 'rtl8139', 'vmxnet3']).optional(),
  trunks: z.array(wholeNumber(1, 4094)).optional(),
  mtu: z.union([mtu, z.literal('bridge')], { error: writeMtu() }).optional(),
  queues: wholeNumber(1, MAX_NETWORK_QUEUES).optional(),
  firewall: z.boolean().optional(),
  rateLimitMegabytesPerSecond: rateLimit.optional(),
});

/** Form of `PrimaryNetworkDeviceOptions`. */
export const primaryNetworkDeviceShape = shapeOf<PrimaryNetworkDeviceOptions>('PrimaryNetworkDeviceOptions')({
  ...cardForms,
  vlans: z.array(vlanShape).optional(),
});

const networkDeviceShape = shapeOf<NetworkDeviceOptions>('NetworkDeviceOptions')({
  slot: wholeNumber(1, MAX_NETWORK_DEVICES - 1),
  bridge: proxmoxName.optional(),
  vlanId: wholeNumber(1, 4094).optional(),
  macAddress: macAddress.optional(),
  ...interfaceForms,
  ...cardForms,
});

/** Form of the network cards of a machine beside the first. */
export const networkDevicesForm = z.record(cardName, networkDeviceShape);
