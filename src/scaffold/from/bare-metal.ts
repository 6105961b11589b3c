import type { Entry } from './entry';
import { Bindings, leaveCode, recogniseProject } from './family';
import { publicAccess } from './left-over-texts';
import { putClusterEndpoint, putSubnet, putTalosVersion } from './nodes';
import type { RecognisedFiles, Source, SourceInput } from './source';
import { carryState } from './state-backend';

/** Maps of machines by their type. */
const NODES = [
  ['controlplane_nodes', 'controlplane'],
  ['worker_nodes', 'worker'],
] as const;

/** Variables of the tunnel and of what it publishes. */
const ACCESS = ['domain', 'admin_email', 'tunnel_id', 'apps', 'admin_access_emails', 'user_access_emails'];

/** Secrets, with the variables that a person has to keep for them. */
const SECRETS: readonly (readonly [name: string, variable: string])[] = [
  ['cloudflared_tunnel_token', 'SECRET_CLOUDFLARED_TUNNEL_TOKEN'],
  ['tailscale_auth_key', 'SECRET_TAILSCALE_AUTH_KEY'],
  ['cloudflare_api_token', 'CLOUDFLARE_API_TOKEN'],
  ['r2_access_key_id', 'AWS_ACCESS_KEY_ID'],
  ['r2_secret_access_key', 'AWS_SECRET_ACCESS_KEY'],
];

/** Services of extensions, the variable with the key of each, and its secret in the cluster file. */
const SERVICES = [
  ['cloudflared', 'TUNNEL_TOKEN', 'cloudflared-tunnel-token'],
  ['tailscale', 'TS_AUTHKEY', 'tailscale-auth-key'],
] as const;

/** The system bare-metal: physical machines that were booted by hand. */
export const bareMetal: Source = {
  name: 'bare-metal',
  recognisedBy: 'terraform.tfvars or variables.tf with controlplane_nodes, whose machines have node_ip',
  recognise: (files) => {
    const project = recogniseProject(files);
    const nodes = new Bindings(project).find('controlplane_nodes')?.children() ?? [];
    return nodes.some((node) => node.find('node_ip') !== undefined) ? project : undefined;
  },
  carry: carryBareMetal,
};

function carryBareMetal(recognised: RecognisedFiles, input: SourceInput): void {
  const { draft } = input;
  const bindings = new Bindings(recognised);
  leaveCode(recognised, input);
  const nodes = NODES.flatMap(([name, machineType]) =>
    (bindings.find(name)?.children() ?? []).map((node) => ({ node, machineType })),
  );
  const first = nodes[0]?.node.find('node_ip');
  draft.put(['name'], bindings.find('cluster_name'));
  putTalosVersion(draft, bindings.find('talos_version'));
  draft.put(['network', 'gateway'], bindings.find('gateway'));
  putSubnet(draft, first, bindings.find('netmask'));
  putClusterEndpoint(draft, bindings.find('cluster_endpoint'), first?.text);
  // the extensions come with the installer image
  draft.set(['talos', 'schematic', 'extensions'], ['siderolabs/cloudflared', 'siderolabs/tailscale']);
  for (const [service, variable, secret] of SERVICES) {
    draft.set(['secrets', secret], {});
    draft.set(['machine', 'extensionServices', service, 'environment', variable], { secret });
  }
  // as in the original, control planes run everything
  draft.set(['kubernetes', 'schedulingOnControlPlanes'], true);
  for (const { node, machineType } of nodes) carryMachine(node, machineType, input);
  for (const name of ACCESS) draft.leave(bindings.find(name), publicAccess());
  for (const name of ['cloudflare_account_id', 'cloudflare_zone_id']) draft.leave(bindings.find(name), publicAccess());
  for (const [name, variable] of SECRETS) draft.keepSecret(bindings.find(name), variable);
  draft.put(['state', 'backend', 's3', 'bucket'], bindings.find('r2_bucket_name'));
  draft.put(['state', 'backend', 's3', 'endpoint'], bindings.find('r2_endpoint'));
  for (const name of ['talosconfig_path', 'kubeconfig_path']) {
    draft.leave(
      bindings.find(name),
      'the commands talosconfig and kubeconfig write the files, readable by their owner only',
    );
  }
  carryState(bindings, input);
  input.assume('extensions are those of the original, cloudflared and tailscale, with their keys as secrets');
  input.assume('control planes take workloads, as in the code of the original');
}

function carryMachine(node: Entry, machineType: string, { draft }: SourceInput): void {
  const path = ['nodes', node.key];
  draft.set([...path, 'machineType'], machineType);
  draft.put([...path, 'address'], node.find('node_ip'));
  draft.put([...path, 'link'], node.find('interface'));
  draft.put([...path, 'installDisk'], node.find('install_disk'));
}
