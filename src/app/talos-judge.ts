import { createRequire } from 'node:module';
import { join } from 'node:path';

import { judgeFailed, judgeNeededInCi, judgeNotBuilt, judgeNotInstalled } from '../errors/stacks';
import type { JudgeAnswer, JudgeRequest, MachineJudge } from '../machine-config/machine-judge';
import { JudgedAnswers } from './judged-answers';

/** Its own package, as it is large: who has it gets more checked. */
const PACKAGE = 'cdktf-proxmox-talos-judge';

/** The exports of the package that are used here. */
interface JudgePackage {
  readonly judgeIdentity: () => { readonly digest: string; readonly talosVersion: string };
  readonly judgeMachineConfigurations: (requests: readonly JudgeRequest[]) => unknown;
  readonly JudgeMissing: new () => Error;
}

/** Talos' judge for one run of a program. Nothing that goes wrong with it fails the run, except in CI. */
export class TalosJudge {
  /** Asks; nothing if there is no judge. When the judge fails it says nothing about any configuration. */
  public readonly ask: MachineJudge | undefined;
  /** Version of Talos' library that judges, such as `v1.13.9`; nothing if there is no judge. */
  public readonly talosVersion: string | undefined;
  private problem: string | undefined;

  /** @param found the package, or why it cannot be asked */
  constructor(found: JudgePackage | { readonly problem: string }) {
    if ('problem' in found) {
      this.problem = found.problem;
      return;
    }
    try {
      const { digest, talosVersion } = found.judgeIdentity();
      this.talosVersion = talosVersion;
      this.ask = (requests) => this.askSafely(found, new JudgedAnswers(digest), requests);
    } catch (error) {
      this.problem = error instanceof found.JudgeMissing ? judgeNotBuilt() : judgeFailed(reasonOf(error));
    }
  }

  /** Why something was not checked, in a line: there is no judge, or it has failed; nothing if neither. */
  public get unchecked(): string | undefined {
    return this.problem;
  }

  /** The same as a fault, in CI; nothing elsewhere. */
  public faultInCi(environment: Readonly<Record<string, string | undefined>>): string | undefined {
    return this.problem === undefined || !isCi(environment.CI) ? undefined : judgeNeededInCi(this.problem);
  }

  /** Asks only what was not answered before; a process is started only for that. */
  private askSafely(
    { judgeMachineConfigurations }: JudgePackage,
    answers: JudgedAnswers,
    requests: readonly JudgeRequest[],
  ): readonly JudgeAnswer[] {
    const known = new Map(requests.map((request) => [request, answers.of(request)]));
    const asked = requests.filter((request) => known.get(request) === undefined);
    try {
      const given = asked.length === 0 ? [] : readAnswers(judgeMachineConfigurations(asked), asked.length);
      asked.forEach((request, index) => {
        const answer = given[index] ?? {};
        known.set(request, answer);
        answers.keep(request, answer);
      });
    } catch (error) {
      this.problem = judgeFailed(reasonOf(error));
    }
    return requests.map((request) => known.get(request) ?? {});
  }
}

/**
 * Finds the judge: in the project, or where this package is installed. Nothing is started.
 *
 * @param projectDirectory full path of the project
 */
export function findJudge(projectDirectory: string): TalosJudge {
  try {
    const found = loadPackage(join(projectDirectory, 'package.json')) ?? loadPackage(__filename);
    return new TalosJudge(found ?? { problem: judgeNotInstalled(PACKAGE) });
  } catch (error) {
    return new TalosJudge({ problem: judgeFailed(reasonOf(error)) });
  }
}

/** A judge of another release may answer in a form that is not known here. */
function readAnswers(answers: unknown, count: number): readonly JudgeAnswer[] {
  if (Array.isArray(answers) && answers.length === count && answers.every(isAnswer)) return answers;
  throw new JudgeNotUnderstood();
}

class JudgeNotUnderstood extends Error {
  public readonly reason = 'gave answers that are not understood';
}

function isAnswer(answer: unknown): answer is JudgeAnswer {
  if (typeof answer !== 'object' || answer === null) return false;
  const { faults = [], warnings = [], documents = [] } = answer as Readonly<Record<string, unknown>>;
  return (
    isListOf(faults, isFault) &&
    isListOf(warnings, (warning) => typeof warning === 'string') &&
    isListOf(documents, (document) => typeof document === 'object' && document !== null)
  );
}

function isFault(fault: unknown): boolean {
  if (typeof fault !== 'object' || fault === null) return false;
  const { step, message, place } = fault as Readonly<Record<string, unknown>>;
  const path = (place as { readonly path?: unknown } | undefined)?.path;
  return typeof step === 'string' && typeof message === 'string' && (place === undefined || Array.isArray(path));
}

function isListOf(value: unknown, isOne: (entry: unknown) => boolean): boolean {
  return Array.isArray(value) && value.every(isOne);
}

/** How something failed, without its message: that may quote a configuration. */
function reasonOf(error: unknown): string {
  const { reason, code, name } = (error ?? {}) as Readonly<Record<string, unknown>>;
  if (typeof reason === 'string') return reason;
  const kind = typeof code === 'string' ? code : typeof name === 'string' ? name : 'an error';
  return `failed with ${kind}`;
}

/** If a value of the variable CI says that a program runs there. */
export function isCi(value: string | undefined): boolean {
  return value !== undefined && !['', '0', 'false'].includes(value);
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
