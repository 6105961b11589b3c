import { RESOURCE_TYPES } from '../../resource-types';
import type { PlannedResource } from './plan-json';

/** Why OpenTofu 1.12 replaces, removes or forgets a resource. */
const REASONS: readonly string[] = [
  'replace_because_cannot_update',
  'replace_because_tainted',
  'replace_by_request',
  'replace_by_triggers',
  'delete_because_no_resource_config',
  'delete_because_wrong_repetition',
  'delete_because_count_index',
  'delete_because_enabled_false',
  'delete_because_each_key',
  'delete_because_no_module',
  'delete_because_no_move_target',
  'forgot_because_lifecycle_destroy_in_state',
  'forgot_because_lifecycle_destroy_in_config',
];

/** Types of siderolabs/talos that the guard judges, or that hold no machine. */
const TALOS_TYPES: readonly string[] = [
  RESOURCE_TYPES.machineSecrets,
  RESOURCE_TYPES.machineConfigurationApply,
  RESOURCE_TYPES.machineBootstrap,
  RESOURCE_TYPES.clusterKubeconfig,
  RESOURCE_TYPES.imageFactorySchematic,
];

/** Beginnings of the names of what bpg/proxmox has beside machines, and that holds no data of one. */
const PROXMOX_TYPES =
  /^proxmox_(?:virtual_environment_)?(?:acl|acme_|apt_|backup_job|certificate|cluster_|dns|download_file|file|firewall_|group|ha|hardware_mapping_|hosts|metrics_server|network_linux_|node_config|node_firewall|oci_image|pool|realm_|replication|role|sdn_|storage_|time|user)/;

/** True if the guard knows the reason for a change. */
export function isKnownReason(reason: string): boolean {
  return REASONS.includes(reason);
}

/** True if the guard knows how a change of the resource affects machines and data. */
export function isKnownType({ type, provider = '' }: PlannedResource): boolean {
  if (type === RESOURCE_TYPES.virtualMachine) return true;
  if (type.startsWith('talos_') || provider.endsWith('/siderolabs/talos')) return TALOS_TYPES.includes(type);
  if (type.startsWith('proxmox_') || provider.endsWith('/bpg/proxmox')) return PROXMOX_TYPES.test(type);
  return true;
}
