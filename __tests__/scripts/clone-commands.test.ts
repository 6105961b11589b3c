import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { COMMANDS_WITH_SCHEMA } from '../../src/cli/commands/schema';
import { projectRoot } from '../support/project';

/** Scripts of another purpose, which the page on the command line names. */
const MORE = ['validate', 'schema'];

test('every command is an npm script of a clone, with the same name', () => {
  const { scripts } = JSON.parse(readFileSync(join(projectRoot, 'package.json'), 'utf8')) as {
    readonly scripts: Readonly<Record<string, string>>;
  };
  for (const command of COMMANDS_WITH_SCHEMA) {
    const [, file = ''] = /^node (scripts\/\S+)$/.exec(scripts[command] ?? '') ?? [];
    const source = file === '' ? '' : readFileSync(join(projectRoot, file), 'utf8');
    const isOwn = [...MORE, 'synth'].includes(command);
    expect([command, source !== '', isOwn || source.includes(`runGuarded('${command}'`)]).toEqual([
      command,
      true,
      true,
    ]);
  }
  const page = readFileSync(join(projectRoot, 'docs', 'command-line.md'), 'utf8');
  for (const name of MORE) expect(page).toContain(`\`npm run ${name}\``);
});
