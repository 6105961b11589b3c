import { Testing } from 'cdktf';
import { parseClusterSpec } from '../../src/model';
import { ClusterStack } from '../../src/stack';
import { OutputValue } from '../../src/values/output-value';
import { changedSpec, type Changes } from '../support/small-spec';

type Outputs = Readonly<
  Record<string, { readonly value: unknown; readonly sensitive?: boolean; readonly description: string }>
>;

function outputsOf(changes: Changes): Outputs {
  const model = parseClusterSpec(changedSpec(changes), { environment: {} });
  const stack = new ClusterStack(Testing.app(), 'home', { model });
  return (stack.toTerraform() as { readonly output: Outputs }).output;
}

const NAMED = Object.fromEntries(Object.values(OutputValue).map((kind) => [`my_${kind}`, kind]));
const SECRETS = [
  'clientConfiguration',
  'kubeConfig',
  'kubernetesAccess',
  'machineConfigurations',
  'machineSecrets',
  'talosConfig',
];

describe('outputs with names of their own', () => {
  const outputs = outputsOf({ 'outputs.named': NAMED, 'nodes.work-00.kubernetesVersion': undefined });
  const valueOf = (kind: `${OutputValue}`): unknown => outputs[`my_${kind}`]?.value;

  test('stand beside those that are always there', () => {
    expect(Object.keys(outputs)).toEqual(['kube_config', 'talos_config', ...Object.keys(NAMED)]);
    expect(outputs.my_kubeConfig).toEqual(outputs.kube_config);
    expect(outputs.my_talosConfig).toEqual(outputs.talos_config);
  });

  test('are sensitive where they open something', () => {
    const sensitive = Object.keys(NAMED).filter((name) => outputs[name]?.sensitive === true);
    expect(sensitive.sort()).toEqual(SECRETS.map((kind) => `my_${kind}`));
  });

  test('tell where the cluster is, and what runs there', () => {
    expect(valueOf('clusterName')).toBe('home');
    expect(valueOf('clusterEndpoint')).toBe('https://10.0.0.11:6443');
    expect(valueOf('controlPlaneAddresses')).toEqual(['10.0.0.11']);
    expect(valueOf('workerAddresses')).toEqual(['10.0.0.21']);
    expect(valueOf('nodeAddresses')).toEqual({ 'ctrl-00': '10.0.0.11', 'work-00': '10.0.0.21' });
    const versions = {
      talos: 'v1.13.9',
      schematic: expect.stringMatching(/^[0-9a-f]{64}$/) as string,
      kubernetes: expect.stringMatching(/^v1\./) as string,
    };
    expect(valueOf('nodeVersions')).toEqual({ 'ctrl-00': versions, 'work-00': versions });
  });

  test('have references to credentials, and no credentials', () => {
    expect(valueOf('kubernetesAccess')).toEqual({
      host: expect.stringMatching(/^\$\{/) as string,
      cluster_ca_certificate: expect.stringMatching(/^\$\{/) as string,
      client_certificate: expect.stringMatching(/^\$\{/) as string,
      client_key: expect.stringMatching(/^\$\{/) as string,
    });
  });
});

test('an output may be called as a part of the stack is', () => {
  const outputs = outputsOf({
    'outputs.named': { cluster: 'clusterName', nodes: 'nodeAddresses', outputs: 'clusterName' },
  });
  expect(Object.keys(outputs)).toEqual(['kube_config', 'talos_config', 'cluster', 'nodes', 'outputs']);
});
