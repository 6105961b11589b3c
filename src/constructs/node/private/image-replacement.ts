import type { Construct } from 'constructs';
import type { ITalosImage } from '../../image/talos-image';
import { TerraformData } from '../../private/terraform-data';

/** Remembers which image a machine was made from, and changes exactly when the machine shall boot another one. */
export function createReplacementTrigger(scope: Construct, image: ITalosImage): TerraformData {
  const input = `${image.schematicId}-${image.talosVersion.tag}${image.secureBoot === true ? '-secureboot' : ''}`;
  return new TerraformData(scope, 'boot-image', { input });
}
