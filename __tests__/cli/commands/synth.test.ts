import { spawnSync } from 'node:child_process';
import type { CliProject } from '../../support/cli';
import { clusterProject, LAB } from '../../support/cluster-project';
import { checkedOutput } from '../../support/output-schema';

const STACK = 'stacks/lab/cdk.tf.json';

let project: CliProject;

beforeEach(() => {
  project = clusterProject({ lab: LAB, other: LAB.replace('name: lab', 'name: other') });
});

afterEach(() => {
  project.remove();
});

/** A program of the project that writes down how it was started. */
function writeProgram(body: string): void {
  project.write('cdktf.json', JSON.stringify({ language: 'typescript', app: 'node app.js' }));
  project.write(
    'app.js',
    `const { CDKTF_OUTDIR, CLUSTERS } = process.env;\nrequire('fs').writeFileSync('started', CDKTF_OUTDIR + ' ' + CLUSTERS);\n${body}`,
  );
}

test('writes the stacks of all clusters, or of those named', async () => {
  const named = await project.call(['synth', 'lab', '--output', 'out']);
  expect(named.exitCode).toBe(0);
  expect(named.output).toMatch(/^lab {2}1 machine {2}\d+ resources {2}out\/stacks\/lab\n$/);
  expect([project.has(`out/${STACK}`), project.has('out/stacks/other')]).toEqual([true, false]);
  expect((await project.call(['synth'])).exitCode).toBe(0);
  expect([project.has(`cdktf.out/${STACK}`), project.has('cdktf.out/stacks/other')]).toEqual([true, true]);
});

test('takes output directory and names from the environment, as the framework sets them', async () => {
  const env = { CDKTF_OUTDIR: 'out', CLUSTERS: 'other' };
  expect((await project.call(['synth'], env)).exitCode).toBe(0);
  expect([project.has(`out/${STACK}`), project.has('out/stacks/other')]).toEqual([false, true]);
});

test('writes nothing if anything is wrong', async () => {
  project.write('stacks/clusters/lab.yaml', LAB.replace('10.0.0.11', '10.0.9.11'));
  const { exitCode, errors } = await project.call(['synth']);
  expect(exitCode).toBe(1);
  expect(errors).toContain('1 fault; nothing is written, cdktf.out is as it was');
  expect(project.has('cdktf.out')).toBe(false);
});

test('leaves it to the program of the project', async () => {
  writeProgram('process.exitCode = 7;');
  expect((await project.call(['synth', 'lab', 'other', '--output', 'out'])).exitCode).toBe(7);
  expect(project.read('started')).toBe(`${project.path('out')} lab,other`);
  expect(project.has('out')).toBe(false);
});

describe('--json', () => {
  test('prints what was written, and nothing beside it', async () => {
    const { output, exitCode } = await project.call(['synth', '--json']);
    expect([exitCode, checkedOutput('synth', output)]).toEqual([
      0,
      expect.objectContaining({
        written: true,
        directory: 'cdktf.out',
        stacks: ['lab', 'other'].map((name) => ({
          name,
          machines: 1,
          resources: expect.any(Number) as number,
          directory: `cdktf.out/stacks/${name}`,
          unchanged: false,
        })),
        faults: [],
      }),
    ]);
    const again = checkedOutput('synth', (await project.call(['synth', 'lab', '--json'])).output);
    expect(again).toMatchObject({ stacks: [{ name: 'lab', unchanged: true }] });
  });

  test('tells a stack that was removed', async () => {
    await project.call(['synth']);
    project.remove('stacks/clusters/other.yaml');
    const { output } = await project.call(['synth', '--json']);
    expect(checkedOutput('synth', output)).toMatchObject({
      removed: [{ name: 'other', directory: 'cdktf.out/stacks/other' }],
    });
  });

  test('prints all faults', async () => {
    project.write('stacks/clusters/lab.yaml', LAB.replace('10.0.0.11', '10.0.9.11'));
    const { output, exitCode } = await project.call(['synth', '--json']);
    expect(exitCode).toBe(1);
    expect(checkedOutput('synth', output)).toMatchObject({
      written: false,
      stacks: [],
      faults: [expect.stringContaining('10.0.9.11')],
    });
    expect(project.has('cdktf.out')).toBe(false);
  });

  test('prints what the program of the project reports, and moves what it prints to standard error', async () => {
    const report = JSON.stringify({ written: true });
    writeProgram(
      `console.log('mine');\nrequire('fs').writeFileSync(process.env.CDKTF_PROXMOX_TALOS_RESULT, '${report}');`,
    );
    const { output, errors, exitCode } = await project.run(['synth', '--json']);
    expect([output, errors, exitCode]).toEqual([`${report}\n`, 'mine\n', 0]);
    expect(project.leftovers()).toEqual([]);
  });

  test('fails if the program of the project reports nothing', async () => {
    writeProgram('');
    const { output, errors, exitCode } = await project.run(['synth', '--json']);
    expect([output, exitCode]).toEqual(['', 2]);
    expect(errors).toBe(
      '"node app.js" of cdktf.json has run, and reports nothing that --json could print: it has to call runApp of cdktf-proxmox-talos/app\n',
    );
    writeProgram('process.exitCode = 7;');
    expect(await project.run(['synth', '--json'])).toEqual({ output: '', errors: '', exitCode: 7 });
  });
});

test('says that the packages are missing where its program fails without them', () => {
  project.write('fresh/cdktf.json', JSON.stringify({ app: 'node app.js' }));
  project.write('fresh/app.js', 'process.exit(3);');
  const synth = () => {
    const options = { cwd: project.path('fresh'), env: project.environment({}), encoding: 'utf8' } as const;
    const { status, stderr } = spawnSync(process.execPath, [project.path('lib/src/cli/main.js'), 'synth'], options);
    return [status, stderr];
  };
  expect(synth()).toEqual([3, '']);
  project.write('fresh/package.json', '{}');
  expect(synth()).toEqual([3, 'the packages of this project are not installed: npm install\n']);
  project.write('fresh/node_modules/any', '');
  expect(synth()).toEqual([3, '']);
});

test('does not start a program of the project that is this command, or that the framework has started', async () => {
  writeProgram('');
  for (const name of ['CDKTF_CONTEXT_JSON', 'CDKTF_PROXMOX_TALOS_SYNTH']) {
    expect((await project.call(['synth', 'lab'], { [name]: '{}' })).exitCode).toBe(0);
  }
  expect([project.has('started'), project.has(`cdktf.out/${STACK}`)]).toEqual([false, true]);
});

test('refuses options that mean nothing to the program of the project', async () => {
  writeProgram('');
  expect(await project.call(['synth', '--cluster-directory', 'clusters'])).toMatchObject({
    exitCode: 2,
    errors:
      '--cluster-directory is not for this project: its own program synthesizes it, "node app.js" in cdktf.json\n',
  });
  expect(project.has('started')).toBe(false);
});

test('refuses settings of a project that are no JSON', async () => {
  project.write('cdktf.json', '{');
  expect(await project.call(['synth'])).toMatchObject({ exitCode: 2, errors: 'cdktf.json: cannot be read as JSON\n' });
});
