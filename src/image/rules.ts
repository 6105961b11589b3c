import { platformNotForVirtualMachines } from '../errors/platforms';
import { Platform } from '../values/platform';
import {
  type KnownSettings,
  type PartRule,
  rulesOfParts,
  type SettingRule,
  type SettingRules,
} from '../values/setting-rule';
import { isWholeConfiguration } from '../values/schematic/embedded-configuration';
import { bootloaderUnsigned, embeddedConfigurationWhole, hostWithTwoImageDatastores } from './faults';
import type { ImageSettings } from './settings';

/** A Proxmox VE host that an image is put on. */
export interface ImageHost {
  /** Name of the host among all endpoints. */
  readonly key: string;
  /** Datastore that images are downloaded to. */
  readonly imageDatastoreId: string;
}

/** An image and the hosts that it is put on. */
export interface PlacedImage extends ImageSettings {
  /** The hosts, as they are written. */
  readonly hosts: readonly ImageHost[];
  /**
   * Boot loader that the schematic asks for.
   * @default - the one that suits the image
   */
  readonly bootloader?: string;
  /**
   * Machine configuration in the image, as YAML.
   * @default - none
   */
  readonly embeddedMachineConfiguration?: string;
}

const PLATFORM_RULE: SettingRule<PlacedImage> = {
  at: () => ['platform'],
  condition: ({ settings: { platform = Platform.NOCLOUD, hosts = [] } }) =>
    hosts.length === 0 || platform === Platform.NOCLOUD,
  message: ({ settings: { platform = '' } }) => platformNotForVirtualMachines(platform),
};

const BOOTLOADER_RULE: SettingRule<PlacedImage> = {
  at: () => ['schematic', 'bootloader'],
  condition: ({ settings: { secureBoot, bootloader } }) => secureBoot !== true || startsSigned(bootloader),
  message: ({ settings: { bootloader = '' } }) => bootloaderUnsigned(bootloader),
};

const EMBEDDED_CONFIGURATION_RULE: SettingRule<PlacedImage> = {
  at: () => ['schematic', 'embeddedMachineConfiguration'],
  condition: ({ settings: { embeddedMachineConfiguration: text } }) =>
    text === undefined || !isWholeConfiguration(text),
  message: () => embeddedConfigurationWhole(),
};

/** If a boot loader starts signed images; none is the one that suits the image. */
export function startsSigned(bootloader: string | undefined): boolean {
  return bootloader === undefined || bootloader === 'sd-boot';
}

/** A host that is named again. */
interface HostAgain {
  readonly key: string;
  readonly index: number;
  readonly first: string;
  readonly got: string;
}

const HOST_RULE: PartRule<HostAgain> = {
  at: ({ index }) => ['hosts', index],
  condition: ({ first, got }) => first === got,
  message: ({ key, first, got }) => hostWithTwoImageDatastores(key, first, got),
};

/** Conditions of an image on hosts. */
export const IMAGE_RULES: SettingRules<PlacedImage> = [
  PLATFORM_RULE,
  BOOTLOADER_RULE,
  EMBEDDED_CONFIGURATION_RULE,
  rulesOfParts(hostsAgain, [HOST_RULE]),
];

function hostsAgain({ settings: { hosts = [] } }: KnownSettings<PlacedImage>): readonly HostAgain[] {
  return hosts.flatMap((host, index) => {
    const { key, imageDatastoreId: got } = host ?? {};
    const first = hosts.slice(0, index).find((other) => other?.key === key)?.imageDatastoreId;
    return key === undefined || got === undefined || first === undefined ? [] : [{ key, index, first, got }];
  });
}
