import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { AGE_KEY } from '../../scaffold/secrets-in-git';
import { valueAt } from '../../values/path';
import { sopsFailed, sopsNotFound, sopsWithoutValue } from '../../errors/sops';
import { CommandError } from '../command-error';
import type { StackDirectory } from './stack-directory';

/** Environment variables by name. */
type Environment = Readonly<Record<string, string | undefined>>;

/** The program. */
const SOPS = 'sops';

/** Most that a decrypted file may hold. */
const MOST = 16 * 1024 * 1024;

/**
 * Values of variables that stand in files which SOPS encrypted. What is decrypted is in this process and in the environment
 * of OpenTofu alone, and never in a file. Variables that the environment has already are not looked up.
 *
 * @param isGiven if the environment has a value for a variable
 * @param project directory that the files are relative to; its `age.key` decrypts, unless the environment says what does
 * @returns by the name of the variable
 * @throws {CommandError} if SOPS is not there or decrypts nothing, or a file does not have a value
 */
export function decryptedSecrets(
  { stack }: Pick<StackDirectory, 'stack'>,
  environment: Environment,
  isGiven: (variable: string) => boolean,
  project = process.cwd(),
): Readonly<Record<string, string>> {
  const wanted = Object.entries(stack['//']?.sops ?? {}).filter(([variable]) => !isGiven(variable));
  const files = new Map<string, unknown>();
  for (const [, { file }] of wanted) if (!files.has(file)) files.set(file, decrypt(file, environment, project));
  return Object.fromEntries(
    wanted.map(([variable, { file, key }]) => {
      const value = valueAt(files.get(file), key.split('.'));
      if (typeof value !== 'string' && typeof value !== 'number') throw new CommandError(sopsWithoutValue(file, key));
      return [variable, String(value)];
    }),
  );
}

function decrypt(file: string, environment: Environment, project: string): unknown {
  const { status, stdout, stderr, error } = spawnSync(SOPS, ['decrypt', '--output-type', 'json', file], {
    cwd: project,
    env: { ...keyOf(environment, project), ...environment },
    encoding: 'utf8',
    maxBuffer: MOST,
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  if (error !== undefined) throw new CommandError(sopsNotFound(SOPS, file));
  if (status !== 0) throw new CommandError(sopsFailed(file, stderr.trim()));
  try {
    return JSON.parse(stdout) as unknown;
  } catch {
    // what it printed may be the secrets
    throw new CommandError(sopsFailed(file, 'it printed no JSON'));
  }
}

function keyOf(environment: Environment, project: string): Environment {
  const hasKey = ['SOPS_AGE_KEY', 'SOPS_AGE_KEY_FILE', 'SOPS_AGE_KEY_CMD'].some(
    (name) => environment[name] !== undefined,
  );
  const path = join(project, AGE_KEY);
  return !hasKey && existsSync(path) ? { SOPS_AGE_KEY_FILE: path } : {};
}
