import { clockFindings } from '../../src/preflight/clock-findings';
import type { ReadClock } from '../../src/preflight/clocks';

const FACTORY = 'https://factory.example';
const factory = (aheadSeconds: number): ReadClock => ({ name: FACTORY, kind: 'factory', aheadSeconds });
const pve1 = (aheadSeconds: number): ReadClock => ({ name: 'main/pve1', kind: 'host', aheadSeconds });

test('clocks that agree', () => {
  expect(clockFindings([pve1(2), factory(-1)])).toEqual({
    errors: [],
    warnings: [],
    unknown: [],
    fine: [`this computer, main/pve1, ${FACTORY}: all tell the same time`],
  });
  expect(clockFindings([])).toEqual({ errors: [], warnings: [], unknown: [], fine: [] });
});

test('a host that is behind Image Factory', () => {
  expect(clockFindings([pve1(-605), factory(0)])).toMatchObject({
    errors: [
      `main/pve1: the clock of the host is 10 min 5 s behind that of ${FACTORY}; its machines start with that time, and ` +
        'refuse certificates until time servers have set it; let chrony set it, as root on the host: ' +
        'systemctl enable --now chrony && chronyc makestep',
    ],
    warnings: [],
    fine: [],
  });
});

test('this computer is wrong where host and Image Factory agree', () => {
  const { errors } = clockFindings([pve1(-7200), factory(-7200)]);
  expect(errors).toEqual([
    `the clock of this computer is 2 h ahead of that of ${FACTORY}; machines would take certificates that are made here as ` +
      'not valid yet; let it be set by time servers, on Linux with: sudo timedatectl set-ntp true',
  ]);
  expect(clockFindings([factory(7200)]).errors).toEqual([
    expect.stringContaining('2 h behind that of https://factory.example; certificates of machines would look'),
  ]);
});

test('without a third clock nobody knows which is wrong', () => {
  expect(clockFindings([pve1(90_000)]).errors).toEqual([
    expect.stringContaining(
      'main/pve1: the clock of the host is 1 d 1 h ahead of that of this computer, and one of them is wrong',
    ),
  ]);
});

test.each([
  [19, 0, 0],
  [20, 1, 0],
  [119, 1, 0],
  [120, 0, 1],
])('%i s apart: %i warnings and %i errors', (seconds, warnings, errors) => {
  for (const apart of [seconds, -seconds]) {
    const found = clockFindings([pve1(apart), factory(0)]);
    expect([found.warnings.length, found.errors.length]).toEqual([warnings, errors]);
  }
});

test('a clock that was not read is unknown, and none of the others is said to be wrong', () => {
  const unread: ReadClock = { name: 'main/pve2', kind: 'host', reason: 'the token lacks Sys.Audit on /nodes/pve2' };
  expect(clockFindings([unread])).toEqual({
    errors: [],
    warnings: [],
    unknown: ['main/pve2: its clock was not read (the token lacks Sys.Audit on /nodes/pve2)'],
    fine: [],
  });
  expect(clockFindings([unread, pve1(0)])).toMatchObject({ unknown: [expect.any(String)], fine: [expect.any(String)] });
});
