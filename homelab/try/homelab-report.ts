import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { columnWidths, tableLines } from '../../src/values/text-table';
import { getJson } from '../clients/https-client';
import { awaitNodes, type KubernetesNode, readKubeconfig } from '../clients/kubernetes-client';
import type { Homelab } from '../homelab';

/** Files with what signs in to a cluster that was made. */
export interface CredentialFiles {
  readonly kubeconfig: string;
  readonly talosconfig: string;
}

/** Writes the credentials of the cluster that was made, readable by their owner only. */
export async function writeCredentials({ directory, workspace }: Homelab): Promise<CredentialFiles> {
  const files = { kubeconfig: join(directory, 'kubeconfig'), talosconfig: join(directory, 'talosconfig') };
  const outputs = (await workspace.outputs()) as Record<'kube_config' | 'talos_config', string>;
  writeFileSync(files.kubeconfig, outputs.kube_config, { mode: 0o600 });
  writeFileSync(files.talosconfig, outputs.talos_config, { mode: 0o600 });
  return files;
}

/**
 * The machines of the cluster, as Proxmox VE and Kubernetes list them.
 *
 * @returns a table
 */
export async function machineTable(homelab: Homelab, { kubeconfig }: CredentialFiles): Promise<string> {
  const { model } = homelab.cluster;
  const machines = await virtualMachines(homelab);
  const nodes = await awaitNodes(readFileSync(kubeconfig, 'utf8'), model.nodes.length);
  const rows = model.nodes.map(({ name, machine, imageKey }) => {
    const image = model.images.find(({ key }) => key === imageKey);
    const vm = machines.find((found) => found.name === name);
    const node = nodes.find((found) => found.metadata.name === name);
    return [
      name,
      machine.machineType,
      vm === undefined ? 'physical' : `${vm.node}, VM ${vm.vmid}`,
      vm?.status ?? '',
      homelab.shownAddress(name),
      machine.address,
      `${image?.talosVersion.tag} ${image?.schematic.shortId}`,
      node === undefined ? 'no node' : `${node.status.nodeInfo.kubeletVersion}, ${readiness(node)}`,
    ];
  });
  return table(['machine', 'role', 'host', 'is', 'its address', 'on loopback', 'Talos, schematic', 'Kubernetes'], rows);
}

/** A virtual machine, as Proxmox VE lists it. */
interface ListedMachine {
  readonly name: string;
  readonly node: string;
  readonly vmid: number;
  readonly status: string;
}

/** Virtual machines of all endpoints of a homelab. */
export async function virtualMachines(homelab: Homelab): Promise<readonly ListedMachine[]> {
  const access = { ca: readFileSync(homelab.authorityFile) };
  const answers = homelab.cluster.model.endpoints.map(async ({ url, name }) => {
    const headers = { authorization: `PVEAPIToken=${homelab.apiToken(name)}` };
    const { data } = (await getJson(`${url.replace(/\/$/, '')}/api2/json/cluster/resources?type=vm`, {
      ...access,
      headers,
    })) as { data: readonly ListedMachine[] };
    return data;
  });
  return (await Promise.all(answers)).flat();
}

function readiness(node: KubernetesNode): 'Ready' | 'NotReady' {
  const ready = node.status.conditions?.find((condition) => condition.type === 'Ready');
  return ready?.status === 'True' ? 'Ready' : 'NotReady';
}

/** Commands with which a person looks around in a homelab that stays up; each works as it stands after the first. */
export function lookAround(homelab: Homelab, { kubeconfig }: CredentialFiles): string[] {
  const { directory, workspace, simulator } = homelab;
  const certificates = join(directory, 'kubernetes');
  const { server, ca, cert, key } = readKubeconfig(readFileSync(kubeconfig, 'utf8'));
  mkdirSync(certificates, { recursive: true, mode: 0o700 });
  for (const [name, content] of Object.entries({ 'ca.crt': ca, 'client.crt': cert, 'client.key': key })) {
    writeFileSync(join(certificates, name), content ?? '', { mode: 0o600 });
  }
  const settings = join(directory, 'env.sh');
  writeFileSync(settings, shellSettings(homelab), { mode: 0o600 });
  const [endpoint] = homelab.cluster.model.endpoints;
  return [
    `. ${settings}`,
    `tofu -chdir=${workspace.directory} state list`,
    `tofu -chdir=${workspace.directory} plan`,
    `curl --silent --cacert ${homelab.authorityFile} --header "Authorization: PVEAPIToken=$PROXMOX_API_TOKEN" ` +
      `${endpoint?.url}/api2/json/cluster/resources?type=vm`,
    `curl --silent --cacert ${certificates}/ca.crt --cert ${certificates}/client.crt --key ${certificates}/client.key ` +
      `${server}/api/v1/nodes`,
    `curl --silent ${simulator.control}/journal`,
    `curl --silent ${simulator.control}/inventory`,
  ];
}

function shellSettings(homelab: Homelab): string {
  const { program, env } = homelab.workspace.shell();
  const { HOME: home = '', TMPDIR: temporary = '', PATH: _path, ...settings } = env;
  const [endpoint] = homelab.cluster.model.endpoints;
  const token: Record<string, string> =
    endpoint === undefined ? {} : { PROXMOX_API_TOKEN: homelab.apiToken(endpoint.name) };
  const exports = Object.entries({ ...settings, ...token }).map(
    ([name, value]) => `export ${name}=${quoted(value ?? '')}\n`,
  );
  // keys of simulated hosts do not belong among those that the user knows
  return `${exports.join('')}tofu() { HOME=${quoted(home)} TMPDIR=${quoted(temporary)} command ${quoted(program)} "$@"; }\n`;
}

/**
 * The resources and data sources of a synthesized stack, by type.
 *
 * @param directory of the stack
 * @returns a table
 */
export function stackSummary(directory: string): string {
  const { resource, data } = JSON.parse(readFileSync(join(directory, 'cdk.tf.json'), 'utf8')) as Readonly<
    Record<string, Readonly<Record<string, object>>>
  >;
  const rows = Object.entries({ resource, data }).flatMap(([block, byType = {}]) =>
    Object.entries(byType).map(([type, byId]) => [block, type, String(Object.keys(byId).length)]),
  );
  return table(['', 'type', 'number'], rows);
}

function quoted(text: string): string {
  return `'${text.replaceAll("'", `'\\''`)}'`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const rule = columnWidths([head, ...rows]).map((width) => '-'.repeat(width));
  return tableLines([head, rule, ...rows]).join('\n');
}
