import { basename, relative, resolve } from 'node:path';
import type { Command } from 'commander';
import { answersRefused, examplesUsed, projectWritten } from '../../errors/init';
import { faultsOfAnswers, surplusAnswers } from '../../scaffold/cluster-spec';
import { checkTarget, writeNewProject } from '../../scaffold/new-project';
import { clusterFileData, projectFiles } from '../../scaffold/project-files';
import {
  type Answers,
  defaultAnswers,
  type Question,
  type QuestionName,
  QUESTIONS,
  type Surroundings,
} from '../../scaffold/questions';
import { shellWord } from '../../values/shell-word';
import { CommandError, EXIT } from '../command-error';
import { tell } from '../output';
import { ask } from './prompter';
import { readEndpoint } from './read-endpoint';

/** Answers that say where something is, for which there is no default that fits everywhere. */
const EXAMPLES: readonly QuestionName[] = ['url', 'hosts', 'installDisk', 'link', 'subnet'];

/**
 * Asks what is not given, and writes the project.
 *
 * @returns exit code
 * @throws {CommandError} if an answer is refused, or a person gives up; nothing is written then
 */
export async function runInit(command: Command): Promise<number> {
  const [target] = command.processedArgs as [string];
  const directory = resolve(target);
  const { yes = false, ...given } = command.opts<Answers & { readonly yes?: boolean }>();
  const isAsking = !yes && process.stdin.isTTY && process.stdout.isTTY;
  const { answers, examples } = await collectAnswers(directory, given, isAsking);
  const faults = [...surplusAnswers(given, answers), ...faultsOfAnswers(answers, clusterFileData)];
  if (faults.length > 0) {
    throw new CommandError(
      answersRefused(faults.map(({ question, message }) => ({ option: optionOf(question), message }))),
    );
  }
  const files = projectFiles(answers);
  writeNewProject(directory, files);
  if (examples.length > 0) tell(examplesUsed(examples.map((name) => optionOf(name) ?? name)));
  process.stdout.write(
    `${projectWritten(shownPath(directory), [...files.keys()], nextCommands(directory, answers))}\n`,
  );
  return EXIT.ok;
}

/** Answers to every question that applies, and those of them that are only examples. */
async function collectAnswers(
  directory: string,
  given: Answers,
  isAsking: boolean,
): Promise<{ readonly answers: Answers; readonly examples: readonly QuestionName[] }> {
  const environment = process.env;
  let surroundings: Surroundings = { folder: basename(directory), url: environment.PROXMOX_VE_ENDPOINT };
  let answers: Answers = given;
  // before anybody has answered in vain
  checkTarget(directory, projectFiles(defaultAnswers(given, surroundings)).keys());
  for (const question of QUESTIONS) {
    const { name } = question;
    const known = defaultAnswers(answers, surroundings);
    if (known[name] === undefined) continue;
    if (name === 'hosts') {
      surroundings = { ...surroundings, endpoint: await readEndpoint(known.url ?? '', environment) };
    }
    if (isAsking && given[name] === undefined) {
      answers = { ...answers, [name]: await askOne(question, answers, surroundings) };
    }
  }
  const isExample = (name: QuestionName): boolean =>
    answers[name] === undefined && (name === 'url' ? surroundings.url : surroundings.endpoint) === undefined;
  const complete = defaultAnswers(answers, surroundings);
  return { answers: complete, examples: EXAMPLES.filter((name) => complete[name] !== undefined && isExample(name)) };
}

function askOne(question: Question, answers: Answers, surroundings: Surroundings): Promise<string> {
  const { name, text, only, offered, several = false } = question;
  const { endpoint } = surroundings;
  const known = defaultAnswers(answers, surroundings);
  return ask({
    text,
    several,
    fallback: known[name] ?? '',
    choices: only ?? (endpoint === undefined ? undefined : offered?.(known, endpoint)) ?? [],
    refusal: (answer) => {
      const tried = defaultAnswers({ ...answers, [name]: answer }, surroundings);
      return faultsOfAnswers(tried, clusterFileData).find((fault) => fault.question === name)?.message;
    },
  });
}

/** The option that answers a question, such as `--name`. */
function optionOf(name: QuestionName | undefined): string | undefined {
  return QUESTIONS.find((question) => question.name === name)?.option.split(' ')[0];
}

/** From the working directory. */
function shownPath(directory: string): string {
  return relative(process.cwd(), directory) || '.';
}

/** Commands that lead from here to the cluster. */
function nextCommands(directory: string, { name = '' }: Answers): readonly string[] {
  const shown = shownPath(directory);
  return [
    ...(shown === '.' ? [] : [`cd ${shellWord(shown)}`]),
    'npm install',
    'npm test',
    'cp .env.example .env   # and fill it in',
    `npm run plan -- ${name}`,
    `npm run apply -- ${name}`,
  ];
}
