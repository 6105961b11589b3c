import { isCalendarEvent } from '../../src/backup/calendar-event';
import { resolvedBackupJob } from '../../src/backup/resolved';

const MACHINES = new Map([
  ['work', ['work-00', 'work-01']],
  ['cp-1', ['cp-1']],
  ['work-00', ['work-00']],
]);

test('every machine is in a job that names none', () => {
  expect(resolvedBackupJob({ schedule: 'daily', datastoreId: 'nas' }, { machines: MACHINES })).toEqual({
    schedule: 'daily',
    datastoreId: 'nas',
    machines: ['work-00', 'work-01', 'cp-1'],
    mode: 'snapshot',
    compress: 'zstd',
    enabled: true,
    repeatMissed: false,
  });
});

test('a resource pool says by itself which machines it has, and numbers are as Proxmox VE takes them', () => {
  const settings = { schedule: 'daily', datastoreId: 'nas', poolId: 'lab', compression: 'none' } as const;
  const keep = { last: 3, weekly: 4 };
  expect(resolvedBackupJob({ ...settings, keep }, { machines: MACHINES })).toMatchObject({
    machines: [],
    poolId: 'lab',
    compress: '0',
    pruneBackups: { 'keep-last': '3', 'keep-weekly': '4' },
  });
});

test.each([
  ...['02:30', '2:30', 'daily', 'sun 04:00', 'mon..fri 22:00', 'sat,sun 1,13:00', '*/2:00', '22:0/30', 'sun'],
  ...['2026-12-24 18:00', '*-1..7 18:00', '8..17,22:0/15', 'fri 12-13 12:20'],
])('%s is a calendar event', (text) => {
  expect(isCalendarEvent(text)).toBe(true);
});

test.each(['', ' 02:30', 'midnight', '2h30', '0 2 * * *', 'every day', 'sun at 4', '02:30 sun'])(
  '%j is none',
  (text) => {
    expect(isCalendarEvent(text)).toBe(false);
  },
);
