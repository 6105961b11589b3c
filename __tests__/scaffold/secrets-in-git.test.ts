import { parse } from 'yaml';
import { projectFiles, projectPaths } from '../../src/scaffold/project-files';
import { answersOf } from './answers';

const BUCKET = { stateBucket: 'states', stateEndpoint: 'https://s3.example' };

test('NV-24 a key is made, with a rule that encrypts for it; the key itself stays out of Git', () => {
  const answers = answersOf({ secrets: 'sops' });
  const files = projectFiles(answers);
  const key = files.get('age.key') ?? '';
  const [, recipient] = /^# public key: (age1\w+)$/m.exec(key) ?? [];
  expect(parse(files.get('.sops.yaml') ?? '')).toEqual({
    creation_rules: [{ path_regex: '\\.env$|\\.sops\\.(ya?ml|json)$', age: recipient }],
  });
  expect(files.get('.gitignore')?.split('\n')).toEqual(expect.arrayContaining(['/.env', '/age.key']));
  const identity = /AGE-SECRET-KEY-\w+/.exec(key)?.[0] ?? '';
  expect([...files].filter(([, text]) => text.includes(identity)).map(([path]) => path)).toEqual(['age.key']);
  expect([...projectPaths(answers)].sort()).toEqual([...files.keys()].sort());
});

test('without it nothing speaks of it', () => {
  const text = [...projectFiles(answersOf(BUCKET)).entries()]
    .filter(([path]) => path !== '.gitignore')
    .map(([, content]) => content)
    .join('\n');
  expect(text).not.toMatch(/sops|SOPS|age\.key|decrypt/);
});

test('CI gets one secret, decrypts the others, and leaves none of them behind', () => {
  const files = projectFiles(answersOf({ secrets: 'sops', ...BUCKET }));
  for (const name of ['plan', 'apply', 'drift']) {
    const text = files.get(`.github/workflows/${name}.yml`) ?? '';
    const { jobs } = parse(text) as { jobs: Record<string, { env: object; steps: { run?: string; if?: string }[] }> };
    const [job] = Object.values(jobs);
    expect(job?.env).toEqual({ SOPS_AGE_KEY: '${{ secrets.SOPS_AGE_KEY }}' });
    const runs = job?.steps.map(({ run }) => run) ?? [];
    expect(runs.indexOf('npm run decrypt')).toBeGreaterThan(runs.indexOf('npm ci'));
    expect(job?.steps.find(({ run }) => run === 'rm -f .env')?.if).toBe('always()');
  }
});
