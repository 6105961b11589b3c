import { Progress } from '../../../src/cli/tofu/progress';

const lines: string[] = [];
const tell = (line: string): void => void lines.push(line);

beforeEach(() => {
  jest.useFakeTimers();
  lines.length = 0;
});

afterEach(() => {
  jest.useRealTimers();
});

test('a quick step says nothing', () => {
  const progress = new Progress({ tell });
  jest.advanceTimersByTime(9_999);
  progress.end();
  jest.advanceTimersByTime(600_000);
  expect(lines).toEqual([]);
});

test('a plan tells after ten seconds, and every thirty from then on, what it has read', () => {
  const progress = new Progress({ tell });
  progress.hear('a.one: Refreshing state... [id=1]\ndata.b.two: Reading...\ndata.b.two: Read compl');
  progress.hear('ete after 1s [id=x]\n\u001b[0m\u001b[1ma.three["x y"]: Refreshing state...\u001b[0m\n');
  jest.advanceTimersByTime(10_000);
  expect(lines).toEqual(['  still planning after 10 s: 3 resources and data sources read']);
  jest.advanceTimersByTime(60_000);
  expect(lines.slice(1)).toEqual([
    '  still planning after 40 s: 3 resources and data sources read',
    '  still planning after 1 min 10 s: 3 resources and data sources read',
  ]);
  progress.end();
});

test('an apply tells how much is done, and what is at work', () => {
  const progress = new Progress({ tell, changes: 7 });
  jest.advanceTimersByTime(10_000);
  for (const name of ['a', 'b', 'c', 'd', 'e']) progress.hear(`vm.${name}: Creating...\n`);
  progress.hear('vm.a: Still creating... [10s elapsed]\nvm.f: Destroying... [id=5]\n');
  progress.hear('vm.a: Creation complete after 12s [id=secret]\nvm.f: Destruction complete after 1s\n');
  jest.advanceTimersByTime(30_000);
  progress.hear('vm.g: Modifying... [id=1]\nvm.g: Modifications complete after 2s [id=1]\n');
  for (const name of ['b', 'c', 'd', 'e']) progress.hear(`vm.${name}: Creation complete after 1s [id=1]\n`);
  jest.advanceTimersByTime(30_000);
  progress.end();
  expect(lines).toEqual([
    '  0 of 7 done after 10 s',
    '  2 of 7 done after 40 s; at work: vm.b, vm.c, vm.d, 1 more',
    '  7 of 7 done after 1 min 10 s',
  ]);
});
