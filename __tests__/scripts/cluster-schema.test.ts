import type { ClusterModel } from '../../src/model';
import { resolvedHealthCheck } from '../../src/cluster/resolved';
import { resolvedFlux } from '../../src/gitops/resolved';
import type { FluxOptions, FluxSettings } from '../../src/gitops/settings';
import { resolvedProxmoxHost, resolvedProxmoxSsh } from '../../src/proxmox/resolved';
import { resolvedHttpState } from '../../src/state/resolved';
import type { HttpStateChoice, HttpStateSettings } from '../../src/state/settings';
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import Ajv from 'ajv';
import fc from 'fast-check';
import { parse } from 'yaml';
import { parseClusterSpec } from '../../src/model';
import { arbitrarySpec } from '../support/arbitrary-spec';
import { projectRoot } from '../support/project';
import { changedSpec, smallSpec } from '../support/small-spec';

/** As much of a JSON Schema as these tests look at. */
interface Schema {
  readonly $ref?: string;
  readonly allOf?: readonly Schema[];
  readonly anyOf?: readonly Schema[];
  readonly default?: unknown;
  readonly description?: string;
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly additionalProperties?: Schema | boolean;
  readonly items?: Schema;
  readonly definitions?: Readonly<Record<string, Schema>>;
}

const schema = JSON.parse(textOf('schemas/cluster.schema.json')) as Schema;
const accepts = new Ajv({ strict: true, allowUnionTypes: true }).compile(schema);

test('the schema and the reference are those of the doc comments', () => {
  const { status, stderr } = spawnSync(process.execPath, ['scripts/cluster-schema.js', '--check'], {
    cwd: projectRoot,
  });
  expect(stderr.toString()).toBe('');
  expect(status).toBe(0);
});

test('every key has a description', () => {
  const silent = objectsIn(schema).flatMap(({ properties = {} }) =>
    Object.entries(properties).filter(([, property]) => property.description === undefined),
  );
  expect(silent).toEqual([]);
});

test.each(['home', 'homelab-tofu'])('takes the cluster file %s', (name) => {
  accepts(parse(textOf(`stacks/clusters/${name}.yaml`)));
  expect(accepts.errors).toBeNull();
});

test('takes every spec that the rules let through', () => {
  fc.assert(
    fc.property(arbitrarySpec(), (spec) => {
      accepts(JSON.parse(JSON.stringify(spec)));
      expect(accepts.errors).toBeNull();
    }),
    { numRuns: 50 },
  );
});

test('takes a reference to the environment wherever text has a form', () => {
  const spec = changedSpec({
    'talos.version': '${env.TALOS}',
    'proxmox.endpoints.main.hosts.pve1.diskDatastoreId': '${env.DATASTORE}',
    'nodes.work-00.host': '${env.HOST}',
  });
  expect(accepts(spec)).toBe(true);
});

test.each([
  ['a misspelt key', { 'nodes.work-00.memroyMiB': 1 }],
  ['a missing key', { 'talos.contract': undefined }],
  ['a wrong type', { 'nodes.work-00.memoryMiB': '4096' }],
  ['a number out of range', { 'network.vlanId': 4095 }],
  ['a word outside a closed set', { lifecycle: 'in-place-later' }],
  ['a disk without size', { 'nodes.work-00.disks.data': { slot: 1 } }],
])('refuses %s, as the library does', (_title, changes) => {
  expect(accepts(changedSpec(changes))).toBe(false);
});

test('the defaults that it names are those that the model fills in', () => {
  const spec = changedSpec({
    'talos.healthCheck': {},
    'proxmox.endpoints.main.ssh': { nodes: { pve1: { address: '10.0.0.5' } } },
    'kubernetes.coreDns': { version: '1.11.1' },
    'state.backend': { http: { address: 'https://a.example', lockAddress: 'https://a.example/lock' } },
    'gitops.flux.repository.https.url': 'https://git.example/home.git',
    outputs: {},
    machine: {},
  });
  const written = withDefaults(schema, spec) as Readonly<Record<string, unknown>>;
  expect(written).toMatchObject({
    lifecycle: 'manual',
    talos: { factoryUrl: 'https://factory.talos.dev', bootRoute: 'import', healthCheck: { timeoutSeconds: 600 } },
    kubernetes: { podSubnets: ['10.244.0.0/16'], coreDns: { replicas: 2 } },
    proxmox: {
      tags: ['k8s'],
      endpoints: { main: { hosts: { pve1: { networkBridge: 'vmbr0' } }, ssh: { username: 'root' } } },
    },
    state: { backend: { http: { lockMethod: 'LOCK' } } },
    gitops: { flux: { intervalSeconds: 60 } },
  });
  const coreDns = { replicas: 2, cacheSeconds: 30, ttlSeconds: 30 };
  const model = parseClusterSpec(spec);
  const read = parseClusterSpec(written);
  expect(resolvedHttpState(httpOf(read))).toEqual(resolvedHttpState(httpOf(model)));
  expect(resolvedHealthCheck(read.healthCheck ?? {})).toEqual(resolvedHealthCheck(model.healthCheck ?? {}));
  expect(read.endpoints.map(endpointOf)).toEqual(model.endpoints.map(endpointOf));
  expect(resolvedFlux('home', optionsOf(read))).toEqual(resolvedFlux('home', optionsOf(model)));
  expect(read).toEqual({
    ...model,
    state: read.state,
    gitops: read.gitops,
    endpoints: read.endpoints,
    healthCheck: read.healthCheck,
    cluster: {
      ...model.cluster,
      kubernetes: { ...model.cluster.kubernetes, coreDns: { version: '1.11.1', ...coreDns } },
    },
  });
  expect(smallSpec()).not.toHaveProperty('lifecycle');
});

function endpointOf({ name, hosts, ssh = {}, insecure = false }: ClusterModel['endpoints'][number]) {
  const resolvedHosts = Object.entries(hosts).map(([nodeName, host]) => resolvedProxmoxHost(nodeName, host));
  return { name, insecure, hosts: resolvedHosts, ssh: resolvedProxmoxSsh(ssh) };
}

function textOf(file: string): string {
  return readFileSync(join(projectRoot, file), 'utf8');
}

/** Every object schema inside a schema. */
function objectsIn({
  properties = {},
  definitions = {},
  anyOf = [],
  items,
  additionalProperties,
  ...own
}: Schema): readonly Schema[] {
  const inner = [...Object.values(properties), ...Object.values(definitions), ...anyOf, items, additionalProperties];
  return [{ ...own, properties }, ...inner.flatMap((each) => (typeof each === 'object' ? objectsIn(each) : []))];
}

/** A spec with every default of its objects written into it. Machines are left out: `ProxmoxNode` knows their defaults. */
function withDefaults(part: Schema, value: unknown, key = ''): unknown {
  const resolved = resolve(part, value);
  if (typeof value !== 'object' || value === null || Array.isArray(value) || key === 'nodes') return value;
  const map = value as Readonly<Record<string, unknown>>;
  const { properties, additionalProperties } = resolved;
  if (properties === undefined) {
    if (typeof additionalProperties !== 'object') return value;
    return Object.fromEntries(
      Object.entries(map).map(([name, entry]) => [name, withDefaults(additionalProperties, entry)]),
    );
  }
  const defaults = Object.entries(properties).filter(([, property]) => property.default !== undefined);
  return {
    ...Object.fromEntries(defaults.map(([name, property]) => [name, property.default])),
    ...Object.fromEntries(
      Object.entries(map).map(([name, entry]) => [name, withDefaults(properties[name] ?? {}, entry, name)]),
    ),
  };
}

/** The schema that a reference or a choice means for a value. */
function resolve(part: Schema, value: unknown): Schema {
  const reference = part.$ref ?? part.allOf?.[0]?.$ref;
  if (reference !== undefined) return schema.definitions?.[reference.replace('#/definitions/', '')] ?? {};
  const keys = typeof value === 'object' && value !== null ? Object.keys(value) : [];
  const chosen = part.anyOf?.find(({ properties = {} }) => keys.length > 0 && keys.every((key) => key in properties));
  return chosen ?? part;
}

function httpOf({ state: { backend } }: ClusterModel): HttpStateSettings {
  return (backend as HttpStateChoice).http;
}

function optionsOf({ gitops: { flux } }: ClusterModel): FluxOptions {
  const { repository: _followed, ...options } = flux as FluxSettings;
  return options;
}
