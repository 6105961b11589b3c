import { type HighAvailabilityPlace, resolvedHighAvailability } from '../../src/high-availability/resolved';

const PLACE: HighAvailabilityPlace = {
  endpointName: 'main',
  hosts: ['pve1', 'pve2', 'pve3'],
  machines: new Map([
    ['work', ['work-00', 'work-01']],
    ['cp-1', ['cp-1']],
    ['cp-2', ['cp-2']],
    ['work-00', ['work-00']],
    ['work-01', ['work-01']],
  ]),
  controlPlanes: ['cp-1', 'cp-2'],
};

test('every machine is looked after, and control planes are kept apart', () => {
  expect(resolvedHighAvailability({}, PLACE)).toEqual({
    machines: ['work-00', 'work-01', 'cp-1', 'cp-2'],
    state: 'started',
    maxRestart: 1,
    maxRelocate: 1,
    failback: true,
    rules: { 'control-planes': { type: 'resource-affinity', machines: ['cp-1', 'cp-2'], affinity: 'negative' } },
  });
});

test('a pool stands for its machines, and each machine is there once', () => {
  const { machines, rules } = resolvedHighAvailability(
    {
      machines: ['work', 'work-01', 'cp-1'],
      nodeAffinity: { near: { machines: ['work'], hosts: { pve1: 1 }, strict: true } },
      resourceAffinity: { apart: { machines: ['work-01', 'work'], affinity: 'negative' } },
    },
    PLACE,
  );
  expect(machines).toEqual(['work-00', 'work-01', 'cp-1']);
  expect(rules).toEqual({
    near: { type: 'node-affinity', machines: ['work-00', 'work-01'], hosts: { pve1: 1 }, strict: true },
    apart: { type: 'resource-affinity', machines: ['work-01', 'work-00'], affinity: 'negative' },
  });
});

test.each([
  ['on fewer hosts than control planes', {}, { hosts: ['pve1'] }],
  ['of a single control plane', { machines: ['cp-1', 'work'] }, {}],
  ['that is not wanted', { separateControlPlanes: false }, {}],
])('there is no rule %s', (_, settings, place) => {
  expect(resolvedHighAvailability(settings, { ...PLACE, ...place }).rules).toEqual({});
});
