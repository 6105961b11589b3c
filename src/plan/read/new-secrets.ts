import { RESOURCE_TYPES } from '../../resource-types';
import { readPlan } from './plan-json';

/** Resource types that generate random values, which exist only in the state. */
const MADE_OF_CHANCE: readonly string[] = [RESOURCE_TYPES.machineSecrets, RESOURCE_TYPES.tlsPrivateKey];

/**
 * The secrets that a plan creates for something else in it. OpenTofu writes the state every 20 seconds and at the end: if
 * they are lost in a power cut in between, the machines that already use them accept no client.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 * @returns addresses to apply before the rest; none if there is no rest
 */
export function newSecrets(planJson: unknown): readonly string[] {
  const changing = readPlan(planJson).resources.filter(({ action, imported }) => action !== 'none' || imported);
  const secrets = changing.filter(
    ({ type, action, imported }) => action === 'create' && !imported && MADE_OF_CHANCE.includes(type),
  );
  return secrets.length === changing.length ? [] : secrets.map(({ address }) => address);
}
