import { type Attributes, absent, destroy, end, home, planJson, HOME, update } from '../../support/plan';
import { type Allowed, describeRules, type PlanDocument, refusalsOf, type Refused } from '../../support/refusal-rows';

const POOL = 'proxmox_virtual_environment_pool.endpoint-main_pool-talos_9F2C1A00';

/** A plan that removes a resource pool in which these are. */
function poolGone(plan: PlanDocument, ...members: readonly Attributes[]): PlanDocument {
  const values = { id: 'talos', pool_id: 'talos', comment: '', members };
  const [type = '', name = ''] = POOL.split('.');
  const change = {
    address: POOL,
    mode: 'managed',
    type,
    name,
    provider_name: 'registry.opentofu.org/bpg/proxmox',
    change: { actions: ['delete'], before: values, after: null, after_unknown: {}, before_sensitive: {} },
  };
  const { values: state } = plan.prior_state as { values: { root_module: { resources: readonly object[] } } };
  const { change: _planned, ...resource } = change;
  const resources = [...state.root_module.resources, { ...resource, values }];
  return {
    ...plan,
    resource_changes: [...(plan.resource_changes as readonly object[]), change],
    prior_state: { format_version: '1.0', values: { root_module: { resources } } },
  };
}

const vm = (vmId: number): Attributes => ({ id: `qemu/${vmId}`, type: 'qemu', vm_id: vmId, node_name: 'pve1' });
const inPool = (values: Attributes): void => {
  values.pool_id = 'talos';
};
const EMPTY = 'and Proxmox VE removes empty pools only, so the apply would fail halfway;';
const FIRST = 'move them to another pool or remove them first, or keep the pool';

const REFUSED: readonly Refused[] = [
  [
    'a resource pool removed while machines stay',
    poolGone(home({ 'work-00': { vmIs: inPool } }), vm(821), vm(4711)),
    [`pool-not-empty: resource pool talos: would be removed while VM 821, VM 4711 are in it, ${EMPTY} ${FIRST}`],
    ['pool/talos'],
  ],
  [
    'a resource pool removed while a datastore is in it',
    poolGone(home({}), { id: 'storage/pve1/nfs', type: 'storage', datastore_id: 'nfs', vm_id: 0 }),
    [`pool-not-empty: resource pool talos: would be removed while storage nfs is in it, ${EMPTY} ${FIRST}`],
    ['pool/talos'],
  ],
];

const leavesPool = update((values) => {
  values.pool_id = 'other';
});

const ALLOWED: readonly Allowed[] = [
  ['an empty resource pool removed', poolGone(home({}))],
  [
    'a resource pool removed after its machine moved',
    poolGone(home({ 'work-00': { vmIs: inPool, vm: leavesPool } }), vm(821)),
  ],
  [
    'a resource pool removed with its machine',
    poolGone(home({ 'work-01': { vmIs: inPool, vm: destroy, config: destroy } }), vm(822)),
  ],
];

describeRules(REFUSED, ALLOWED);

test('the end of a cluster is refused while others are in its resource pool', () => {
  const machines = Object.fromEntries(
    Object.entries(HOME).map(([name, story]) => [name, { ...story, vm: end, config: absent }]),
  );
  const plan = poolGone(planJson({ machines, secrets: end, bootstrap: end, kubeconfig: end, image: end }), vm(821));
  expect(refusalsOf(plan, ['home'])).toEqual([]);
  const foreign = poolGone(planJson({ machines, secrets: end, bootstrap: end, kubeconfig: end, image: end }), vm(4711));
  expect(refusalsOf(foreign, ['home'])).toEqual([expect.stringMatching(/^pool-not-empty: .*VM 4711 is in it/)]);
});
