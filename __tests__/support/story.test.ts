import { Story } from './story';

/** A story, whose tests are run in the order of their names here; what it did and how the tests ended. */
async function tell(write: (story: Story, did: string[]) => void, order: readonly string[]) {
  const tests = new Map<string, () => Promise<void>>();
  const did: string[] = [];
  write(new Story((name, body) => tests.set(name, body)), did);
  const ends: string[] = [];
  for (const name of order) {
    const end = await tests.get(name)!().then(
      () => 'passed',
      (error: unknown) => (error as Error).message,
    );
    ends.push(`${name}: ${end}`);
  }
  return { did, ends };
}

const threeDays = ({ step, look }: Story, did: string[]): void => {
  step('made', () => void did.push('made'));
  look('seen', () => void did.push('seen'));
  step('grown', () => void did.push('grown'));
};

describe('a story', () => {
  const inOrder = ['made', 'seen', 'grown'];

  test.each([
    ['in order', inOrder],
    ['backwards', [...inOrder].reverse()],
  ])('is told once, in its order, when its tests are run %s', async (_, order) => {
    expect(await tell(threeDays, order)).toEqual({ did: inOrder, ends: order.map((name) => `${name}: passed`) });
  });

  test('is told from its beginning for a test that is run alone', async () => {
    expect(await tell(threeDays, ['seen'])).toEqual({ did: ['made', 'seen'], ends: ['seen: passed'] });
  });

  const failing =
    (what: 'step' | 'look') =>
    (story: Story, did: string[]): void => {
      story.step('begun', () => void did.push('begun'));
      story[what]('fails', () => {
        throw new Error('no disk\nand a diff');
      });
      threeDays(story, did);
    };

  test('ends at a step that fails: what comes later is not run, and says why', async () => {
    expect(await tell(failing('step'), ['grown', 'fails', 'seen'])).toEqual({
      did: ['begun'],
      ends: [
        'grown: not run, because "fails" failed: no disk',
        'fails: no disk\nand a diff',
        'seen: not run, because "fails" failed: no disk',
      ],
    });
  });

  test('goes on after a look that fails', async () => {
    expect(await tell(failing('look'), ['grown', 'fails'])).toEqual({
      did: ['begun', 'made', 'seen', 'grown'],
      ends: ['grown: passed', 'fails: no disk\nand a diff'],
    });
  });

  test('ends at a step that takes too long, and does not wait for it again', async () => {
    const hanging = ({ step }: Story): void => {
      step('hangs', () => new Promise<void>(() => undefined), 50);
      step('later', () => undefined);
    };
    expect(await tell(hanging, ['later', 'hangs'])).toEqual({
      did: [],
      ends: ['later: not run, because "hangs" failed: did not end within 0.05 s', 'hangs: did not end within 0.05 s'],
    });
  });
});
