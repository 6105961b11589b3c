import { ClusterPatches } from '../../../src/machine-config/machine-patches';
import type { MachineSettings } from '../../../src/machine-config/settings/machine';
import { clusterSettings, controlPlane, worker } from '../fixtures';

const ACCESS = { allowedRoles: ['os:reader'], allowedNamespaces: ['monitoring'] } as const;
const FIELDS = { allowedRoles: ['os:reader'], allowedKubernetesNamespaces: ['monitoring'] };

function documentsOf(contract: string, machine: MachineSettings, talosApiAccess?: typeof ACCESS) {
  const base = clusterSettings(contract);
  const cluster = { ...base, kubernetes: { ...base.kubernetes, talosApiAccess } };
  const documents = new ClusterPatches(cluster, [machine]).documentsOf(machine, '');
  const [main] = documents as readonly { readonly machine?: { readonly features?: unknown } }[];
  return {
    features: main?.machine?.features,
    documents: documents.filter(({ kind }) => kind === 'KubeTalosAPIAccessConfig'),
  };
}

test('control planes let pods of the namespaces use the Talos API', () => {
  expect(documentsOf('v1.13', controlPlane(), ACCESS)).toEqual({
    features: { kubernetesTalosAPIAccess: { enabled: true, ...FIELDS } },
    documents: [],
  });
  expect(documentsOf('v1.14', controlPlane(), ACCESS)).toEqual({
    features: undefined,
    documents: [{ apiVersion: 'v1alpha1', kind: 'KubeTalosAPIAccessConfig', ...FIELDS }],
  });
});

test.each(['v1.13', 'v1.14'])(
  'workers let none, and neither does a cluster that does not say so, in %s',
  (contract) => {
    const nothing = { features: undefined, documents: [] };
    expect(documentsOf(contract, worker(), ACCESS)).toEqual(nothing);
    expect(documentsOf(contract, controlPlane())).toEqual(nothing);
  },
);
