import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as ts from 'typescript';
import { writableContracts } from '../../../src/data/support';
import { documentValidators, type JsonSchema, MAIN_DOCUMENT, talosSchema } from '../../../src/data/talos-schema';
import { DOCUMENT_KINDS } from '../../../src/machine-config/documents/document-kinds';
import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import type { FirewallOptions } from '../../../src/machine-config/settings/firewall';
import type { TalosContract } from '../../../src/values/talos-contract';
import { splitDeletions } from '../../../src/machine-config/patches/deletions';
import { Cni } from '../../../src/manifests/cni/cni';
import { CERTIFICATE } from '../../support/certificate';
import { linksFor } from '../../support/link-samples';
import { clusterSettings, controlPlane, INSTALLER_IMAGE, LONGHORN } from '../fixtures';

const CONTRACTS = writableContracts();
const FOLDER = join(__dirname, '..', '..', '..', 'src', 'machine-config', 'documents');

/** Up to contract v1.12 the schema takes one of the options, where Talos takes a list; so there are none here. */
const ENCRYPTION = {
  keys: [
    { slot: 0, nodeId: true },
    { slot: 1, tpm: { checkSecurebootStatusOnEnroll: true } },
    { slot: 2, static: 'open sesame' },
    { slot: 3, kms: { endpoint: 'https://kms.example' } },
  ],
  cipher: 'aes-xts-plain64',
  keySizeBits: 512,
  blockSizeBytes: 4096,
} as const;

/** Settings that make a document of every kind that is rendered. */
const MACHINE = controlPlane({
  link: 'physical',
  gateway: '10.0.0.1',
  dnsServers: ['1.1.1.1'],
  searchDomains: ['example.com'],
  volumes: [{ ...LONGHORN, mountPath: '/var/mnt/longhorn' }],
  registries: {
    mirrors: {
      'docker.io': { endpoints: ['https://harbor.example.com/v2/hub'], overridePath: true, skipFallback: true },
    },
    tls: { 'harbor.example.com': { ca: CERTIFICATE, insecureSkipVerify: false } },
    auth: { 'ghcr.io': { username: 'me', password: 'hunter2' } },
  },
  extensionServices: { tailscale: { environment: { TS_AUTHKEY: 'k' } } },
  logging: { services: ['udp://10.0.0.7:6051'], tags: { a: 'b' }, kernel: { collector: 'tcp://10.0.0.7:6052' } },
  safeguards: { workloadIsolation: false, filesystemTrimHours: 24, filesystemScrubHours: 168 },
  sysctls: { a: '1' },
  kernelModuleParameters: { zfs: ['a=1'] },
  udevRules: ['A'],
  nodeLabels: { a: 'b' },
  nodeTaints: { c: 'd:NoSchedule' },
  kubelet: { config: { maxPods: 200 } },
  installDisk: '/dev/sda',
  kubeSpan: { mtu: 1380, extraEndpoints: ['203.0.113.9:51820'] },

  shares: [{ name: 'shared', tag: 'shared', readOnly: true, secure: true, disableAccessTime: true }],
  storage: {
    systemVolumes: {
      STATE: { encryption: ENCRYPTION },
      EPHEMERAL: {
        diskSelector: 'system_disk',
        minSize: '10GiB',
        maxSize: '80GiB',
        grow: false,
        encryption: ENCRYPTION,
      },
    },
    userVolumes: { scratch: { diskSelector: 'system_disk', minSize: '10GiB', filesystem: 'xfs' } },
    rawVolumes: { raw: { diskSelector: 'system_disk', minSize: '1GiB', maxSize: '2GiB' } },
    swapVolumes: { swap: { diskSelector: 'system_disk', maxSize: '4GiB', encryption: ENCRYPTION } },
    existingVolumes: { media: { volumeSelector: 'volume.partition_label == "media"', readOnly: true } },
  },
  trustedRoots: { home: CERTIFICATE },
  time: { servers: ['10.0.0.1'], enabled: true, bootTimeoutSeconds: 60 },
  hostDns: { enabled: true, forwardKubeDnsToHost: false },
  staticHosts: { '10.0.0.6': ['nas.example.com'] },
  watchdogSeconds: 60,
  interfaces: {
    primary: { mtu: 9000, vlans: [{ id: 20, addresses: ['10.20.0.1/24'] }] },
    others: [{ slot: 1, macAddress: '02:00:00:00:00:01', dhcp: true, mtu: 9000 }],
  },
});

const FIREWALL: FirewallOptions = {
  defaultAction: 'block',
  adminSubnets: ['192.168.1.0/24'],
  rules: { web: { ports: [80, '8080-8090'], subnets: ['0.0.0.0/0', 'fd00::/8'], except: ['10.9.0.0/16'] } },
};

interface Document {
  readonly kind?: string;
}

/** Settings that make a document of every kind that is rendered. */
const KUBERNETES = {
  cni: Cni.none(),
  coreDns: 'none',
  exposeMetrics: true,
  talosApiAccess: { allowedRoles: ['os:reader'], allowedNamespaces: ['monitoring'] },
  schedulingOnControlPlanes: true,
  oidc: { issuerUrl: 'https://id.example.com', clientId: 'kubernetes' },
  admission: { PodSecurity: { defaults: { enforce: 'privileged' } } },
  auditPolicy: { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'None' }] },
  scheduler: { configuration: { profiles: [] } },
  extraManifests: ['https://a.example.com/a.yaml'],
  inlineManifests: [{ name: 'a', contents: 'a: 1' }],
} as const;

function documentsOf(contract: TalosContract): readonly Document[] {
  const cluster = clusterSettings(contract.tag, { kubernetes: KUBERNETES, firewall: FIREWALL });
  const { safeguards, ...others } = MACHINE;
  const links = linksFor(contract.tag);
  const machine = contract.isAtLeast('v1.14') ? { ...others, links, safeguards } : { ...others, links };
  return new ClusterPatches(cluster, [machine]).documentsOf(machine, INSTALLER_IMAGE);
}

describe('the kinds of documents', () => {
  test('stand in the list once, and each has a file of its own', () => {
    const kinds = DOCUMENT_KINDS.map(({ kind }) => kind);
    expect(new Set(kinds).size).toBe(kinds.length);
    const written = sources().flatMap(([, text]) => [
      ...text.matchAll(/: DocumentKind(?:<\w+>)? = \{\n {2}kind: '(\w+)'/g),
    ]);
    expect(written.map(([, kind]) => kind).sort()).toEqual([...kinds].sort());
  });

  test.each(DOCUMENT_KINDS.map((each) => [each.kind, each] as const))(
    '%s is there since its contract',
    (kind, { since }) => {
      const having = CONTRACTS.filter((contract) => Object.hasOwn(talosSchema(contract).kinds, kind));
      expect(having.map(({ tag }) => tag)).toEqual(
        CONTRACTS.filter((contract) => contract.isAtLeast(since)).map(({ tag }) => tag),
      );
      expect(having).not.toEqual([]);
    },
  );

  test('that are rendered are all rendered here', () => {
    const [newest] = CONTRACTS.slice(-1);
    const rendered = new Set(documentsOf(newest as TalosContract).map(({ kind }) => kind));
    expect(DOCUMENT_KINDS.filter(({ render }) => render).map(({ kind }) => kind)).toEqual(
      [...rendered].filter((kind) => kind !== undefined),
    );
  });

  test.each(CONTRACTS.map((contract) => [contract.tag, contract] as const))(
    'render what the schema of contract %s takes, with or without documents',
    (_, contract) => {
      const validators = documentValidators(contract);
      const { kinds } = talosSchema(contract);
      const faults = documentsOf(contract).flatMap((document) => {
        const validate = validators[document.kind === undefined ? MAIN_DOCUMENT : (kinds[document.kind] ?? '')];
        const { rest } = splitDeletions({ path: [], content: { ...document }, dates: [] });
        return validate?.(rest) === true ? [] : [{ document, errors: validate?.errors }];
      });
      expect(faults).toEqual([]);
    },
  );

  test('write no field of the main document that documents replace', () => {
    const both = DOCUMENT_KINDS.flatMap(({ kind, replaces = [], moves = [] }) =>
      [...replaces, ...moves].map((field) => [kind, field] as const),
    );
    for (const contract of CONTRACTS) {
      const [main, ...documents] = documentsOf(contract);
      const kinds = documents.map(({ kind }) => kind);
      for (const [, field] of both.filter(([kind]) => kinds.includes(kind))) expect(main).not.toHaveProperty(field);
    }
  });

  test('describe a whole link if the schema gives them addresses', () => {
    const [newest] = CONTRACTS.slice(-1);
    const withAddresses = Object.keys(talosSchema(newest as TalosContract).kinds).filter((kind) =>
      isKnown(newest as TalosContract, kind, ['addresses']),
    );
    expect(DOCUMENT_KINDS.flatMap(({ kind, describesLink }) => (describesLink ? [kind] : [])).sort()).toEqual(
      withAddresses.sort(),
    );
  });

  test('name fields that the schema of the newest contract has', () => {
    const [newest] = CONTRACTS.slice(-1);
    const unknown = DOCUMENT_KINDS.flatMap(
      ({ kind, secrets = [], variables = [], contents = [], fixed = [], settings = {}, ofStack = [] }) =>
        [
          ...secrets,
          ...variables,
          ...contents,
          ...Object.keys(settings),
          ...ofStack,
          ...fixed.map(({ field }) => field),
        ]
          .filter((field) => !isKnown(newest as TalosContract, kind, field.split('.')))
          .map((field) => `${kind}: ${field}`),
    );
    const legacy = DOCUMENT_KINDS.flatMap(({ replaces = [], moves = [], legacySecrets = [], fixed = [] }) => [
      ...replaces,
      ...moves,
      ...legacySecrets,
      ...fixed.map((field) => field.legacy),
    ]).filter((field) => !isKnown(newest as TalosContract, undefined, field.split('.')));
    expect([...unknown, ...legacy]).toEqual([]);
  });
});

describe('the types of documents', () => {
  const [newest] = CONTRACTS.slice(-1);
  const interfaces = sources().flatMap(([file, text]) => interfacesOf(file, text));

  test('are those of every kind that is rendered', () => {
    expect(interfaces.map(({ kind }) => kind).sort()).toEqual(
      DOCUMENT_KINDS.flatMap(({ kind, render }) => (render === undefined ? [] : [kind])).sort(),
    );
  });

  test.each(interfaces.map(({ kind, fields }) => [kind, fields] as const))(
    '%s has fields that the schema has',
    (kind, fields) => {
      const written = fields.filter(([field]) => field !== '$patch');
      expect(written.filter((field) => !isKnown(newest as TalosContract, kind, field))).toEqual([]);
      expect(fields.length).toBeGreaterThan(1);
    },
  );
});

function sources(): readonly (readonly [string, string])[] {
  return readdirSync(FOLDER).map((file) => [file, readFileSync(join(FOLDER, file), 'utf8')]);
}

function isMissing(value: unknown): boolean {
  return value === undefined;
}

/** If a schema has a field; `*` is any key or item. */
function isKnown(contract: TalosContract, kind: string | undefined, path: readonly string[]): boolean {
  const { $defs, kinds } = talosSchema(contract);
  const resolve = (schema: JsonSchema = {}): JsonSchema =>
    schema.$ref === undefined ? schema : ($defs[schema.$ref.replace('#/$defs/', '')] ?? {});
  let around = resolve($defs[kind === undefined ? MAIN_DOCUMENT : (kinds[kind] ?? '')]);
  for (const key of path) {
    const { properties = {}, additionalProperties, patternProperties = {}, items } = around;
    const entry = items ?? (typeof additionalProperties === 'object' ? additionalProperties : undefined);
    // data of others, which may have any field
    if (
      around.type === 'object' &&
      [around.properties, additionalProperties, around.patternProperties].every(isMissing)
    )
      return true;
    const inner = key === '*' ? (entry ?? Object.values({ ...patternProperties, ...properties })[0]) : properties[key];
    if (inner === undefined) return false;
    around = resolve(inner);
  }
  return true;
}

/** The interfaces of documents in a file: their kind, and every field with those inside. */
function interfacesOf(file: string, text: string): readonly { kind: string; fields: readonly (readonly string[])[] }[] {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ES2022, true);
  return source.statements.filter(ts.isInterfaceDeclaration).flatMap((declaration) => {
    const kind = declaration.members
      .filter(ts.isPropertySignature)
      .find(({ name }) => name.getText() === 'kind')
      ?.type?.getText()
      .replaceAll("'", '');
    const isDocument = declaration.heritageClauses?.some((clause) => clause.getText().includes('TalosDocument'));
    return isDocument && kind !== undefined ? [{ kind, fields: fieldsOf(declaration.members) }] : [];
  });
}

function fieldsOf(members: ts.NodeArray<ts.TypeElement>): readonly (readonly string[])[] {
  return members.filter(ts.isPropertySignature).flatMap(({ name, type }) => {
    const inner = type === undefined ? [] : typeFields(type);
    return [[name.getText()], ...inner.map((path) => [name.getText(), ...path])];
  });
}

function typeFields(type: ts.TypeNode): readonly (readonly string[])[] {
  if (ts.isTypeOperatorNode(type)) return typeFields(type.type);
  if (ts.isArrayTypeNode(type)) return typeFields(type.elementType).map((path) => ['*', ...path]);
  return ts.isTypeLiteralNode(type) ? fieldsOf(type.members) : [];
}
