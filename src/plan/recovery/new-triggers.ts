import type { ImportBlock } from './import-block';
import { readPlan } from '../read/plan-json';
import { textsOf } from '../read/attributes';
import { blockOf } from '../read/written-stack';

/**
 * The `terraform_data` of `replace_triggered_by` that have to be in the state before machines are imported. To OpenTofu a trigger
 * that is new has changed, so it would replace a machine in the same apply that imports it.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 * @param stack the synthesized stack, parsed: a plan does not say what triggers what
 * @param found what is to be imported beside the imports of the plan
 * @returns addresses to apply before the rest; applying them asks no server and changes no machine
 */
export function newTriggers(planJson: unknown, stack: unknown, found: readonly ImportBlock[]): readonly string[] {
  const { resources } = readPlan(planJson);
  const imported = [
    ...resources.filter((resource) => resource.imported).map(({ address }) => address),
    ...found.map(({ to }) => to),
  ];
  const triggers = new Set(imported.flatMap((address) => triggersOf(stack, address)));
  return resources
    .filter(({ type, action, address }) => type === 'terraform_data' && action === 'create' && triggers.has(address))
    .map(({ address }) => address);
}

function triggersOf(stack: unknown, address: string): readonly string[] {
  const [type = '', name = ''] = address.split('.', 2);
  const references = textsOf(blockOf(stack, 'resource', type, name, 'lifecycle'), 'replace_triggered_by');
  // an attribute of a trigger triggers in the same way
  return references.map((reference) => reference.split('.', 2).join('.'));
}
