import { newSecrets } from '../../../src/plan/read/new-secrets';
import { create, home, keep, planJson, SECRETS, tainted } from '../../support/plan';

const FIRST = {
  secrets: create,
  bootstrap: create,
  machines: { 'ctrl-00': { role: 'controlplane', number: 11, vm: create, config: create } },
} as const;

test('the secrets of a first apply have to be in the state before the rest', () => {
  expect(newSecrets(planJson(FIRST))).toEqual([SECRETS]);
});

test('a key for the Git host is one of them', () => {
  const plan = planJson(FIRST) as { resource_changes: object[] };
  const key = {
    address: 'tls_private_key.key',
    mode: 'managed',
    type: 'tls_private_key',
    name: 'key',
    change: { actions: ['create'], before: null, after: {}, after_unknown: {} },
  };
  expect(newSecrets({ ...plan, resource_changes: [...plan.resource_changes, key] })).toEqual([SECRETS, key.address]);
});

test.each([
  ['that are there', home({ 'work-02': { role: 'worker', number: 23, vm: create, config: create } })],
  ['that are replaced, which the guard judges', home({}, { secrets: tainted })],
  ['that are all there is to do', home({}, { secrets: create, bootstrap: keep })],
  ['of a plan that does nothing', home({})],
])('nothing is done first for secrets %s', (_, plan) => {
  expect(newSecrets(plan)).toEqual([]);
});
