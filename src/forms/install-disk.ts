import * as z from 'zod';
import { type InstallDiskSelector, InstallDiskType, isInstallDiskSize } from '../values/install-disk-settings';
import { oneLine } from './machine-scalars';
import { writeInstallDiskSize, writeSomeProperty } from './machine-scalar-texts';
import { absolutePath, oneOf, textThat } from './scalars';
import { interfaceNames, shapeOf } from './shape';

const selector = shapeOf<InstallDiskSelector>('InstallDiskSelector')({
  type: oneOf(InstallDiskType).optional(),
  size: textThat(writeInstallDiskSize(), isInstallDiskSize).optional(),
  model: oneLine.optional(),
  serial: oneLine.optional(),
  wwid: oneLine.optional(),
  uuid: oneLine.optional(),
  modalias: oneLine.optional(),
  busPath: oneLine.optional(),
})
  .refine((written) => Object.values(written).some((value) => value !== undefined), writeSomeProperty())
  .register(interfaceNames, { name: 'InstallDiskSelector' });

/** A disk that Talos is installed on: a path, or what is known of it. */
export const installDisk = z.union([absolutePath('/dev/nvme0n1'), selector]);
