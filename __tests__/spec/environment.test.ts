import { resolveEnvironment } from '../../src/spec/environment';

const environment = { PVE_HOST: 'pve1', SUBNET: '10.0.0', EMPTY: '' };

test('a reference is replaced, also inside a text and more than once', () => {
  const { spec, faults } = resolveEnvironment(
    {
      url: 'https://${env.PVE_HOST}.example:8006',
      list: ['${env.SUBNET}.1-${env.SUBNET}.9', 1],
      empty: '${env.EMPTY}',
    },
    environment,
  );
  expect(spec).toEqual({ url: 'https://pve1.example:8006', list: ['10.0.0.1-10.0.0.9', 1], empty: '' });
  expect(faults).toEqual([]);
});

test('a value is not looked into again', () => {
  expect(resolveEnvironment('${env.A}', { A: '${env.B}', B: 'b' }).spec).toBe('${env.B}');
});

test('the spec itself stays as it is', () => {
  const spec = Object.freeze({ network: Object.freeze({ vip: '${env.SUBNET}.10' }) });
  expect(resolveEnvironment(spec, environment).spec).toEqual({ network: { vip: '10.0.0.10' } });
  expect(spec.network.vip).toBe('${env.SUBNET}.10');
});

test('patches, manifests and values of charts are taken as they are', () => {
  const spec = {
    patches: [{ machine: { env: { A: '${env.A}' } } }],
    nodeDefaults: { worker: { patches: ['${env.A}'] } },
    nodes: { a: { patches: ['${env.A}'] } },
    kubernetes: {
      cni: { cilium: { values: { a: '${env.A}' } } },
      inlineManifests: [{ name: 'a', contents: 'a: ${env.A}' }],
    },
  };
  expect(resolveEnvironment(spec, {})).toEqual({ spec, faults: [] });
});

test('a machine called patches is a machine', () => {
  const spec = { nodes: { patches: { description: '${env.PVE_HOST}' } } };
  expect(resolveEnvironment(spec, environment).spec).toEqual({ nodes: { patches: { description: 'pve1' } } });
});

test('fails for a variable that is not set', () => {
  expect(resolveEnvironment({ nodes: { a: { address: '${env.NODE_A}' } } }, {}).faults).toEqual([
    {
      path: ['nodes', 'a', 'address'],
      message: 'the environment variable NODE_A is not set; set it, or write the value itself',
    },
  ]);
});

test.each(['${env}', '${env.}', '${env.A-B}', '${env.1}'])('fails for %s, which names no variable', (text) => {
  expect(resolveEnvironment({ name: text }, { A: 'a' }).faults).toEqual([
    {
      path: ['name'],
      message: `got ${JSON.stringify(text)}; write \${env.NAME} with the name of an environment variable`,
    },
  ]);
});
