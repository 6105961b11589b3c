import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { shownPath } from '../../process/shown-path';
import type { Observation } from '../../preflight/observation';
import { CommandError } from '../command-error';
import type { StackDirectory } from '../tofu/stack-directory';
import { isInClearText, LocalState } from '../tofu/state-files';
import type { Environment } from '../tofu/variables';
import { isNoFolder, isNotWritable, stateFolderClosed, stateReadable, stateReplaceable } from './state-faults';

/** Faults and risks of the files of a local state, found before OpenTofu is asked. */
export function localStateFindings(
  file: string,
  directory: StackDirectory,
  environment: Environment,
): Partial<Observation> {
  const folder = nearestExisting(dirname(file));
  if (!statSync(folder).isDirectory()) return { errors: [stateFolderClosed(shownPath(folder), isNoFolder())] };
  if (!isWritable(folder)) return { errors: [stateFolderClosed(shownPath(folder), isNotWritable())] };
  const isOpen = existsSync(file) && isInClearText(directory, environment) && modeOf(file, constants.S_IROTH) > 0;
  return {
    errors: damage(directory),
    warnings: [
      ...(isOpen ? [stateReadable(shownPath(file))] : []),
      ...(modeOf(folder, constants.S_IWOTH) > 0 ? [stateReplaceable(shownPath(folder))] : []),
    ],
  };
}

function damage(directory: StackDirectory): readonly string[] {
  try {
    LocalState.of(directory)?.checkWhole();
    return [];
  } catch (error) {
    if (!(error instanceof CommandError)) throw error;
    return [error.message];
  }
}

/** The folder itself, or the one that it would be made in. */
function nearestExisting(path: string): string {
  return existsSync(path) ? path : nearestExisting(resolve(path, '..'));
}

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK);
    return true;
  } catch {
    return false;
  }
}

/** Which of these bits the mode of a file has; Windows has none that mean anything. */
function modeOf(path: string, bits: number): number {
  return process.platform === 'win32' ? 0 : statSync(path).mode & bits;
}
