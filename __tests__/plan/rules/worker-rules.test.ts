import { judgePlan } from '../../../src/plan/judge-plan';
import { configAddress, create, home, keep, type MachineStory, planJson, HOME, triggered } from '../../support/plan';
import { type Allowed, cores, describeRules, ENV, gone, reconfigure, type Refused } from '../../support/refusal-rows';

const refusal = (what: string, count: string, first: string): string =>
  `workers-away-together: ${what}: workers that would be away at the same time, ${count} where 1 may be, as nothing in an ` +
  'apply waits for one before the next; apply one after the other and wait until it is ready, beginning with ' +
  `npx cdktf-proxmox-talos apply home -- -target=${configAddress(first)}, or let more be away with maxUnavailableWorkers in the cluster file`;

const reboot = (name: string) => reconfigure('worker', name, ENV);

const REFUSED: readonly Refused[] = [
  [
    'S-21 all workers that restart',
    home({ 'work-00': { vm: cores }, 'work-01': { vm: cores } }),
    [refusal('work-00 (restarts: cores 2 -> 4), work-01 (restarts: cores 2 -> 4)', '2 of 2', 'work-00')],
    ['work-00', 'work-01'],
  ],
  [
    'S-21 S-29 F-37 workers that reboot for their Talos configuration',
    home({ 'work-00': { config: reboot('work-00') }, 'work-01': { config: reboot('work-01') } }),
    [
      refusal(
        'work-00 (restarts: Talos reboots for machine.env), work-01 (restarts: Talos reboots for machine.env)',
        '2 of 2',
        'work-00',
      ),
    ],
    ['work-00', 'work-01'],
  ],
  [
    'S-21 a worker that restarts beside one that is replaced',
    home({ 'work-00': { vm: triggered, config: triggered, dataGiB: undefined }, 'work-01': { vm: cores } }),
    [refusal('work-00 (is replaced), work-01 (restarts: cores 2 -> 4)', '2 of 2', 'work-01')],
    ['work-00', 'work-01'],
  ],
];

const ALLOWED: readonly Allowed[] = [
  ['S-21 one worker that restarts', home({ 'work-00': { vm: cores } })],
  ['a worker and a control plane that restart', home({ 'work-00': { vm: cores }, 'ctrl-00': { vm: cores } })],
  [
    'a worker that restarts while others come and go',
    home({
      'work-00': { vm: cores },
      'work-01': gone,
      'work-02': { role: 'worker', number: 23, vm: create, config: create },
    }),
  ],
  [
    'workers that are turned off',
    home({
      'work-00': { vm: cores, vmIs: (values) => (values.started = false) },
      'work-01': { vm: cores },
    }),
  ],
];

describeRules(REFUSED, ALLOWED);

describe('S-21 with a number of workers that may be away', () => {
  /** Ten workers, of which so many restart. */
  function restarting(count: number) {
    const workers = Array.from({ length: 10 }, (_, index): [string, MachineStory] => [
      `work-${index}`,
      { role: 'worker', number: 30 + index, vm: index < count ? cores : keep, config: keep },
    ]);
    return planJson({ machines: { 'ctrl-00': HOME['ctrl-00']!, ...Object.fromEntries(workers) } });
  }
  const isAllowed = (count: number, maxUnavailableWorkers: number | string): boolean =>
    judgePlan(restarting(count), { maxUnavailableWorkers }).allowed;

  test.each([
    [3, 3],
    ['30%', 3],
    ['39%', 3],
    ['5%', 1],
    ['100%', 10],
  ])('S-21 %s of ten may be away: %d', (max, count) => {
    expect(isAllowed(count, max)).toBe(true);
    if (count < 10) expect(isAllowed(count + 1, max)).toBe(false);
  });

  test('S-21 the refusal says how many may be', () => {
    expect(judgePlan(restarting(4), { maxUnavailableWorkers: '25%' }).refusals).toMatchObject([
      {
        message: expect.stringMatching(/4 of 10 where 2 may be, .*; apply at most 2 in each apply and wait/) as string,
      },
    ]);
  });

  test.each([0, 1.5, '0%', '101%', '2', 'all'])('%j has no meaning', (max) => {
    expect(() => isAllowed(1, max)).toThrow('a whole number of at least 1 or a share such as "25%" may be away; got ');
  });
});
