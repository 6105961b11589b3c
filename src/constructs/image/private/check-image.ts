import type { Construct } from 'constructs';
import { rulesBroken } from '../../../errors/values';
import { factoryUrlWithoutScheme } from '../../../image/faults';
import { IMAGE_PARTS_KNOWN_AT_SYNTH, KNOWN_AT_SYNTH } from '../../../image/known-at-synth';
import { IMAGE_RULES } from '../../../image/rules';
import type { ImageSettings } from '../../../image/settings';
import { placedImageShape } from '../../../image/shape';
import type { Schematic } from '../../../values/schematic/schematic';
import { allLateFaults, lateFaults, settingFaults } from '../../private/check-settings';
import { isLate } from '../../private/late-values';
import { type ProxmoxHost, proxmoxHostKey } from '../../proxmox/proxmox-host';

/** Settings of an image, and the hosts that it is put on. */
interface ImageOnHosts extends ImageSettings {
  readonly hosts: readonly ProxmoxHost[];
  readonly bootloader?: string;
  readonly embeddedMachineConfiguration?: string;
}

/** Parts of an image that have no form, or a class of their own. */
interface ImageParts {
  readonly hosts?: readonly ProxmoxHost[];
  readonly schematic?: Schematic;
  readonly fileIds?: Readonly<Record<string, string>>;
  readonly guestAgent?: boolean;
  readonly extraKernelArgs?: readonly string[];
}

/**
 * Refuses values that only OpenTofu knows where nothing can be made of an image without the value.
 *
 * @throws one error with a line for each fault
 */
export function checkImageParts(image: Construct, { hosts, schematic, ...parts }: ImageParts): void {
  const names = hosts === undefined || isLate(hosts) ? hosts : hosts.map(namesOf);
  const faults = [
    ...lateFaults(IMAGE_PARTS_KNOWN_AT_SYNTH, { ...parts, hosts: names }),
    ...allLateFaults('schematic', schematic?.content),
  ];
  if (faults.length > 0) throw rulesBroken(image.node.path, faults);
}

function namesOf({ endpointName, nodeName, imageHost }: ProxmoxHost): object {
  return { endpointName, nodeName, imageHost };
}

/**
 * Checks the settings of an image.
 *
 * @throws one error with a line for each fault
 */
export function checkImage(image: Construct, { hosts, ...settings }: ImageOnHosts): void {
  const { factoryUrl = '' } = settings;
  const placed = hosts.map((host) => ({ key: proxmoxHostKey(host), imageDatastoreId: host.imageDatastoreId }));
  const check = { form: placedImageShape, rules: IMAGE_RULES, knownAtSynth: KNOWN_AT_SYNTH };
  const faults = [
    ...settingFaults(check, { ...settings, hosts: placed }),
    // the installer image is named by what follows the scheme
    ...(isLate(factoryUrl) && !/^https?:\/\//.test(factoryUrl) ? [factoryUrlWithoutScheme()] : []),
  ];
  if (faults.length > 0) throw rulesBroken(image.node.path, faults);
}
