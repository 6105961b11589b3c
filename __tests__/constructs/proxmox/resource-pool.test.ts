import { ProxmoxEndpoint } from '../../../src/constructs/proxmox/proxmox-endpoint';
import { ResourcePool, type ResourcePoolProps } from '../../../src/constructs/proxmox/resource-pool';
import { host, image, node } from '../../support/homelab';
import { synthesize, testStack } from '../../support/synth';

function pool(props: Partial<ResourcePoolProps> = {}) {
  const { stack } = testStack();
  const proxmoxProvider = host(stack).provider;
  return { stack, proxmoxProvider, made: new ResourcePool(stack, 'lab', { proxmoxProvider, ...props }) };
}

describe('ResourcePool', () => {
  test('has the id of the construct as its name, and is removed when its machines have left', () => {
    const { stack, made } = pool({ comment: 'Experiments' });
    node(stack, { poolId: made.poolId });
    const out = synthesize(stack);
    expect(out.at('lab/Resource')).toEqual({
      provider: 'proxmox.main',
      pool_id: 'lab',
      comment: 'Experiments',
      lifecycle: { create_before_destroy: true },
    });
    expect(out.at('cp1/Resource')).toMatchObject({
      pool_id: '${proxmox_virtual_environment_pool.lab_37E50F47.pool_id}',
    });
  });

  test('is made after the pool that it lies in', () => {
    const { stack, proxmoxProvider, made } = pool();
    new ResourcePool(stack, 'lab-talos', { proxmoxProvider, poolId: 'lab/talos', parent: made });
    expect(synthesize(stack).at('lab-talos/Resource')).toMatchObject({
      pool_id: 'lab/talos',
      depends_on: ['proxmox_virtual_environment_pool.lab_37E50F47'],
    });
  });

  test.each(['', '/lab', 'lab/', 'a/b/c/d', 'my lab'])('fails for the name "%s"', (poolId) => {
    expect(() => pool({ poolId })).toThrow(
      `poolId: got "${poolId}"; write letters, digits, "_", "-" and ".", and a "/" after each of at most two pools that it lies in, such as "lab/talos"`,
    );
  });
});

test('an endpoint makes its pools, those that others lie in first, and its machines after all of them', () => {
  const { stack } = testStack();
  const endpoint = new ProxmoxEndpoint(stack, 'rack', {
    url: 'https://rack.example:8006',
    hosts: { pve1: { diskDatastoreId: 'tank' } },
    resourcePools: { 'lab/talos': {}, lab: { comment: 'Experiments' } },
  });
  node(stack, {
    host: endpoint.findHost('pve1'),
    image: image(stack, { hosts: endpoint.hosts }),
    disks: { data: { slot: 1, sizeGiB: 5, diskVm: {} } },
  });
  const out = synthesize(stack);
  const [lab, talos] = ['lab', 'lab--talos'].map((id) => `resource-pools_rack_${id}`);
  expect(out.at('resource-pools/rack/lab--talos/Resource')).toMatchObject({
    provider: 'proxmox.rack',
    depends_on: [expect.stringContaining(`proxmox_virtual_environment_pool.${lab}`)],
  });
  const after = [lab, talos].map((id) => expect.stringContaining(`proxmox_virtual_environment_pool.${id}`) as unknown);
  expect(out.at('cp1/Resource')).toMatchObject({ depends_on: after });
  expect(out.at('cp1/disk-vms/data/Resource')).toMatchObject({ depends_on: after });
  expect([...endpoint.resourcePools.keys()]).toEqual(['lab', 'lab/talos']);
});
