import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, parse } from 'node:path';
import { exampleFilesNeeded, exampleUnknown } from '../../errors/cli';
import { packageDirectory } from '../../process/package-file';
import { nearestName } from '../../values/nearest-name';
import { tableLines } from '../../values/text-table';
import type { CommandDefinition } from '../command-definition';
import { CommandError, EXIT } from '../command-error';
import { print, printJson, tell } from '../output';

/** The examples lie in the package as they lie in its repository. */
const FOLDER = join('stacks', 'clusters');

/** Where the schema of cluster files lies in the repository, and where in a project that has installed the package. */
const SCHEMA = ['../../schemas/', '../../node_modules/cdktf-proxmox-talos/lib/schemas/'] as const;

const HELP = `
docs/examples.md describes them. One becomes a cluster file of yours with:
  npx cdktf-proxmox-talos example home > stacks/clusters/home.yaml`;

/** Lists the example clusters of the package, or prints the cluster file of one. */
export const example: CommandDefinition = {
  name: 'example',
  description: 'list the example clusters, or print the file of one',
  options: (command) =>
    command
      .argument('[name]', 'name of an example; without it, they are listed')
      .option('--json', 'print the list, or the example with the files that it reads, as JSON')
      .addHelpText('after', HELP),
  run: (command) => {
    const [name] = command.processedArgs as [string | undefined];
    const { json = false } = command.opts<{ json?: true }>();
    const examples = exampleFiles().map((file) => ({ name: parse(file).name, file }));
    if (name !== undefined) show(findExample(name, examples), json);
    else if (json) printJson(examples);
    else print(...tableLines(examples.map((each) => [each.name, each.file])));
    return Promise.resolve(EXIT.ok);
  },
};

/** An example cluster of the package. */
interface Example {
  readonly name: string;
  /** File that describes it, in the folder of examples. */
  readonly file: string;
}

/** Names of the files that describe examples. */
function exampleFiles(): readonly string[] {
  const names = readdirSync(join(packageDirectory(), FOLDER));
  return names.filter((name) => /\.(ts|yaml)$/.test(name)).sort();
}

function findExample(name: string, examples: readonly Example[]): Example {
  const found = examples.find((each) => each.name === name || each.file === name);
  if (found !== undefined) return found;
  const known = examples.map((each) => each.name);
  throw new CommandError(exampleUnknown(name, known, nearestName(name, known)));
}

function show({ name, file }: Example, json: boolean): void {
  const text = readFileSync(join(packageDirectory(), FOLDER, file), 'utf8').replace(...SCHEMA);
  const files = filesIn(text);
  if (json) printJson({ name, file, text, files });
  else process.stdout.write(text);
  const missing = files.filter((path) => !existsSync(path));
  if (missing.length > 0) tell(exampleFilesNeeded(missing));
}

/** Files beside it that a cluster file names. */
function filesIn(text: string): readonly string[] {
  return [...new Set(text.match(/templates\/[\w./-]+/g) ?? [])];
}
