import { CliProject } from '../../support/cli';
import { checkedOutput } from '../../support/output-schema';
import { home, replacedBy, SECRET } from '../../support/plan';

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
  project.set({
    plan: { output: 'what OpenTofu prints\n' },
    show: { output: JSON.stringify(home({ 'ctrl-00': { vm: replacedBy('vm_id') } })) },
  });
});

afterAll(() => {
  project.remove();
});

test('G-46 the verdict as Markdown is all that is printed, and the exit code says the same', async () => {
  const { exitCode, output, errors } = await project.call(['plan', 'home', '--markdown', '--verbose']);
  expect(exitCode).toBe(1);
  expect(output).toMatch(/^<!-- cdktf-proxmox-talos plan home -->\n### 🔴 Plan of home: refused for /);
  expect(output).not.toContain('what OpenTofu prints');
  expect(errors).toContain('what OpenTofu prints');
});

test('G-46 a page is written beside the verdict, over the one before', async () => {
  project.write('plan.html', 'old');
  const { exitCode, output, errors } = await project.call(['plan', 'home', '--html', 'plan.html']);
  expect(exitCode).toBe(1);
  expect(output).toContain('the plan is refused for');
  expect(errors).toContain('wrote plan.html\n');
  const html = project.read('plan.html');
  expect(html).toMatch(/^<!doctype html>\n<html lang="en">[^]*<\/html>\n$/);
  expect(html).not.toContain(SECRET);
});

test('a page goes with JSON and with Markdown', async () => {
  const { output } = await project.call(['plan', 'home', '--html', 'other.html', '--json']);
  expect(checkedOutput('plan', output)).toMatchObject({ allowed: false });
  const { output: markdown } = await project.call(['plan', 'home', '--html', 'third.html', '--markdown']);
  expect(markdown).toContain('### 🔴');
  expect([project.has('other.html'), project.has('third.html')]).toEqual([true, true]);
});

test('a page is printed alone with -', async () => {
  const { output } = await project.call(['plan', 'home', '--html', '-', '--verbose']);
  expect(output).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
  expect(project.has('-')).toBe(false);
});

test.each([
  [['--html', ''], '--html is empty: name the file to write, or - for standard output\n'],
  [['--html'], expect.stringContaining("option '--html <file>' argument missing") as unknown],
  [['--markdown', '--json'], expect.stringContaining("'--markdown' cannot be used with option '--json'") as unknown],
  [['--markdown', '--html', '-'], '--markdown and --html - both print: name a file for the page\n'],
  [['--json', '--html', '-'], '--json and --html - both print: name a file for the page\n'],
])('fails with %j', async (args, errors) => {
  expect(await project.call(['plan', 'home', ...args])).toMatchObject({ exitCode: 2, output: '', errors });
});

test('a page that cannot be written ends the command', async () => {
  const { exitCode, output, errors } = await project.call(['plan', 'home', '--html', 'nowhere/plan.html']);
  expect([exitCode, output === '']).toEqual([2, false]);
  expect(errors).toContain('nowhere/plan.html cannot be written: no such file or directory (ENOENT)\n');
});
