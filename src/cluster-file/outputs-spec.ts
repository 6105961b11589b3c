import { z } from 'zod';
import { directory } from '../forms/scalars';
import { type DeepReadonly, type NamedSchema, strictObject } from '../forms/strict-object';

const outputs = strictObject({
  /**
   * Put out the machine secrets, as `machine_secrets`.
   * @default false
   */
  machineSecrets: z.boolean().optional(),
  /**
   * Put out the machine configurations by node, as `machine_config`.
   * @default false
   */
  machineConfigurations: z.boolean().optional(),
  /**
   * Put out the client configuration of the Talos API, as `client_configuration`.
   * @default false
   */
  clientConfiguration: z.boolean().optional(),
  /**
   * Put out which versions each node has and which nodes are marked for an update, as `upgrade_status`.
   * @default false
   */
  upgradeStatus: z.boolean().optional(),
  /**
   * Directory inside the project, or an absolute path, that kubeconfig, talosconfig and machine configurations are written to, readable by the
   * owner only.
   * @default - no files
   */
  directory: directory.optional(),
});

/** Schema of the section `outputs`. */
export interface OutputsSpecSchema extends OutputsObject, NamedSchema {}
type OutputsObject = typeof outputs;

/** What the stack puts out beside `kube_config` and `talos_config`. */
export const outputsSpec: OutputsSpecSchema = outputs;

/** What the stack puts out beside `kube_config` and `talos_config`. */
export type OutputsSpec = DeepReadonly<z.input<typeof outputsSpec>>;
