import { readPlan } from '../../plan/read/plan-json';
import { numberOf } from '../../plan/read/attributes';
import { RESOURCE_TYPES } from '../../resource-types';
import { taggedGuests } from '../../preflight/tagged-guests';
import { describedIn } from '../tofu/described-in';
import type { StackDirectory } from '../tofu/stack-directory';
import { isInClearText, LocalState } from '../tofu/state-files';
import type { Environment } from '../tofu/variables';
import {
  projectFilesStay,
  remoteStateStays,
  resourceForgotten,
  resourceStays,
  taggedMachineStays,
} from './destroy-texts';

/** Sentences about all that a destroy leaves: resources, machines that the state does not know, files and states. */
export async function whatStays(
  planJson: unknown,
  directory: StackDirectory,
  environment: Environment,
): Promise<readonly string[]> {
  const { resources } = readPlan(planJson);
  const known = resources
    .filter(({ type }) => type === RESOURCE_TYPES.virtualMachine)
    .map(({ before }) => numberOf(before, 'vm_id'));
  const tag = `stack-${directory.cluster}`;
  const guests = await taggedGuests(directory.stack, tag, environment);
  return [
    ...resources.flatMap(({ action, address }) => {
      if (action === 'destroy') return [];
      return [action === 'forget' ? resourceForgotten(address) : resourceStays(address)];
    }),
    ...guests
      .filter(({ id }) => !known.includes(id))
      .map(({ id, name, endpoint, hostName }) => taggedMachineStays(name, id, `${endpoint}/${hostName}`, tag)),
    ...stateStays(directory),
    projectFilesStay(
      projectFiles(directory),
      LocalState.of(directory) !== undefined && isInClearText(directory, environment),
    ),
  ];
}

/** Commands that remove the files of a cluster that is gone, as a shell takes them. */
export function forgetCommands(directory: StackDirectory): readonly string[] {
  const files = [...describedIn(directory.cluster), ...stateFiles(directory)];
  return [...(files.length > 0 ? [`rm ${files.join(' ')}`] : []), `rm -r ${directory.shown}`];
}

function stateStays({ stack }: StackDirectory): readonly string[] {
  const [kind = 'local'] = Object.keys(stack.terraform?.backend ?? {});
  return kind === 'local' ? [] : [remoteStateStays(kind)];
}

function projectFiles(directory: StackDirectory): readonly string[] {
  return [...describedIn(directory.cluster), ...stateFiles(directory), directory.shown];
}

function stateFiles(directory: StackDirectory): readonly string[] {
  return LocalState.of(directory)?.files ?? [];
}
