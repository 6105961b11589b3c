import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterPrograms } from '../../scripts/toolchain/kubernetes';
import type { ClusterSpec } from '../../src/cluster-file';
import { type ProcessEnvironment, resolveEnvironment } from '../../src/cluster-file/environment';
import type { ClusterModel } from '../../src/model';
import { readCluster } from '../../src/model/parse-cluster-spec';
import type { PlacementMemory } from '../../src/model/placement/placement-memory';
import { serviceAddresses } from '../addresses';
import { CLONE_FILES, type HomelabFiles } from '../homelab-files';
import { projectRoot } from '../project-root';
import type { HomelabSecrets } from '../secrets';
import { type Double, Doubles, PLAYED_BY } from './doubles';
import { agentSocket, homelabConfig, type Pace, TOKEN_ID } from './homelab-config';
import { MachineNetwork } from './machine-network';
import { poolAddresses } from './pool-addresses';
import { SpecMapping } from './mapped-spec';

/** Where a cluster is mapped to. */
export interface LoopbackOptions {
  /** Second number of all addresses: 7 for 127.7.0.0/16; two homelabs never share one. */
  readonly block: number;
  /** Where the simulator keeps its state. */
  readonly stateDirectory: string;
  /** Directory that the file server serves; `files` of the result belong there. */
  readonly filesDirectory: string;
  readonly secrets: HomelabSecrets;
  readonly programs: ClusterPrograms;
  /** Project that paths in the spec are relative to; this one unless given. */
  readonly directory?: string;
  /** Variables that `${env.NAME}` stands for; those of the process unless given. */
  readonly environment?: ProcessEnvironment;
  /** Directories that the simulator reads; those of this project unless given. */
  readonly data?: HomelabFiles;
  readonly pace?: Pace;
  /** Content of extra manifests by URL, beside or in place of those that the file server brings. */
  readonly manifests?: Readonly<Record<string, string>>;
  /** Hosts that machines of pools have already, by hostname; none unless given. */
  readonly placement?: Readonly<Record<string, string>>;
}

/** A cluster on loopback, and the homelab that it can be made in. */
export interface LoopbackCluster {
  /** As given, but for addresses, ports and URLs, and for what is played by doubles. */
  readonly spec: ClusterSpec;
  /** Everything in it that the homelab plays, as it has no original. */
  readonly doubles: readonly Double[];
  /** The model of it. */
  readonly model: ClusterModel;
  /** Hosts of machines that pools have spread, by hostname. */
  readonly placement: Readonly<Record<string, string>>;
  /** Addresses of the machines as the cluster file has them, by hostname. */
  readonly shownAddresses: Readonly<Record<string, string>>;
  /** Configuration of `simulator homelab`. */
  readonly homelab: ReturnType<typeof homelabConfig>;
  /** Values of the stack's input variables that have none. */
  readonly variables: Readonly<Record<string, string>>;
  /** Environment of providers and backends. */
  readonly environment: Readonly<Record<string, string>>;
  /** Content of what the file server serves beside its own, by path. */
  readonly files: Readonly<Record<string, string>>;
  /** The network of the machines, which knows each address by both names. */
  readonly network: MachineNetwork;
}

/**
 * Maps a cluster onto 127.0.0.0/8: only addresses, ports and URLs change, names of hosts become addresses, and what a
 * homelab on loopback does not have is played by doubles, which are listed. The same input gives the same result; nothing is
 * written and nothing is asked.
 *
 * @param given what a cluster file holds
 * @throws {RangeError} if loopback has no room for all machines
 * @throws for a spec that the library refuses
 */
export function mapToLoopback(given: unknown, options: LoopbackOptions): LoopbackCluster {
  const { block, directory = projectRoot, environment = process.env, secrets, manifests = {}, pace = {} } = options;
  const { data = CLONE_FILES, stateDirectory, filesDirectory, programs, placement } = options;
  const recallPlacement = () => remember(placement);
  const shown = readCluster(given, { directory, environment, recallPlacement }).model;
  const spec = resolveEnvironment(given, environment).spec as ClusterSpec;
  const services = serviceAddresses(block);
  const doubles = new Doubles();
  const network = new MachineNetwork(block, spec.network.subnet, addressesOf(spec));
  const mapping = new SpecMapping(spec, { network, services, secrets, doubles, directory });
  const mapped = mapping.mapped();
  const { model, placement: remembered } = readCluster(mapped, { directory, environment, recallPlacement });
  const files = filesOf(mapping.manifestPaths, { manifests, data, doubles });
  const own = { stateDirectory, filesDirectory, pace, data, doubles, registries: mapping.playedRegistries };
  const parts = { model, network, services, secrets, programs, ...own };
  return {
    spec: mapped,
    model,
    placement: remembered?.machines ?? {},
    shownAddresses: Object.fromEntries(shown.nodes.map(({ name, machine }) => [name, machine.address])),
    homelab: homelabConfig(parts),
    doubles: doubles.all,
    variables: variablesOf(model, secrets),
    environment: environmentOf(model, secrets, stateDirectory),
    files,
    network,
  };
}

/** Addresses that a cluster file gives to machines, and those beside them. */
function addressesOf({ network: { gateway, vip, endpoint }, nodes, pools = {} }: ClusterSpec): readonly string[] {
  const ranges = Object.entries(pools).flatMap(([name, pool]) => poolAddresses(name, pool));
  return [gateway, vip, endpoint, ...Object.values(nodes).map(({ address }) => address), ...ranges].flatMap(
    (each) => each ?? [],
  );
}

/** The placement that is given, as if a file beside the cluster file had recorded it; nothing is known from a state. */
function remember(machines: Readonly<Record<string, string>> = {}): PlacementMemory {
  const source = { name: 'placement', locate: () => undefined };
  return { file: source.name, record: { machines, source }, faults: [], state: { kind: 'none' } };
}

function variablesOf(
  { endpoints, state, gitops, secrets: named }: ClusterModel,
  secrets: HomelabSecrets,
): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, ssh } of endpoints) {
    const prefix = `proxmox_${name.replaceAll('-', '_')}`;
    variables[`${prefix}_api_token`] = `${TOKEN_ID}=${secrets.apiToken}`;
    if (ssh !== undefined && ssh.agent !== true) variables[`${prefix}_ssh_private_key`] = secrets.hostKey.privateKey;
  }
  if ((state.encryption ?? 'off') !== 'off') variables.state_passphrase = secrets.passphrase;
  const repository = gitops.flux?.repository ?? {};
  if ('gitea' in repository) variables.gitea_token = secrets.gitToken;
  if ('https' in repository) variables.flux_git_token = secrets.gitToken;
  if ('ssh' in repository) variables.flux_git_ssh_private_key = secrets.gitKey.privateKey;
  for (const { name } of named) variables[`secret_${name.replaceAll('-', '_')}`] = secrets.ofOthers;
  return variables;
}

function environmentOf(
  { state, endpoints }: ClusterModel,
  { accessKey, secretKey }: HomelabSecrets,
  stateDirectory: string,
) {
  return {
    // written by the simulator: its authority is the only one that is trusted
    SSL_CERT_FILE: join(stateDirectory, 'ca.crt'),
    ...(endpoints.some(({ ssh }) => ssh?.agent === true) && { SSH_AUTH_SOCK: agentSocket(stateDirectory) }),
    ...(isInBucket(state) && {
      AWS_ACCESS_KEY_ID: accessKey,
      AWS_SECRET_ACCESS_KEY: secretKey,
      // the service of a cloud that tells machines who they are
      AWS_EC2_METADATA_DISABLED: 'true',
    }),
  };
}

function isInBucket({ backend }: ClusterModel['state']): boolean {
  return typeof backend === 'object' && 's3' in backend;
}

/** How the manifests of URLs are served. */
interface ServedManifests {
  /** Content by URL. */
  readonly manifests: Readonly<Record<string, string>>;
  readonly data: HomelabFiles;
  readonly doubles: Doubles;
}

/** @param paths on the file server, and places in the cluster file, by URL */
function filesOf(
  paths: SpecMapping['manifestPaths'],
  { manifests, data, doubles }: ServedManifests,
): Readonly<Record<string, string>> {
  const given = [...paths].flatMap(([url, { path, place }]) => {
    const content = manifests[url];
    if (content !== undefined) return [[path, content]];
    const isKnown = existsSync(join(data.manifestDirectory, path));
    doubles.add(place, url, isKnown ? PLAYED_BY.knownManifest : PLAYED_BY.manifest);
    return isKnown ? [] : [[path, manifestDouble(url)]];
  });
  return Object.fromEntries(given);
}

/** Content of a manifest that only somebody else has. */
function manifestDouble(url: string): string {
  const name = `double-${createHash('sha256').update(url).digest('hex').slice(0, 8)}`;
  const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'kube-system' }, data: { url } };
  return `${JSON.stringify(object)}\n`;
}
