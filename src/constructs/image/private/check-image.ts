import { Token } from 'cdktf';
import type { Construct } from 'constructs';
import { rulesBroken } from '../../../errors/values';
import { factoryUrlWithoutScheme } from '../../../image/faults';
import { KNOWN_AT_SYNTH } from '../../../image/known-at-synth';
import { IMAGE_RULES } from '../../../image/rules';
import type { ImageSettings } from '../../../image/settings';
import { placedImageShape } from '../../../image/shape';
import { settingFaults } from '../../private/check-settings';
import { type ProxmoxHost, proxmoxHostKey } from '../../proxmox/proxmox-host';

/** Settings of an image, and the hosts that it is put on. */
interface ImageOnHosts extends ImageSettings {
  readonly hosts: readonly ProxmoxHost[];
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
    ...(Token.isUnresolved(factoryUrl) && !/^https?:\/\//.test(factoryUrl) ? [factoryUrlWithoutScheme()] : []),
  ];
  if (faults.length > 0) throw rulesBroken(image.node.path, faults);
}
