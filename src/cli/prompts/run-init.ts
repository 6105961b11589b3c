import { basename, resolve } from 'node:path';
import { shownPath } from '../../process/shown-path';
import type { Command } from 'commander';
import { answersRefused, examplesUsed, projectWritten } from '../../errors/init';
import { type AnswerFault, faultsOfAnswers, surplusAnswers } from '../../scaffold/cluster-spec';
import { importedAnswers, importedFaults, readImport } from '../../scaffold/from/import-project';
import type { ImportedCluster } from '../../scaffold/from/imported-cluster';
import { importFacts, reportLines } from '../../scaffold/from/report';
import { checkTarget, writeNewProject } from '../../scaffold/new-project';
import { clusterFileData, projectFiles, projectPaths } from '../../scaffold/project-files';
import {
  type Answers,
  defaultAnswers,
  type Question,
  type QuestionName,
  QUESTIONS,
  type Surroundings,
} from '../../scaffold/questions';
import { AGE_KEY, isEncrypted } from '../../scaffold/secrets-in-git';
import { shellWord } from '../../values/shell-word';
import { CommandError, EXIT } from '../command-error';
import { printJson, tell } from '../output';
import { ask } from './prompter';
import { readEndpoint } from './read-endpoint';

/** Answers that say where something is, for which there is no default that fits everywhere. */
const EXAMPLES: readonly QuestionName[] = ['url', 'hosts', 'installDisk', 'link', 'subnet'];

/** The same beside files of another tool, which leave open what fits their machines only. */
const OPEN_EXAMPLES: readonly QuestionName[] = [
  ...EXAMPLES,
  'diskDatastore',
  'gateway',
  'talosVersion',
  'kubernetesVersion',
];

/** Options beside the answers. */
interface InitOptions {
  readonly yes?: true;
  readonly json?: true;
  readonly from?: string;
}

/**
 * Asks what is not given, and writes the project.
 *
 * @returns exit code
 * @throws {CommandError} if an answer is refused, or a person gives up; nothing is written then
 */
export async function runInit(command: Command): Promise<number> {
  const [target] = command.processedArgs as [string];
  const directory = resolve(target);
  const { yes = false, json = false, from, ...given } = command.opts<Answers & InitOptions>();
  const isAsking = !yes && !json && process.stdin.isTTY && process.stdout.isTTY;
  const imported = from === undefined ? undefined : readImport(from, basename(directory));
  const { answers, examples } = await collectAnswers(directory, given, isAsking, imported);
  const open = imported && importedAnswers(imported).open;
  const faults = [...surplusAnswers(given, answers, open), ...faultsWith(answers, imported)];
  if (faults.length > 0) {
    throw new CommandError(
      answersRefused(faults.map(({ question, message }) => ({ option: optionOf(question), message }))),
    );
  }
  const files = projectFiles(answers, imported);
  writeNewProject(directory, files, [AGE_KEY]);
  if (imported !== undefined) tell(reportLines(imported).join('\n'));
  const exampleOptions = examples.map((name) => optionOf(name) ?? name);
  if (exampleOptions.length > 0) tell(examplesUsed(exampleOptions));
  const written = [...files.keys()];
  const next = nextCommands(directory, answers);
  if (json) {
    const carriedOver = imported && importFacts(imported);
    printJson({ directory, cluster: answers.name, files: written, examples: exampleOptions, next, carriedOver });
  } else {
    process.stdout.write(`${projectWritten(shownPath(directory), written, next)}\n`);
  }
  return EXIT.ok;
}

/** Answers to every question that applies, and those of them that are only examples. */
async function collectAnswers(
  directory: string,
  given: Answers,
  isAsking: boolean,
  imported: ImportedCluster | undefined,
): Promise<{ readonly answers: Answers; readonly examples: readonly QuestionName[] }> {
  const environment = process.env;
  let surroundings: Surroundings = {
    folder: basename(directory),
    url: environment.PROXMOX_VE_ENDPOINT,
    ...(imported !== undefined && { imported: importedAnswers(imported) }),
  };
  let answers: Answers = given;
  // before anybody has answered in vain
  checkTarget(directory, projectPaths(defaultAnswers(given, surroundings), imported));
  for (const question of QUESTIONS) {
    const { name } = question;
    const known = defaultAnswers(answers, surroundings);
    if (known[name] === undefined || surroundings.imported?.open.includes(name) === false) continue;
    if (name === 'hosts') {
      surroundings = { ...surroundings, endpoint: await readEndpoint(known.url ?? '', environment) };
    }
    if (isAsking && given[name] === undefined) {
      answers = { ...answers, [name]: await askOne(question, answers, surroundings, imported) };
    }
  }
  const isExample = (name: QuestionName): boolean =>
    answers[name] === undefined && (name === 'url' ? surroundings.url : surroundings.endpoint) === undefined;
  const complete = defaultAnswers(answers, surroundings);
  const names = imported === undefined ? EXAMPLES : OPEN_EXAMPLES;
  return { answers: complete, examples: names.filter((name) => complete[name] !== undefined && isExample(name)) };
}

/** Every fault of the answers, with what files of another tool say. */
function faultsWith(answers: Answers, imported: ImportedCluster | undefined): readonly AnswerFault[] {
  return imported === undefined ? faultsOfAnswers(answers, clusterFileData) : importedFaults(imported, answers);
}

function askOne(
  question: Question,
  answers: Answers,
  surroundings: Surroundings,
  imported: ImportedCluster | undefined,
): Promise<string> {
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
      return faultsWith(tried, imported).find((fault) => fault.question === name)?.message;
    },
  });
}

/** The option that answers a question, such as `--name`. */
function optionOf(name: QuestionName | undefined): string | undefined {
  return QUESTIONS.find((question) => question.name === name)?.option.split(' ')[0];
}

/** Commands that lead from here to the cluster. */
function nextCommands(directory: string, answers: Answers): readonly string[] {
  const { name = '' } = answers;
  const shown = shownPath(directory);
  return [
    ...(shown === '.' ? [] : [`cd ${shellWord(shown)}`]),
    'npm install',
    'npm test',
    'cp .env.example .env   # and fill it in',
    ...(isEncrypted(answers) ? [`npm run encrypt   # and keep a copy of ${AGE_KEY}`] : []),
    `npm run plan -- ${name}`,
    `npm run apply -- ${name}`,
  ];
}
