import { createRequire } from 'node:module';
import { join } from 'node:path';

import { judgeNotBuilt, judgeNotInstalled } from '../errors/stacks';
import type { JudgeAnswer, JudgeRequest, MachineJudge } from '../machine-config/machine-judge';
import { JudgedAnswers } from './judged-answers';

/** Its own package, as it is large: who has it gets more checked. */
const PACKAGE = 'cdktf-proxmox-talos-judge';

/** What the package exports, as far as it is used here. */
interface JudgePackage {
  readonly judgeIdentity: () => { readonly digest: string };
  readonly judgeMachineConfigurations: (requests: readonly JudgeRequest[]) => readonly JudgeAnswer[];
  readonly JudgeMissing: new () => Error;
}

/** Talos' judge, or why there is none. */
export type FoundJudge = { readonly judge: MachineJudge } | { readonly missing: string };

/**
 * Finds Talos' judge: in the project, or where this package is installed.
 *
 * @param projectDirectory full path of the project
 */
export function findJudge(projectDirectory: string): FoundJudge {
  const found = loadPackage(join(projectDirectory, 'package.json')) ?? loadPackage(__filename);
  if (found === undefined) return { missing: judgeNotInstalled(PACKAGE) };
  try {
    return { judge: remembering(found, new JudgedAnswers(found.judgeIdentity().digest)) };
  } catch (error) {
    if (error instanceof found.JudgeMissing) return { missing: judgeNotBuilt() };
    throw error;
  }
}

/** Asks only what was not answered before; a process is started only for that. */
function remembering({ judgeMachineConfigurations }: JudgePackage, answers: JudgedAnswers): MachineJudge {
  return (requests) => {
    const known = new Map(requests.map((request) => [request, answers.of(request)]));
    const asked = requests.filter((request) => known.get(request) === undefined);
    const given = asked.length === 0 ? [] : judgeMachineConfigurations(asked);
    asked.forEach((request, index) => {
      const answer = given[index] ?? {};
      known.set(request, answer);
      answers.keep(request, answer);
    });
    return requests.map((request) => known.get(request) ?? {});
  };
}

function loadPackage(from: string): JudgePackage | undefined {
  const load = createRequire(from);
  try {
    load.resolve(PACKAGE);
  } catch {
    return undefined;
  }
  return load(PACKAGE) as JudgePackage;
}
