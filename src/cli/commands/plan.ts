import { writeFileSync } from 'node:fs';
import { Option } from 'commander';
import { bothPrinted, fileNameEmpty, fileWritten } from '../../errors/cli';
import { planPage } from '../../plan-page/plan-page';
import { renderMarkdown } from '../../plan/verdict/render-markdown';
import { renderVerdict } from '../../plan/verdict/render-verdict';
import { writing } from '../../process/file-writing';
import { packageVersion } from '../../process/package-file';
import type { CommandDefinition } from '../command-definition';
import { CommandError, EXIT } from '../command-error';
import { GuardedStack } from '../guard/guarded-stack';
import { addPlanOptions, readPlanOptions } from '../options/plan-options';
import { print, printJson, tell } from '../output';
import { withPlanFile } from '../tofu/plan-file';
import { VERDICT_PAINT } from '../verdict-paint';

/** In place of a file: the result itself. */
const STANDARD_OUTPUT = '-';

/** Forms in which the verdict is given beside text and JSON. */
interface PlanForms {
  readonly markdown?: true;
  readonly html?: string;
}

/** Plans, judges and prints the verdict; nothing is changed. */
export const plan: CommandDefinition = {
  name: 'plan',
  description: 'plan a cluster, and explain what would happen to its machines, disks and quorum',
  options: (command, host) =>
    addPlanOptions(command, host)
      .addOption(
        new Option('--markdown', 'print the verdict as Markdown, for a comment on a pull request').conflicts('json'),
      )
      .option('--html <file>', 'write a page with pictures of hosts and machines too; - prints it instead'),
  run: async (command, host) => {
    const { markdown = false, html } = command.opts<PlanForms>();
    if (html === '') throw new CommandError(fileNameEmpty('--html'));
    const isPagePrinted = html === STANDARD_OUTPUT;
    const options = readPlanOptions(command, host);
    if (isPagePrinted && (options.json || markdown)) {
      throw new CommandError(bothPrinted(markdown ? '--markdown' : '--json'));
    }
    const stack = new GuardedStack({ ...options, json: options.json || markdown || isPagePrinted });
    await stack.check();
    const { verdict, shown } = await withPlanFile(
      () => stack.isBusy,
      (file) => stack.plan(file, 'look'),
    );
    const page = html === undefined ? '' : planPage({ verdict, ...shown(), version: packageVersion() });
    if (isPagePrinted) process.stdout.write(page);
    else if (markdown) process.stdout.write(renderMarkdown(verdict, options.planCommand));
    else if (options.json) printJson(verdict);
    else print('', renderVerdict(verdict, VERDICT_PAINT).trimEnd());
    if (html !== undefined && !isPagePrinted) {
      writing(html, () => writeFileSync(html, page));
      tell(fileWritten(html));
    }
    return verdict.allowed ? EXIT.ok : EXIT.refused;
  },
};
