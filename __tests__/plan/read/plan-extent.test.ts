import { planExtent } from '../../../src/plan/read/plan-extent';
import { create, home } from '../../support/plan';

test('a plan tells how many resources change, and which outputs there are afterwards', () => {
  const plan = home({ 'work-02': { role: 'worker', number: 23, vm: create, config: create } });
  expect(planExtent(plan)).toEqual({ changes: 2, outputs: [] });
  const outputs = { kube_config: { sensitive: true }, talos_config: { sensitive: true } };
  expect(planExtent({ ...plan, planned_values: { outputs } }).outputs).toEqual(['kube_config', 'talos_config']);
  expect(planExtent(home({})).changes).toBe(0);
});
