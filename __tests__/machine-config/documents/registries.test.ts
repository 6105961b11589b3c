import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import type { MachineSettings } from '../../../src/machine-config/settings/machine';
import { CERTIFICATE } from '../../support/certificate';
import { clusterSettings, worker } from '../fixtures';

const ENDPOINT = 'https://harbor.example.com/v2';
/** The five mirrors of prod-k8s. */
const PROJECTS = {
  'ghcr.io': 'gh',
  'registry.k8s.io': 'k8s',
  'docker.io': 'dh',
  'quay.io': 'qi',
  'factory.talos.dev': 'talos',
};
const MIRRORS = Object.fromEntries(
  Object.entries(PROJECTS).map(([name, project]) => [
    name,
    { endpoints: [`${ENDPOINT}/${project}`], overridePath: true },
  ]),
);

function documentsOf(
  contract: string,
  settings: Partial<MachineSettings>,
): readonly Readonly<Record<string, unknown>>[] {
  return new ClusterPatches(clusterSettings(contract)).documentsOf(worker(settings), 'installer');
}

describe('PK-23 every mirror is on every machine, with its endpoints and its path', () => {
  test('as a document each from contract v1.12 on', () => {
    const mirrors = documentsOf('v1.13', { registries: { mirrors: MIRRORS } }).filter(
      ({ kind }) => kind === 'RegistryMirrorConfig',
    );
    expect(mirrors).toEqual(
      Object.entries(PROJECTS).map(([name, project]) => ({
        apiVersion: 'v1alpha1',
        kind: 'RegistryMirrorConfig',
        name,
        endpoints: [{ url: `${ENDPOINT}/${project}`, overridePath: true }],
      })),
    );
  });

  test('in the main document before', () => {
    const [main] = documentsOf('v1.11', { registries: { mirrors: MIRRORS } });
    expect(main).toHaveProperty('machine.registries', { mirrors: MIRRORS });
  });
});

test('PK-25 a mirror can be the only source', () => {
  const mirrors = { '*': { endpoints: ['https://mirror.example.com'], skipFallback: true } };
  expect(documentsOf('v1.12', { registries: { mirrors } }).at(-1)).toMatchObject({ name: '*', skipFallback: true });
  expect(documentsOf('v1.9', { registries: { mirrors } })[0]).toHaveProperty('machine.registries', { mirrors });
});

test('the certificate of a registry is text in a document and Base64 in the main document', () => {
  const tls = { 'harbor.example.com:8443': { ca: CERTIFICATE } };
  expect(documentsOf('v1.12', { registries: { tls } }).at(-1)).toEqual({
    apiVersion: 'v1alpha1',
    kind: 'RegistryTLSConfig',
    name: 'harbor.example.com:8443',
    ca: CERTIFICATE,
  });
  const [main] = documentsOf('v1.11', { registries: { tls } });
  const ca = Buffer.from(CERTIFICATE).toString('base64');
  expect(main).toHaveProperty(['machine', 'registries', 'config', 'harbor.example.com:8443'], { tls: { ca } });
});

test('time and names are documents, or fields of the main document', () => {
  const settings = {
    time: { servers: ['10.0.0.1'], bootTimeoutSeconds: 120 },
    staticHosts: { '10.0.0.6': ['nas.example.com', 'nas'] },
  };
  const kinds = ['TimeSyncConfig', 'StaticHostConfig'];
  expect(documentsOf('v1.12', settings).filter(({ kind }) => kinds.includes(String(kind)))).toEqual([
    { apiVersion: 'v1alpha1', kind: 'TimeSyncConfig', bootTimeout: '120s', ntp: { servers: ['10.0.0.1'] } },
    { apiVersion: 'v1alpha1', kind: 'StaticHostConfig', name: '10.0.0.6', hostnames: ['nas.example.com', 'nas'] },
  ]);
  const [main] = documentsOf('v1.11', settings);
  expect(main).toHaveProperty('machine.time', { servers: ['10.0.0.1'], bootTimeout: '120s' });
  expect(main).toHaveProperty('machine.network.extraHostEntries', [
    { ip: '10.0.0.6', aliases: ['nas.example.com', 'nas'] },
  ]);
});
