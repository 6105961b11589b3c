import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS_WITH_SCHEMA, outputSchemaFile } from '../../../src/cli/commands/schema';
import { CliProject } from '../../support/cli';
import { projectRoot } from '../../support/project';

let project: CliProject;

beforeAll(() => {
  project = new CliProject();
});

afterAll(() => {
  project.remove();
});

const schemas = join(projectRoot, 'schemas');

test('prints the published file as it is', async () => {
  expect(await project.call(['schema'])).toEqual({
    exitCode: 0,
    output: readFileSync(join(schemas, 'cluster.schema.json'), 'utf8'),
    errors: '',
  });
});

test.each(COMMANDS_WITH_SCHEMA)('prints that of the output of %s, a command with --json', async (name) => {
  const { output } = await project.call(['schema', name]);
  expect(JSON.parse(output)).toEqual(JSON.parse(readFileSync(join(schemas, outputSchemaFile(name)), 'utf8')));
  expect((await project.call([name, '--help'])).output).toContain('--json');
});

test('knows every file', () => {
  const files = readdirSync(join(schemas, 'command-line')).map((file) => `command-line/${file}`);
  expect(files.sort()).toEqual([...new Set(COMMANDS_WITH_SCHEMA.map(outputSchemaFile))].sort());
});

test('fails with a command that prints none', async () => {
  expect(await project.call(['schema', 'explian'])).toMatchObject({
    exitCode: 2,
    errors: `no JSON Schema of "explian"; did you mean "explain"? there is one of cluster files, without a name, and of ${COMMANDS_WITH_SCHEMA.join(', ')}\n`,
  });
});
