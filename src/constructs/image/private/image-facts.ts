import { TerraformStack, Token } from 'cdktf';
import type { Construct } from 'constructs';
import {
  factoryUrlNotHttp,
  hostWithTwoImageDatastores,
  imageFileNameNotPlain,
  platformNotForVirtualMachines,
} from '../../../errors/constructs';
import { Architecture } from '../../../values/architecture';
import { BootRoute } from '../../../values/boot-route';
import type { Complete } from '../../../values/complete';
import { nothingLeft } from '../../../values/nothing-left';
import { Platform } from '../../../values/platform';
import type { Rule } from '../../../values/rule';
import { Schematic } from '../../../values/schematic/schematic';
import { isPlainUrl } from '../../../values/url';
import { type ProxmoxHost, proxmoxHostKey } from '../../proxmox/proxmox-host';
import type { TalosImageProps } from '../talos-image-props';
import type { FactoryImage } from './factory-assets';

/** Image Factory of the makers of Talos. */
export const DEFAULT_FACTORY_URL = 'https://factory.talos.dev';

/** A Talos image with every default filled in. */
export interface ImageFacts extends FactoryImage {
  /** What is built in. */
  readonly schematic: Schematic;
  /** How the image gets onto a disk. */
  readonly bootRoute: BootRoute;
  /** Without ending. */
  readonly fileName: string;
  /** Each host once. */
  readonly hosts: readonly ProxmoxHost[];
  /** Hosts that were named with more than one datastore for images. */
  readonly ambiguousHosts: readonly string[];
}

/** Fills in what the props leave open. */
export function imageFacts(image: Construct, props: Omit<TalosImageProps, 'talosProvider'>): Complete<ImageFacts> {
  const {
    talosVersion,
    schematic = Schematic.vanilla(),
    platform = Platform.NOCLOUD,
    architecture = Architecture.AMD64,
    bootRoute = BootRoute.IMPORT,
    factoryUrl = DEFAULT_FACTORY_URL,
    hosts,
    fileName,
    ...rest
  } = props;
  nothingLeft(rest);
  const named = [TerraformStack.of(image).node.id, schematic.shortId, talosVersion.tag, platform, architecture];
  const hostsByKey = new Map(hosts.map((host) => [proxmoxHostKey(host), host]));
  return {
    talosVersion,
    schematic,
    schematicId: schematic.id,
    platform,
    architecture,
    bootRoute,
    factoryUrl: factoryUrl.replace(/\/+$/, ''),
    fileName: fileName ?? named.join('-'),
    hosts: [...hostsByKey.values()],
    ambiguousHosts: hosts
      .filter((host) => host.imageDatastoreId !== hostsByKey.get(proxmoxHostKey(host))?.imageDatastoreId)
      .map(proxmoxHostKey),
  };
}

/** What must hold for an image. */
export const IMAGE_RULES: readonly Rule<ImageFacts>[] = [
  {
    condition: (image) => Token.isUnresolved(image.factoryUrl) || isPlainUrl(image.factoryUrl, ['https', 'http']),
    message: (image) => factoryUrlNotHttp(image.factoryUrl),
  },
  {
    // what Proxmox VE takes as the name of a file in a datastore
    condition: (image) => /^[A-Za-z0-9][A-Za-z0-9_.-]*$/.test(image.fileName),
    message: (image) => imageFileNameNotPlain(image.fileName),
  },
  {
    condition: (image) => image.hosts.length === 0 || image.platform === Platform.NOCLOUD,
    message: (image) => platformNotForVirtualMachines(image.platform),
  },
  {
    condition: (image) => image.ambiguousHosts.length === 0,
    message: (image) => hostWithTwoImageDatastores(image.ambiguousHosts),
  },
];
