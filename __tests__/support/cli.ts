import { type ChildProcess, spawn } from 'node:child_process';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { transformSync } from '@swc/core';
import { runProgram } from '../../src/cli/program';
import { projectRoot, TemporaryProject } from './project';

// the tests may be run on a terminal
jest.mock('../../src/cli/paint', () => ({
  paint: jest.requireActual<{ createColors: (isEnabled: boolean) => object }>('picocolors').createColors(false),
}));

jest.mock('../../src/cli/progress/terminal', () => ({ liveTerminal: () => undefined }));

/** Behaviour of the stand-in of OpenTofu, by step; a step that is not named succeeds without a word. */
export interface FakeTofu {
  /** It is OpenTofu 1.12 if nothing else is said. */
  readonly version?: FakeStep;
  readonly init?: FakeStep;
  readonly plan?: FakeStep;
  readonly show?: FakeStep;
  readonly apply?: FakeStep;
  readonly output?: FakeStep;
}

interface FakeStep {
  readonly exitCode?: number;
  readonly output?: string;
  /** Output from the second time on; the same as before if nothing. */
  readonly laterOutput?: string;
  readonly errors?: string;
  /** Lines that it writes into the file of `-json-into`, if it is told one. */
  readonly data?: string;
  /** If true, it works until a signal ends it. */
  readonly waits?: boolean;
}

/** A call of the stand-in. */
export interface TofuCall {
  /** Without `-json-into`. */
  readonly args: readonly string[];
  readonly directory: string;
  /** Who may do what with the plan file, before and after, such as `-rw-------`. */
  readonly modes: readonly string[];
  /** The same for the file of `-json-into`, before; empty if it is not told one. */
  readonly dataModes: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
}

/** How a command ended. */
export interface CliResult {
  readonly exitCode: number | null;
  readonly output: string;
  readonly errors: string;
}

/** How a command is run. */
export interface CliOptions {
  readonly env?: Readonly<Record<string, string>>;
  /** Lines that a person types, one at each question; without it there is no terminal. */
  readonly answer?: string;
  /**
   * If true, somebody reads the output; else the reader goes away before anything is printed.
   * @default true
   */
  readonly isHeard?: boolean;
  /** Called when the first bytes of this text were printed; the process may be sent a signal then. */
  readonly when?: { readonly text: string; readonly then: (child: ChildProcess) => void };
}

/** Modules that a file names by a path, in its compiled form. */
const RELATIVE = /\(["'](\.{1,2}\/[^"']+)["']\)/g;

/** A shell starts faster than Node, each command starts it several times, and what it starts itself costs most. */
const FAKE_TOFU = `#!/bin/sh
step=$1
file=
data=
for arg in "$@"; do
  case $arg in
    -out=*) file=\${arg#-out=} ;;
    *.tfplan) file=$arg ;;
    -json-into=*) data=\${arg#-json-into=} ;;
  esac
done
mode() {
  mode=none
  [ -n "$1" ] && [ -e "$1" ] || return
  mode=$(ls -l "$1")
  mode=\${mode%"\${mode#??????????}"}
}
mode "$data"
data_mode=$mode
mode "$file"
before=$mode
# a new file shows what the process may show to others
[ "$step" = plan ] && rm -f "$file" && echo 'the plan' > "$file"
[ "$step" = apply ] && [ -n "$file" ] && [ "$(cat "$file")" != 'the plan' ] && exit 9
[ -n "$data" ] && cat "$FAKE_TOFU_HOME/$step.data" > "$data"
mode "$file"
variables=$(env)
{
  printf 'directory %s\n' "$PWD"
  printf 'mode %s\nmode %s\n' "$before" "$mode"
  [ -n "$data" ] && printf 'data %s\n' "$data_mode"
  case $variables in *TF_VAR_*) env | sed -n 's/^TF_VAR_/variable TF_VAR_/p' ;; esac
  printf 'arg %s\n' "$@"
  echo end
} >> "$FAKE_TOFU_HOME/calls"
[ -s "$FAKE_TOFU_HOME/$step.output" ] && cat "$FAKE_TOFU_HOME/$step.output"
[ -e "$FAKE_TOFU_HOME/$step.later" ] && mv "$FAKE_TOFU_HOME/$step.later" "$FAKE_TOFU_HOME/$step.output"
[ -s "$FAKE_TOFU_HOME/$step.errors" ] && cat "$FAKE_TOFU_HOME/$step.errors" >&2
if [ -e "$FAKE_TOFU_HOME/$step.waits" ]; then
  trap 'echo tofu got SIGINT >&2; exit 1' INT
  trap 'echo tofu got SIGTERM >&2; exit 1' TERM
  echo tofu waits >&2
  while :; do sleep 0.05; done
fi
code=0
[ -e "$FAKE_TOFU_HOME/$step.code" ] && read -r code < "$FAKE_TOFU_HOME/$step.code"
exit "$code"
`;

const STEPS = ['version', 'init', 'plan', 'show', 'apply', 'output'] as const;

const VERSION = 'OpenTofu v1.12.6\non linux_amd64\n';

/** Compiled source files by their path: a suite makes many projects. */
const compiledFiles = new Map<string, string>();

function compiled(path: string): string {
  const known = compiledFiles.get(path);
  if (known !== undefined) return known;
  const { code } = transformSync(readFileSync(join(projectRoot, path), 'utf8'), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
    module: { type: 'commonjs' },
  });
  compiledFiles.set(path, code);
  return code;
}

/** A project with a synthesized cluster, the command line, and a stand-in of OpenTofu on the PATH. */
export class CliProject {
  private readonly project = new TemporaryProject();

  public constructor(private readonly cluster = 'home') {
    this.compile(join('src', 'cli', 'main.ts'));
    symlinkSync(join(projectRoot, 'lib', 'schemas'), this.path('lib/schemas'));
    this.write('bin/tofu', FAKE_TOFU);
    chmodSync(this.path('bin/tofu'), 0o755);
    this.write('terminal.js', 'process.stdin.isTTY = true;\n');
    mkdirSync(this.path('tmp'));
  }

  /** Writes the stack, encrypted unless it says otherwise, and what the stand-in does, and forgets all calls. */
  public set(behaviour: FakeTofu, stack: object = {}): void {
    const written = { terraform: { encryption: {} }, ...stack };
    this.write(`cdktf.out/stacks/${this.cluster}/cdk.tf.json`, JSON.stringify(written));
    for (const step of STEPS) {
      const said = behaviour[step] ?? (step === 'version' ? { output: VERSION } : {});
      const { exitCode = 0, output = '', laterOutput, errors = '', data = '', waits = false } = said;
      this.write(`${step}.code`, `${exitCode}\n`);
      this.write(`${step}.output`, output);
      this.write(`${step}.errors`, errors);
      this.write(`${step}.data`, data);
      if (laterOutput === undefined) this.project.remove(`${step}.later`);
      else this.write(`${step}.later`, laterOutput);
      if (waits) this.write(`${step}.waits`, '');
      else this.project.remove(`${step}.waits`);
    }
    this.write('calls', '');
  }

  public write(path: string, content: string): void {
    this.project.write(path, content);
  }

  public read(path: string): string {
    return this.project.read(path);
  }

  public has(path: string): boolean {
    return this.project.has(path);
  }

  public path(path: string): string {
    return this.project.path(path);
  }

  public remove(path?: string): void {
    this.project.remove(path);
  }

  /** Calls of the stand-in, in order. */
  public calls(): readonly TofuCall[] {
    const records = this.read('calls').split('end\n').slice(0, -1);
    return records.map((record) => {
      const lines = record
        .trimEnd()
        .split('\n')
        .map((line) => line.split(/ (.*)/s, 2));
      const of = (kind: string): string[] => lines.filter(([key]) => key === kind).map(([, value = '']) => value);
      const variables = Object.fromEntries(of('variable').map((text) => text.split(/=(.*)/s, 2) as [string, string]));
      return {
        args: of('arg').filter((arg) => !arg.startsWith('-json-into=')),
        directory: of('directory')[0] ?? '',
        modes: of('mode'),
        dataModes: of('data'),
        variables,
      };
    });
  }

  /** Steps of the stand-in, in order. */
  public steps(): readonly (string | undefined)[] {
    return this.calls().map(({ args }) => args[0]);
  }

  /** Content of the directory for temporary files. */
  public leftovers(): readonly string[] {
    return readdirSync(this.path('tmp'));
  }

  /**
   * Runs the command line in the project without a process of its own: many times faster than `run`, for what ends
   * without a question, a signal and a private file.
   */
  public async call(args: readonly string[], env: Readonly<Record<string, string>> = {}): Promise<CliResult> {
    const said = { output: '', errors: '' };
    const hear = (stream: NodeJS.WriteStream, kind: keyof typeof said) => {
      const known = stream.listeners('error');
      const spy = jest.spyOn(stream, 'write').mockImplementation((text) => {
        said[kind] += String(text);
        return true;
      });
      return () => {
        spy.mockRestore();
        for (const listener of stream.listeners('error')) {
          if (!known.includes(listener)) stream.off('error', listener as () => void);
        }
      };
    };
    const before = { directory: process.cwd(), env: process.env };
    const deaf = [hear(process.stdout, 'output'), hear(process.stderr, 'errors')];
    process.env = this.environment(env);
    process.chdir(this.project.root);
    try {
      const exitCode = await runProgram(args);
      return { ...said, exitCode };
    } finally {
      process.chdir(before.directory);
      process.env = before.env;
      for (const stop of deaf) stop();
    }
  }

  /** Runs the command line in the project. */
  public run(args: readonly string[], { env = {}, answer, isHeard = true, when }: CliOptions = {}): Promise<CliResult> {
    const terminal = answer === undefined ? [] : ['--require', this.path('terminal.js')];
    const child = spawn(process.execPath, [...terminal, this.path('lib/src/cli/main.js'), ...args], {
      cwd: this.project.root,
      env: this.environment(env),
    });
    if (!isHeard) for (const stream of [child.stdout, child.stderr]) stream.destroy();
    const said = { output: '', errors: '' };
    const lines = answer?.match(/.*\n/g) ?? [];
    let asked = 0;
    let isTold = false;
    const hear = (stream: keyof typeof said) => (text: string) => {
      said[stream] += text;
      const questions = said.errors.match(/will be accepted: /g)?.length ?? 0;
      for (; asked < questions; asked += 1) {
        child.stdin.write(lines[asked] ?? '');
        if (asked === lines.length - 1) child.stdin.end();
      }
      if (when === undefined || isTold || !said.errors.includes(when.text)) return;
      isTold = true;
      when.then(child);
    };
    child.stdout.setEncoding('utf8').on('data', hear('output'));
    child.stderr.setEncoding('utf8').on('data', hear('errors'));
    // a person who has said nothing is still there
    if (answer === undefined) child.stdin.end();
    return new Promise((resolve, reject) => {
      child.on('error', reject);
      child.on('close', (exitCode) => resolve({ ...said, exitCode }));
    });
  }

  /** The environment in which commands run. */
  public environment(env: Readonly<Record<string, string>>): Record<string, string> {
    return {
      PATH: `${this.path('bin')}:${process.env.PATH ?? ''}`,
      FAKE_TOFU_HOME: this.project.root,
      TMPDIR: this.path('tmp'),
      ...env,
    };
  }

  /** Compiles a file and all that it loads. */
  private compile(path: string): void {
    const target = this.path(join('lib', path.replace(/\.ts$/, '.js')));
    if (existsSync(target)) return;
    const code = compiled(path);
    mkdirSync(dirname(target), { recursive: true });
    writeFileSync(target, code);
    for (const [, name = ''] of code.matchAll(RELATIVE)) {
      const module = `${join(dirname(path), name)}.ts`;
      if (existsSync(join(projectRoot, module))) this.compile(module);
    }
  }
}
