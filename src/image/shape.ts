import * as z from 'zod';
import { oneOf, proxmoxName, textOf, url } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { Architecture } from '../values/architecture';
import { BootRoute } from '../values/boot-route';
import { Platform } from '../values/platform';
import { writeFileName, writeRegistryPath } from './faults';
import type { ImageHost, PlacedImage } from './rules';
import type { ImageOrigin } from './settings';

/** Name of a file in a datastore of Proxmox VE. */
const fileName = textOf(writeFileName(), /^[A-Za-z0-9][A-Za-z0-9_.-]*$/);

/** A registry with a path; a name without a dot or a port would be a repository of Docker Hub. */
const registryPath = textOf(
  writeRegistryPath(),
  /^(?:[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+|[A-Za-z0-9-]+(?=:\d)|\[[0-9A-Fa-f:]+\])(?::\d+)?(?:\/[a-z0-9]+(?:[._-]+[a-z0-9]+)*)*$/,
);

/** Forms of `ImageOrigin`. */
export const imageOriginForms = formsOf<ImageOrigin>()({
  factoryUrl: url('https://factory.talos.dev', 'https', 'http').optional(),
  imageMirror: url('https://proxy.example.com', 'https', 'http').optional(),
  installerMirror: registryPath.optional(),
  architecture: oneOf(Architecture).optional(),
  platform: oneOf(Platform).optional(),
  bootRoute: oneOf(BootRoute).optional(),
  secureBoot: z.boolean().optional(),
});

/** Form of `PlacedImage`. */
export const placedImageShape = shapeOf<PlacedImage>('PlacedImage')({
  ...imageOriginForms,
  fileName: fileName.optional(),
  bootloader: z.string().optional(),
  embeddedMachineConfiguration: z.string().optional(),
  hosts: z.array(shapeOf<ImageHost>('ImageHost')({ key: z.string(), imageDatastoreId: proxmoxName })),
});
