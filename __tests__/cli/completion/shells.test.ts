import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { SHELLS } from '../../../src/cli/completion/completion-script';
import { clusterProject, LAB } from '../../support/cluster-project';
import type { CliProject } from '../../support/cli';

let project: CliProject;

beforeAll(async () => {
  project = clusterProject({ lab: LAB, mine: LAB.replace('name: lab', "name: 'house'") });
  project.write('stacks/clusters/site.ts', "export const cluster = {\n  name: 'site',\n};\n");
  project.write('cdktf.out/stacks/old/cdk.tf.json', '{}');
  project.write('cdktf.out/stacks/nothing/other', '');
  project.write('patch.yaml', '');
  project.write('elsewhere/far.yaml', LAB.replace('name: lab', 'name: far'));
  project.write('built/stacks/made/cdk.tf.json', '{}');
  project.write(
    'cdktf.json',
    JSON.stringify({ app: `npx ${COMMAND} synth --cluster-directory clusters` }, undefined, 2),
  );
  project.write('clusters/own.yaml', LAB.replace('name: lab', 'name: own'));
  for (const shell of SHELLS) {
    const { exitCode, output, errors } = await project.call(['completion', shell]);
    expect([exitCode, errors]).toEqual([0, '']);
    project.write(`completion.${shell}`, output);
  }
});

afterAll(() => {
  project.remove();
});

const COMMAND = 'cdktf-proxmox-talos';

/** Clusters in the usual places. */
const USUAL = ['house', 'lab', 'old', 'site'];

/** Those that the project synthesizes, and those that are synthesized. */
const OWN = ['old', 'own'];

/** Lines that somebody types, and all that may stand at their end. */
const LINES: readonly (readonly [line: string, candidates: readonly string[]])[] = [
  [`${COMMAND} dest`, ['destroy']],
  [`${COMMAND} --v`, ['--version']],
  [`${COMMAND} destroy `, OWN],
  [`${COMMAND} destroy ow`, ['own']],
  [`${COMMAND} destroy --yes ol`, ['old']],
  [`${COMMAND} destroy --accept work-00 o`, OWN],
  [`${COMMAND} destroy own `, []],
  [`${COMMAND} validate `, USUAL],
  [`${COMMAND} validate --advice s`, ['site']],
  [`${COMMAND} validate --cluster-directory elsewhere `, ['far', 'old']],
  [`${COMMAND} validate --cluster-directory=elsewhere f`, ['far']],
  [`${COMMAND} validate lab --cluster-directory ./elsewhere f`, ['far']],
  [`${COMMAND} validate --cluster-directory ~/elsewhere f`, ['far']],
  [`${COMMAND} plan --output built m`, ['made']],
  [`${COMMAND} plan --output=built `, ['made', 'own']],
  [`${COMMAND} synth --output built --cluster-directory nowhere `, ['made']],
  [`${COMMAND} destroy lab -- -tar`, []],
  [`${COMMAND} doctor lab o`, ['old']],
  [`${COMMAND} destroy --y`, ['--yes']],
  [`${COMMAND} diagram --format m`, ['mermaid']],
  [`${COMMAND} diagram --for`, ['--format']],
  [`${COMMAND} schema dest`, ['destroy']],
  [`${COMMAND} completion z`, ['zsh']],
  [`${COMMAND} explain kubernetes.cni.cil`, ['kubernetes.cni.cilium']],
  [`${COMMAND} explain nodes.cp-1.cpuC`, ['nodes.cp-1.cpuCores']],
  [`${COMMAND} explain tal`, ['talos']],
  [`npx ${COMMAND} destroy ow`, ['own']],
  ['npm run destroy -- ow', ['own']],
  ['npm run destroy -- --output built m', ['made']],
];

/** Candidates as a shell finds them, without words of explanation. */
const FIND: Readonly<Record<(typeof SHELLS)[number], (line: string) => readonly string[]>> = {
  bash: (line) =>
    lines('bash', [
      '--norc',
      '--noprofile',
      '-c',
      `. ./completion.bash; COMP_LINE=$1; COMP_POINT=\${#1}; __cdktf_proxmox_talos_bash "\${1%% *}"; printf '%s\\n' "\${COMPREPLY[@]}"`,
      'bash',
      line,
    ]),
  zsh: (line) =>
    lines('zsh', [
      '-fc',
      `compdef() { :; }; . ./completion.zsh; __cdktf_proxmox_talos_candidates "\${(@s: :)1}"`,
      'zsh',
      line,
    ]),
  fish: (line) => lines('fish', ['--no-config', '-c', `source completion.fish; complete -C ${JSON.stringify(line)}`]),
};

function lines(program: string, args: readonly string[]): readonly string[] {
  const { stdout, stderr } = spawnSync(program, args, {
    cwd: project.path('.'),
    env: { ...process.env, HOME: project.path('.') },
    encoding: 'utf8',
  });
  expect(stderr).toBe('');
  return stdout
    .split('\n')
    .map((line) => line.replace(/\t.*/, ''))
    .filter((line) => line !== '');
}

/** bash is everywhere; the others are tried where they are installed, as in CI. */
function isInstalled(shell: string): boolean {
  return spawnSync(shell, ['--version'], { stdio: 'ignore' }).error === undefined;
}

for (const shell of SHELLS) {
  const describeShell = isInstalled(shell) ? describe : describe.skip;
  describeShell(shell, () => {
    test('takes the script as it is', () => {
      execFileSync(shell, ['-n', project.path(`completion.${shell}`)]);
    });

    test.each(LINES)('completes %j', (line, candidates) => {
      expect([...FIND[shell](line)].sort()).toEqual([...candidates].sort());
    });

    test('takes the output directory of the environment', () => {
      process.env.CDKTF_OUTDIR = 'built';
      try {
        expect([...FIND[shell](`${COMMAND} plan `)].sort()).toEqual(['made', 'own']);
      } finally {
        delete process.env.CDKTF_OUTDIR;
      }
    });

    test('offers every command', () => {
      expect(FIND[shell](`${COMMAND} `)).toEqual(
        expect.arrayContaining(['init', 'plan', 'apply', 'destroy', 'access', 'completion']),
      );
    });
  });
}

/** How a shell that a person types in is started, and how it loads the script. */
const TYPED = [
  ['bash', 'bash --norc --noprofile -i', '. ./completion.bash'],
  ['zsh', 'zsh -f -i', 'autoload -U compinit && compinit -u -D && . ./completion.zsh'],
  ['fish', 'fish --no-config -i', 'source completion.fish'],
] as const;

for (const [shell, start, load] of TYPED) {
  const testTyped = isInstalled(shell) && isInstalled('script') ? test : test.skip;
  testTyped(
    `${shell} completes what a person types, at the key for it`,
    async () => {
      const stub = shell === 'fish' ? `function ${COMMAND}; echo got $argv; end` : `${COMMAND}() { echo got "$@"; }`;
      const shown = await typed(start, [`${stub}\n`, `${load}\n`, `${COMMAND} destr\tow\t--acc\twork\n`, 'exit\n']);
      expect(shown).toMatch(/got destroy own --accept work\s/);
    },
    60_000,
  );
}

/** Types into a program on a terminal of its own, piece by piece as it is ready; all that the terminal showed. */
function typed(program: string, pieces: readonly string[]): Promise<string> {
  const child = spawn('script', ['-qfec', program, '/dev/null'], {
    cwd: project.path('.'),
    env: { ...process.env, TERM: 'dumb', HOME: project.path('.'), PATH: `${join('/usr', 'bin')}:/bin` },
  });
  let shown = '';
  const left = [...pieces];
  let timer: NodeJS.Timeout | undefined;
  const next = (): void => {
    clearTimeout(timer);
    // nothing more is shown: it waits for somebody to type
    timer = setTimeout(() => {
      const piece = left.shift();
      if (piece === undefined) child.stdin.end();
      else {
        child.stdin.write(piece);
        next();
      }
    }, 700);
  };
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    shown += text;
    next();
  });
  next();
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', () => {
      clearTimeout(timer);
      resolve(shown);
    });
  });
}
