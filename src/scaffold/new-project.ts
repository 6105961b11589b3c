import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  renameSync,
  rmdirSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { constants } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { writing } from '../process/file-writing';
import { onSignals } from '../process/signals';
import { alreadyThere, notADirectory } from './faults';

/**
 * Checks that a project can be written into a directory without touching what is there.
 *
 * @param paths of its files, below the directory
 * @throws if the directory is a file, or has an entry of the same name
 */
export function checkTarget(directory: string, paths: Iterable<string>): void {
  if (!existsSync(directory)) return;
  if (!statSync(directory).isDirectory()) throw new Error(notADirectory(directory));
  const known = topEntries(paths).filter((name) => existsSync(join(directory, name)));
  if (known.length > 0) throw new Error(alreadyThere(directory, known));
}

/**
 * Writes the files of a new project: all of them, or none. They are written into a temporary directory beside the project
 * and moved in at the end. Nothing that exists is touched, and a signal ends the process before or after, not between.
 *
 * @param files content by path below the directory
 * @param secret paths of those that only their owner may read
 * @throws if something of the same name is there, or the system refuses; nothing is left behind then
 */
export function writeNewProject(
  directory: string,
  files: ReadonlyMap<string, string>,
  secret: readonly string[] = [],
): void {
  const target = resolve(directory);
  checkTarget(target, files.keys());
  const stopIgnoring = onSignals(() => undefined);
  const madeParent = writing(dirname(target), () => mkdirSync(dirname(target), { recursive: true }));
  let temporary: string | undefined;
  try {
    temporary = writing(target, () => mkdtempSync(join(dirname(target), `.${basename(target)}-`)));
    for (const [path, content] of files) {
      const file = join(temporary, path);
      writing(join(target, path), () => {
        mkdirSync(dirname(file), { recursive: true });
        writeFileSync(file, content, { flag: 'wx', mode: secret.includes(path) ? 0o600 : 0o666 });
      });
    }
    moveIn(temporary, target, topEntries(files.keys()));
  } catch (error) {
    if (madeParent !== undefined) rmSync(madeParent, { recursive: true, force: true });
    throw error;
  } finally {
    if (temporary !== undefined) rmSync(temporary, { recursive: true, force: true });
    stopIgnoring();
  }
}

/** Moves entries into a directory, and takes them out again if one cannot be moved. */
function moveIn(from: string, to: string, names: readonly string[]): void {
  const isNew = !existsSync(to);
  const moved: string[] = [];
  try {
    if (isNew) writing(to, () => mkdirSync(to));
    for (const name of names) {
      const [source, target] = [join(from, name), join(to, name)];
      writing(target, () => {
        // a rename would replace a file that has appeared meanwhile, and an empty directory
        if (statSync(source).isDirectory()) mkdirSync(target);
        else copyFileSync(source, target, constants.COPYFILE_EXCL);
        moved.push(target);
        if (statSync(source).isDirectory()) renameSync(source, target);
      });
    }
  } catch (error) {
    for (const path of moved) rmSync(path, { recursive: true, force: true });
    if (isNew && existsSync(to)) rmdirSync(to);
    throw error;
  }
}

/** Files and directories that stand directly in the project. */
function topEntries(paths: Iterable<string>): readonly string[] {
  return [...new Set([...paths].map((path) => path.split('/')[0] ?? path))];
}
