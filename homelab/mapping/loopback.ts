import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { ClusterPrograms } from '../../scripts/toolchain/kubernetes';
import type { ClusterSpec } from '../../src/cluster-file';
import type { ClusterModel } from '../../src/model';
import { parseClusterSpec } from '../../src/model/parse-cluster-spec';
import { MachineNetwork, NotOnLoopback, serviceAddresses } from '../addresses';
import { projectRoot } from '../project-root';
import type { HomelabSecrets } from '../secrets';
import { homelabConfig, type Pace, TOKEN_ID } from './homelab-config';
import { SpecMapping } from './mapped-spec';

/** Manifests that the file server brings, by the same paths. */
const OWN_MANIFESTS = join(projectRoot, 'simulator', 'internal', 'files', 'manifests');

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
  readonly pace?: Pace;
  /** Content of extra manifests by URL, beside or in place of those that the file server brings. */
  readonly manifests?: Readonly<Record<string, string>>;
}

/** A cluster on loopback, and the homelab that it can be made in. */
export interface LoopbackCluster {
  /** As given, but for addresses, ports and URLs. */
  readonly spec: ClusterSpec;
  /** The model of it. */
  readonly model: ClusterModel;
  /** Configuration of `simulator homelab`. */
  readonly homelab: ReturnType<typeof homelabConfig>;
  /** Values of the stack's input variables that have none. */
  readonly variables: Readonly<Record<string, string>>;
  /** Environment of providers and backends. */
  readonly environment: Readonly<Record<string, string>>;
  /** Content of what the file server serves beside its own, by path. */
  readonly files: Readonly<Record<string, string>>;
}

/**
 * Maps a cluster onto 127.0.0.0/8: only addresses, ports and URLs change, and names of hosts become addresses. The same
 * input gives the same result; nothing is written and nothing is asked.
 *
 * @param given what a cluster file holds
 * @throws {NotOnLoopback} for what a homelab on loopback does not have
 * @throws for a spec that the library refuses
 */
export function mapToLoopback(given: unknown, options: LoopbackOptions): LoopbackCluster {
  const { block, directory = projectRoot, secrets, manifests = {}, pace = {}, ...homelab } = options;
  parseClusterSpec(given, { directory });
  const spec = given as ClusterSpec;
  const services = serviceAddresses(block);
  const network = new MachineNetwork(block, spec.network.subnet);
  const mapping = new SpecMapping(spec, network, services);
  const mapped = mapping.mapped();
  const model = parseClusterSpec(mapped, { directory });
  return {
    spec: mapped,
    model,
    homelab: homelabConfig({ ...homelab, model, network, services, secrets, pace }),
    variables: variablesOf(model, secrets),
    environment: environmentOf(model, secrets, homelab.stateDirectory),
    files: filesOf(mapping.manifestPaths, manifests),
  };
}

function variablesOf({ endpoints, state, gitops }: ClusterModel, secrets: HomelabSecrets): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const { name, ssh } of endpoints) {
    const prefix = `proxmox_${name.replaceAll('-', '_')}`;
    variables[`${prefix}_api_token`] = `${TOKEN_ID}=${secrets.apiToken}`;
    if (ssh !== undefined) variables[`${prefix}_ssh_private_key`] = secrets.hostKey.privateKey;
  }
  if ((state.encryption ?? 'off') !== 'off') variables.state_passphrase = secrets.passphrase;
  const repository = gitops.flux?.repository ?? {};
  if ('gitea' in repository) variables.gitea_token = secrets.gitToken;
  if ('ssh' in repository) variables.flux_git_ssh_private_key = secrets.gitKey.privateKey;
  return variables;
}

function environmentOf({ state }: ClusterModel, { accessKey, secretKey }: HomelabSecrets, stateDirectory: string) {
  return {
    // written by the simulator: its authority is the only one that is trusted
    SSL_CERT_FILE: join(stateDirectory, 'ca.crt'),
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

/**
 * @param paths on the file server by URL
 * @param manifests by URL
 */
function filesOf(paths: ReadonlyMap<string, string>, manifests: Readonly<Record<string, string>>) {
  const given = [...paths].flatMap(([url, path]) => {
    const content = manifests[url];
    if (content !== undefined) return [[path, content]];
    if (existsSync(join(OWN_MANIFESTS, path))) return [];
    throw new NotOnLoopback(`extra manifest ${url}: the file server of the homelab does not have it; give its content`);
  });
  return Object.fromEntries(given);
}
