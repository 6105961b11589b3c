import fc from 'fast-check';
import { judgePlan } from '../../../src/plan/judge-plan';
import { keepsQuorum, majorityOf } from '../../../src/plan/rules/quorum';
import { type Attributes, destroy, type MachineStory, keep, planJson, triggered, update } from '../../support/plan';

const counts = fc.record({
  members: fc.integer({ min: 1, max: 9 }),
  leaving: fc.integer({ min: 0, max: 9 }),
  gone: fc.integer({ min: 0, max: 9 }),
  away: fc.integer({ min: 0, max: 9 }),
});

test.each([
  [1, 1],
  [2, 2],
  [3, 2],
  [4, 3],
  [5, 3],
])('of %i members %i are the majority', (members, majority) => {
  expect(majorityOf(members)).toBe(majority);
});

test('two majorities always have a member in common', () => {
  fc.assert(fc.property(fc.integer({ min: 1, max: 99 }), (members) => 2 * majorityOf(members) > members));
});

test('one more that goes or is away never brings quorum back', () => {
  fc.assert(
    fc.property(counts, (membership) => {
      const { gone, away } = membership;
      return (
        keepsQuorum(membership) ||
        (!keepsQuorum({ ...membership, gone: gone + 1 }) && !keepsQuorum({ ...membership, away: away + 1 }))
      );
    }),
  );
});

test('a member that leaves does at least as little harm as one that goes', () => {
  fc.assert(
    fc.property(
      counts.filter(({ gone, leaving, members }) => gone > 0 && leaving + gone < members),
      (membership) => {
        const leaves = { ...membership, gone: membership.gone - 1, leaving: membership.leaving + 1 };
        return !keepsQuorum(membership) || keepsQuorum(leaves);
      },
    ),
  );
});

/** Possible outcomes of a control plane, and whether it is away or lost by them. */
const OUTCOMES = {
  stays: { vm: keep, config: keep },
  relabelled: { vm: update((values) => void (values.description = 'mine')), config: keep },
  restarts: { vm: update((values) => void (values.bios = 'seabios')), config: keep },
  goes: { vm: destroy, config: destroy },
  leaves: { vm: destroy, config: destroy, configIs: leave },
  replaced: { vm: triggered, config: triggered },
} satisfies Record<string, Partial<MachineStory>>;

function leave(values: Attributes): void {
  values.on_destroy = { graceful: true, reboot: false, reset: true };
}

test('S-21 at most one control plane is touched, and a majority is left, whatever a plan does', () => {
  const outcomes = fc.array(fc.constantFrom(...(Object.keys(OUTCOMES) as (keyof typeof OUTCOMES)[])), {
    minLength: 1,
    maxLength: 7,
  });
  fc.assert(
    fc.property(outcomes, (chosen) => {
      const machines = Object.fromEntries(
        chosen.map((outcome, index) => [
          `ctrl-${index}`,
          { role: 'controlplane', number: index + 1, ...OUTCOMES[outcome] } as const,
        ]),
      );
      const number = (...names: readonly string[]): number =>
        chosen.filter((outcome) => names.includes(outcome)).length;
      const touched = chosen.length - number('stays', 'relabelled');
      const counted = chosen.length - number('leaves');
      // one that goes without leaving stays counted, and no later plan shows it
      const mayGo = touched <= 1 && number('goes', 'replaced') === 0 && counted > 0;
      // a stack of which nothing is left is another matter
      const { allowed } = judgePlan(planJson({ machines }));
      return allowed === mayGo;
    }),
    { numRuns: 300 },
  );
});
