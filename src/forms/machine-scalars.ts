import * as z from 'zod';
import { isDnsName } from '../values/dns-name';
import { isIpAddress } from '../values/ip-address';
import { isQuantity } from '../values/quantity';
import { isSubnetChoice } from '../values/subnet-choice';
import {
  writeAddressWithPort,
  writeCertificates,
  writeLogReceiver,
  writeOneLine,
  writePorts,
  writeQuantity,
  writeRegistry,
  writeServiceName,
  writeSubnetChoice,
  writeVariableName,
  writeVolumeLimit,
  writeVolumeName,
  writeVolumeSize,
} from './machine-scalar-texts';
import { settingThat, textOf, textThat } from './scalars';

/** An amount of processors or memory. */
export const quantity = settingThat(writeQuantity(), isQuantity);

/** A registry of container images, or all that are not named. */
export const registryName = textThat(writeRegistry(), (text) => text === '*' || isRegistryHost(text));

/** A registry of container images. */
export const registryHost = textThat(writeRegistry(), isRegistryHost);

/** Name of a service of Talos. */
export const serviceName = textOf(writeServiceName(), /^[a-z0-9_-]+$/);

/** Name of a variable of a program. */
export const variableName = textOf(writeVariableName(), /^[A-Za-z_][A-Za-z0-9_]*$/);

/** Where a receiver of logs listens. */
export const logReceiver = textThat(writeLogReceiver(), (text) => {
  const [, host] = /^(?:tcp|udp):\/\/([^/]+:\d+)\/?$/.exec(text) ?? [];
  return host !== undefined && isRegistryHost(host);
});

/** An address with a port. */
export const addressWithPort = textThat(writeAddressWithPort(), (text) => {
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text) ?? [];
  return isIpAddress(bracketed ?? plain) && Number(port) > 0 && Number(port) < 65_536;
});

/** A port, or a range of ports. */
export const portRange = z.union([z.int(), z.string()], { error: writePorts() }).refine(isPortRange, {
  error: writePorts(),
});

/** Name of a volume. */
export const volumeName = textOf(writeVolumeName(), /^[A-Za-z0-9-]{1,34}$/);

/** Size of a volume. */
export const volumeSize = textOf(writeVolumeSize(), /^\d+(?:\.\d+)?[KMGTPE]i?B$/);

/** Largest size of a volume. */
export const volumeLimit = textOf(writeVolumeLimit(), /^(?:-?\d+(?:\.\d+)?[KMGTPE]i?B|\d{1,2}%|100%)$/);

/** Text of one line. */
export const oneLine = textOf(writeOneLine(), /^[^\n]*\S[^\n]*$/);

/** Certificates as PEM text, and nothing beside. */
export const certificates = textOf(
  writeCertificates(),
  /^(?:\s*(?:#[^\n]*\n\s*)*-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----)+\s*$/,
);

/** A network or an address, or one that is excluded. */
export const subnetChoice = textThat(writeSubnetChoice(), isSubnetChoice);

function isPortRange(value: number | string): boolean {
  const [, first, last = first] = /^(\d{1,5})(?:-(\d{1,5}))?$/.exec(String(value)) ?? [];
  return first !== undefined && Number(first) > 0 && Number(first) <= Number(last) && Number(last) < 65_536;
}

function isRegistryHost(text: string): boolean {
  const [, bracketed, plain = '', port] = /^(?:\[([^\]]+)\]|([^:]+))(?::(\d{1,5}))?$/.exec(text) ?? [];
  const isHost = bracketed === undefined ? isDnsName(plain) || isIpAddress(plain) : isIpAddress(bracketed);
  return isHost && (port === undefined || (Number(port) > 0 && Number(port) < 65_536));
}
