import { resolve } from 'node:path';
import type { CommandDefinition } from '../command-definition';
import { EXIT } from '../command-error';
import { clusterFindings } from '../doctor/clusters';
import type { Finding } from '../doctor/finding';
import { envFileFinding, nodeFinding, tofuFinding } from '../doctor/programs';
import { addClusters, readSelection } from '../options/project-options';
import { environmentValue } from '../options/stack-options';
import { print, printJson } from '../output';
import { paint } from '../paint';
import { programPath } from '../tofu/tofu';

const HELP = `
Proxmox VE and Image Factory are sent nothing but GET; states are read;
addresses are connected to.
exit codes: 0 nothing stands in the way of an apply; 1 something does; 2 else`;

const PAINT = { ok: paint.green, unknown: paint.cyan, warning: paint.yellow, error: paint.red };

/** Looks at programs, variables, and everything that clusters need of Proxmox VE and Image Factory. */
export const doctor: CommandDefinition = {
  name: 'doctor',
  description: 'check programs, variables and hosts for what an apply needs; change nothing',
  options: (command) =>
    addClusters(command)
      .option('--output <directory>', 'output directory of synth', environmentValue('CDKTF_OUTDIR', 'cdktf.out'))
      .option('--tofu <program>', 'path or name of OpenTofu', environmentValue('TERRAFORM_BINARY_NAME', 'tofu'))
      .option('--json', 'print the findings as JSON')
      .addHelpText('after', HELP),
  run: async (command) => {
    const { output, tofu, json = false } = command.opts<{ output: string; tofu: string; json?: true }>();
    const environment = process.env;
    const ofTofu = await tofuFinding(tofu, environment);
    const program = ofTofu.level === 'ok' ? programPath(tofu) : undefined;
    const selection = { ...readSelection(command), output: resolve(output) };
    const findings = [
      nodeFinding(process.version),
      ofTofu,
      envFileFinding(process.cwd()),
      ...(await clusterFindings({ ...selection, tofu: program, environment })),
    ];
    const healthy = findings.every(({ level }) => level !== 'error');
    if (json) printJson({ healthy, findings });
    else print(...findings.map(lineOf));
    return healthy ? EXIT.ok : EXIT.refused;
  },
};

/** Further lines of a message stand below its first one. */
function lineOf({ level, subject, message }: Finding): string {
  return `${PAINT[level](level.padEnd(7))}  ${subject}: ${message.replaceAll('\n', `\n${' '.repeat(9)}`)}`;
}
