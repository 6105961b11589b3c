import type { Construct } from 'constructs';
import type { ITalosImage } from '../../image/talos-image';
import { resourceReference } from '../../private/plain-reference';
import { TerraformData } from '../../private/terraform-data';

/**
 * Remembers which image a machine was made from, and changes exactly when the machine shall boot another one.
 *
 * @returns a plain reference for `replace_triggered_by`
 */
export function createReplacementTrigger(scope: Construct, image: ITalosImage): string {
  const input = `${image.schematicId}-${image.talosVersion.tag}`;
  return resourceReference(new TerraformData(scope, 'boot-image', { input }));
}
