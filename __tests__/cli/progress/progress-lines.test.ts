import { ApplyProgress } from '../../../src/cli/progress/apply-progress';
import { endedLine, progressLines } from '../../../src/cli/progress/progress-lines';

const plain = (text: string): string => text;
const PAINT = { good: plain, careful: plain, bad: plain, faint: plain };
const STYLE = { paint: PAINT, isWide: true };

const SUBJECTS = ['cp-1', 'worker-1', 'worker-2'].map((name) => ({
  name,
  steps: [
    { name: 'image', addresses: ['image.a', 'image.b'], action: 'create' } as const,
    { name: 'created', addresses: [`vm.${name}`], action: 'create' } as const,
    { name: 'configured', addresses: [`config.${name}`], action: 'create' } as const,
  ],
}));

let clock: number;
let progress: ApplyProgress;

beforeEach(() => {
  clock = 0;
  progress = new ApplyProgress(SUBJECTS, () => clock);
});

const hear = (address: string, state: 'begins' | 'done' | 'failed') =>
  progress.hear({ address, action: 'create', state });

test('a step is done when all that makes it is, and told once for each machine', () => {
  hear('image.a', 'begins');
  hear('image.b', 'begins');
  clock = 4000;
  expect(hear('image.a', 'done')).toEqual([]);
  expect(hear('image.b', 'done').map(endedLine)).toEqual([
    '  cp-1: image after 4 s',
    '  worker-1: image after 4 s',
    '  worker-2: image after 4 s',
  ]);
  // the same as data
  expect(hear('image.b', 'done')).toEqual([]);
  expect(progress.hear({ address: 'vm.cp-1', action: 'destroy', state: 'done' })).toEqual([]);
  expect(hear('config.cp-1', 'failed').map(endedLine)).toEqual(['  cp-1: configured failed']);
});

test('each machine has a line', () => {
  for (const image of ['image.a', 'image.b']) hear(image, 'done');
  hear('vm.cp-1', 'done');
  hear('config.cp-1', 'failed');
  hear('vm.worker-1', 'begins');
  clock = 12_000;
  const room = { columns: 80, rows: 10 };
  expect(progressLines(progress.subjects(), room, STYLE)).toEqual([
    'cp-1      ✓ image  ✓ created  ✗ configured',
    'worker-1  ✓ image  … created 12 s  · configured',
    'worker-2  ✓ image  · created  · configured',
  ]);
  expect(progressLines(progress.subjects(), room, { ...STYLE, isWide: false })[1]).toBe(
    'worker-1  + image  > created 12 s  - configured',
  );
  const marked = { ...PAINT, bad: (text: string) => `<${text}>` };
  expect(progressLines(progress.subjects(), room, { ...STYLE, paint: marked })[0]).toContain('<✗ configured>');
});

test('no line is wider than the terminal, and there are no more than fit', () => {
  for (const image of ['image.a', 'image.b']) hear(image, 'done');
  hear('vm.worker-2', 'begins');
  expect(progressLines(progress.subjects(), { columns: 24, rows: 10 }, STYLE)).toEqual([
    'cp-1      1/3',
    'worker-1  1/3',
    'worker-2  1/3  … created',
  ]);
  expect(progressLines(progress.subjects(), { columns: 5, rows: 10 }, STYLE)).toEqual(['cp-1 ', 'worke', 'worke']);
  expect(progressLines(progress.subjects(), { columns: 80, rows: 2 }, STYLE)).toEqual([
    'worker-2  ✓ image  … created 0 s  · configured',
    '2 more, 0 of them done',
  ]);
});
