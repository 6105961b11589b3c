import { type Fields, isFields, withoutEmpty } from '../fields';

/** Arguments, variables and resources of a component of the control plane. */
export interface ComponentFields {
  /** Further arguments. */
  readonly extraArgs?: unknown;
  /** Variables of the environment. */
  readonly env?: unknown;
  /** Processor and memory. */
  readonly resources?: unknown;
}

/** The fields that a component has in its document, of those that older contracts have; volumes are gone since. */
export function componentFieldsOf({ extraArgs, env, resources }: Fields): ComponentFields {
  return withoutEmpty({ extraArgs, env, resources });
}

/** Fields of a component in older contracts. */
export function componentOf(cluster: Fields | undefined, component: string): Fields | undefined {
  const fields = cluster?.[component];
  return isFields(fields) && Object.keys(fields).length > 0 ? fields : undefined;
}
