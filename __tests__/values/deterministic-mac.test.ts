import { deterministicMac, writtenMac } from '../../src/values/deterministic-mac';

test('it is the same for ever', () => {
  expect(deterministicMac('home', 'work-00')).toBe('02:F2:D4:BD:96:D6');
  expect(deterministicMac('home', 'work-00', 'storage')).toBe('02:9A:5C:29:60:D5');
});

test('it is given away by its owner, and names one card', () => {
  for (let index = 0; index < 200; index++)
    expect(deterministicMac('home', `work-${index}`)).toMatch(/^02(:[0-9A-F]{2}){5}$/);
});

test('cluster, machine and card tell addresses apart', () => {
  const all = ['home', 'lab'].flatMap((cluster) =>
    ['a', 'b'].flatMap((hostname) => ['', 'storage'].map((device) => deterministicMac(cluster, hostname, device))),
  );
  expect(new Set(all).size).toBe(8);
});

test.each([
  ['deterministic', deterministicMac('home', 'work-00', 'lab')],
  ['bc-24-11-00-00-01', 'BC:24:11:00:00:01'],
  ['${var.mac}', '${var.mac}'],
])('%s is written as %s', (text, written) => {
  expect(writtenMac(text, { cluster: 'home', hostname: 'work-00', device: 'lab' })).toBe(written);
});
