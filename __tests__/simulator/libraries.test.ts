import { type MachineConfigRequest, describeWithTofu, machineConfigs, schematicIds } from '../support/tofu';

function request(name: string, ...configPatches: string[]): MachineConfigRequest {
  return {
    name,
    clusterName: 'lab',
    clusterEndpoint: 'https://10.0.0.100:6443',
    contract: 'v1.13',
    kubernetesVersion: 'v1.36.3',
    machineType: 'worker',
    configPatches,
    mode: 'cloud',
  };
}

describeWithTofu('machine configurations by the library of Talos', () => {
  const hostname = 'apiVersion: v1alpha1\nkind: HostnameConfig\nhostname: node-1\n';

  test('documents are those that a node gets, without secrets', () => {
    const [good] = machineConfigs([request('good', '{"machine":{"sysctls":{"a":"1"}}}', `${hostname}auto: off\n`)]);
    expect(good?.error).toBeUndefined();
    expect(good?.documents).toMatchObject([
      { machine: { sysctls: { a: '1' }, token: 'placeholder' }, cluster: { token: 'placeholder' } },
      { apiVersion: 'v1alpha1', kind: 'HostnameConfig', auto: 'off', hostname: 'node-1' },
    ]);
  });

  test('what only a node refuses is refused', () => {
    const [pair] = machineConfigs([request('pair', hostname)]);
    expect(pair?.error).toContain("HostnameConfig: 'auto' and 'hostname' cannot be set at the same time");
  });

  test('a machine that Talos is installed on needs a disk', () => {
    const [metal] = machineConfigs([{ ...request('metal'), mode: 'metal' }]);
    expect(metal?.error).toContain('either install disk or diskSelector should be defined');
  });
});

describeWithTofu('schematic ids by the library of Image Factory', () => {
  test('order of the results is that of the schematics', () => {
    expect(schematicIds(['{}', 'customization: {systemExtensions: {officialExtensions: [siderolabs/qemu-guest-agent]}}'])).toEqual([
      { id: '376567988ad370138ad8b2698212367b8edcb69b5fd68c80be1f2ec7d603b4ba', text: 'customization: {}\n' },
      {
        id: 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515',
        text: 'customization:\n    systemExtensions:\n        officialExtensions:\n            - siderolabs/qemu-guest-agent\n',
      },
    ]);
  });

  test('a field that the factory does not know is an error', () => {
    expect(schematicIds(['customization: {kernelArgs: [a]}'])[0]?.error).toContain('field kernelArgs not found');
  });
});
