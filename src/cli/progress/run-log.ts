import { appendFileSync, chmodSync, existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { stripVTControlCharacters } from 'node:util';
import { LineReader } from '../tofu/line-reader';
import { writing } from '../../process/file-writing';

/** Logs that are kept beside the newest. */
const KEPT = 4;

const OWNER_ONLY = 0o600;
const OWNER_ONLY_FOLDER = 0o700;

/** Shorter texts may stand anywhere, and are no secrets. */
const SHORTEST_SECRET = 6;

/**
 * Everything that OpenTofu prints during a run that changes something, in a file that only its owner can read. Values of
 * sensitive variables are left out of it, which OpenTofu and its providers do not promise.
 */
export class RunLog {
  /** Its path, for messages. */
  public readonly shown: string;
  private readonly path: string;
  private readonly readers: Readonly<Record<'output' | 'errors', LineReader>>;

  /**
   * Begins a log; those of the last runs are kept.
   *
   * @param output output directory of synth
   * @param secrets values that must not stand in it
   * @throws an error that names the path and the reason, if the system refuses
   */
  constructor(
    output: string,
    cluster: string,
    private readonly secrets: readonly string[],
  ) {
    const folder = join(output, 'logs');
    this.path = join(folder, `${cluster}.log`);
    this.shown = relative(process.cwd(), this.path);
    writing(folder, () => mkdirSync(folder, { recursive: true, mode: OWNER_ONLY_FOLDER }));
    rotate(this.path);
    writing(this.path, () => writeFileSync(this.path, '', { mode: OWNER_ONLY }));
    chmodSync(this.path, OWNER_ONLY);
    const reader = (): LineReader => new LineReader((line) => this.add(line));
    this.readers = { output: reader(), errors: reader() };
  }

  /** Takes a piece of what OpenTofu prints, which may end within a line. */
  public hear(stream: 'output' | 'errors', text: string): void {
    this.readers[stream].hear(text);
  }

  /** Takes what is left. */
  public end(): void {
    this.readers.output.end();
    this.readers.errors.end();
  }

  private add(line: string): void {
    const plain = stripVTControlCharacters(line).trimEnd();
    appendFileSync(this.path, `${new Date().toISOString()} ${withoutSecrets(plain, this.secrets)}\n`);
  }
}

/** Values, and the lines of those that have several, the longest first: a part must not uncover the rest. */
export function secretTexts(values: readonly string[]): readonly string[] {
  const texts = values.flatMap((value) => [value, ...value.split('\n'), value.split('=').slice(1).join('=')]);
  const long = texts.map((text) => text.trim()).filter((text) => text.length >= SHORTEST_SECRET);
  return [...new Set(long)].sort((a, b) => b.length - a.length);
}

/** A text with `(secret)` in the place of each of them. */
export function withoutSecrets(line: string, secrets: readonly string[]): string {
  return secrets.reduce((text, secret) => text.replaceAll(secret, '(secret)'), line);
}

function rotate(path: string): void {
  const nameOf = (age: number): string => (age === 0 ? path : `${path}.${age}`);
  for (let age = KEPT; age > 0; age -= 1) {
    if (existsSync(nameOf(age - 1))) writing(path, () => renameSync(nameOf(age - 1), nameOf(age)));
  }
}
