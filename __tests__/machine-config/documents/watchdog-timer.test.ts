import { machinePatches } from '../../../src/machine-config/machine-patches';
import { clusterSettings, worker } from '../fixtures';

function documents(contract: string, watchdogSeconds?: number): unknown[] {
  return machinePatches(clusterSettings(contract), worker({ watchdogSeconds }), '')
    .map((text) => JSON.parse(text) as Record<string, unknown>)
    .filter(({ kind }) => kind === 'WatchdogTimerConfig');
}

test.each(['v1.9', 'v1.13', 'v1.14'])('with contract %s Talos keeps the watchdog of the machine quiet', (contract) => {
  expect(documents(contract, 30)).toEqual([
    { apiVersion: 'v1alpha1', kind: 'WatchdogTimerConfig', device: '/dev/watchdog0', timeout: '30s' },
  ]);
});

test('a machine without watchdog has no document of one', () => {
  expect(documents('v1.13')).toEqual([]);
});
