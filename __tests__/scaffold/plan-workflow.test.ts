import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';
import { projectFiles } from '../../src/scaffold/project-files';
import { answersOf } from './answers';

interface Comment {
  readonly id: number;
  body: string;
}

interface Workflow {
  readonly jobs: { readonly plan: { readonly steps: readonly { name?: string; with?: { script?: string } }[] } };
}

const AsyncFunction = comment.constructor as new (...args: string[]) => (...args: unknown[]) => Promise<void>;

/** Runs the script of the step that comments, as the action does, on a pull request with these comments. */
async function comment(verdict: string, comments: Comment[]): Promise<readonly Comment[]> {
  const answers = answersOf({ stateBucket: 'states', stateEndpoint: 'https://s3.example' });
  const text = projectFiles(answers).get('.github/workflows/plan.yml') ?? '';
  const { steps } = (parse(text) as Workflow).jobs.plan;
  const script = steps.find(({ name }) => name === 'comment')?.with?.script ?? '';
  const directory = mkdtempSync(join(tmpdir(), 'workflow-'));
  const before = process.cwd();
  writeFileSync(join(directory, 'verdict.md'), verdict);
  const issues = {
    listComments: 'listComments',
    createComment: (created: { owner: string; repo: string; issue_number: number; body: string }) => {
      expect(created).toMatchObject({ owner: 'o', repo: 'r', issue_number: 7 });
      comments.push({ id: comments.length + 1, body: created.body });
      return Promise.resolve();
    },
    updateComment: ({ comment_id: id, body }: { comment_id: number; body: string }) => {
      comments.find((each) => each.id === id)!.body = body;
      return Promise.resolve();
    },
  };
  const paginate = (method: string, issue: object) => {
    expect([method, issue]).toEqual(['listComments', { owner: 'o', repo: 'r', issue_number: 7 }]);
    return Promise.resolve(comments);
  };
  const context = { repo: { owner: 'o', repo: 'r' }, issue: { number: 7 } };
  try {
    process.chdir(directory);
    await new AsyncFunction('github', 'context', 'require', script)(
      { rest: { issues }, paginate },
      context,
      createRequire(__filename),
    );
  } finally {
    process.chdir(before);
    rmSync(directory, { recursive: true });
  }
  return comments;
}

const HOME = '<!-- cdktf-proxmox-talos plan home -->\n';

test('G-46 the first plan of a pull request is a new comment', async () => {
  const other = { id: 1, body: 'looks good' };
  expect(await comment(`${HOME}### one\n`, [other])).toEqual([other, { id: 2, body: `${HOME}### one\n` }]);
});

test('the next plan takes the place of the one before, and of no other cluster', async () => {
  const lab = { id: 1, body: '<!-- cdktf-proxmox-talos plan lab -->\n### lab\n' };
  const comments = await comment(`${HOME}### two\n`, [{ ...lab }, { id: 2, body: `${HOME}### one\n` }]);
  expect(comments).toEqual([lab, { id: 2, body: `${HOME}### two\n` }]);
});

test('a plan that failed before it had a verdict says nothing', async () => {
  expect(await comment('', [])).toEqual([]);
});
