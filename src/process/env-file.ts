import { existsSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { envFileOpen, envFileUnreadable } from './faults';
import { writing } from './file-writing';

/** File of a project that holds variables of the environment, such as tokens. */
export const ENV_FILE = '.env';

/** Rights of everybody but the owner. */
const OTHERS = 0o077;

/** An environment that can be added to. */
export type MutableEnvironment = Record<string, string | undefined>;

/**
 * Adds the variables of `.env` to an environment; a variable that is set there stays as it is, also if it is empty.
 *
 * @param directory the project
 * @returns a warning if others than the owner have rights to the file; nothing if they have none, or there is no file
 * @throws if the file cannot be read
 */
export function loadEnvFile(directory: string, environment: MutableEnvironment): string | undefined {
  const path = join(directory, ENV_FILE);
  const text = readIfThere(path);
  if (text === undefined) return undefined;
  for (const [name, value] of Object.entries(parseEnv(text))) environment[name] ??= value;
  return isOpen(path) ? `warning: ${envFileOpen(ENV_FILE)}` : undefined;
}

/**
 * Sets a variable in `.env`, in place of the one of the same name, and makes the file readable by its owner only.
 *
 * @param directory the project
 * @param value without quotes and line breaks; it may be a secret
 * @throws an error that names the path and the reason, if the system refuses
 */
export function saveVariable(directory: string, name: string, value: string): void {
  const path = join(directory, ENV_FILE);
  const line = `${name}='${value}'`;
  const lines = (readIfThere(path) ?? '').split('\n');
  const isOld = (text: string): boolean => new RegExp(`^\\s*(?:export\\s+)?${name}\\s*=`).test(text);
  const kept = lines.filter((text) => !isOld(text));
  const text = [...kept.slice(0, kept.at(-1) === '' ? -1 : undefined), line, ''].join('\n');
  // a file that is killed halfway must not lose what it held
  const next = `${path}.new`;
  writing(path, () => {
    rmSync(next, { force: true });
    writeFileSync(next, text, { mode: 0o600, flag: 'wx' });
    renameSync(next, path);
  });
}

/** If there is a file `.env`, and if others than its owner have rights to it. */
export function envFileState(directory: string): 'missing' | 'open' | 'private' {
  const path = join(directory, ENV_FILE);
  if (!existsSync(path)) return 'missing';
  return isOpen(path) ? 'open' : 'private';
}

function readIfThere(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch (error) {
    const { code = '' } = error as NodeJS.ErrnoException;
    if (code === 'ENOENT') return undefined;
    throw new Error(envFileUnreadable(ENV_FILE, code), { cause: error });
  }
}

/** On Windows a mode says nothing of who may read a file. */
function isOpen(path: string): boolean {
  return process.platform !== 'win32' && (statSync(path).mode & OTHERS) !== 0;
}
