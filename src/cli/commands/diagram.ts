import { writeFileSync } from 'node:fs';
import { type Command, Option } from 'commander';
import { diagramMermaid } from '../../diagram/diagram-mermaid';
import { diagramSvg, NARROWEST, WIDEST } from '../../diagram/diagram-svg';
import { type ClusterOverview, clusterOverview } from '../../diagram/cluster-overview';
import { diagramWidthInvalid, fileWritten } from '../../errors/cli';
import { writing } from '../../process/file-writing';
import type { CommandDefinition } from '../command-definition';
import { CommandError, EXIT } from '../command-error';
import { lookAtCluster } from '../look-at-cluster';
import { addCluster } from '../options/project-options';
import { tell } from '../output';

const FORMATS = ['svg', 'mermaid'] as const;

interface DiagramOptions {
  readonly format: (typeof FORMATS)[number];
  readonly output?: string;
  readonly width: string;
  readonly json?: true;
}

/** Draws a cluster from its file. */
export const diagram: CommandDefinition = {
  name: 'diagram',
  description: 'draw a cluster: endpoints, hosts, machines, bridges, the API and its address, layers, GitOps',
  options: (command) =>
    addCluster(command)
      .addOption(new Option('--format <format>', 'what is drawn').choices(FORMATS).default('svg'))
      .option('--output <file>', 'file to write; without it, the picture goes to standard output')
      .option('--width <pixels>', 'room for an SVG; boxes that do not fit stand below each other', '960')
      .addOption(new Option('--json', 'print what the picture shows as JSON').conflicts('format')),
  run: async (command) => {
    const render = rendererOf(command);
    const text = await lookAtCluster(command, ({ model }) => render(clusterOverview(model)));
    const { output } = command.opts<DiagramOptions>();
    if (output === undefined) {
      process.stdout.write(text);
    } else {
      writing(output, () => writeFileSync(output, text));
      tell(fileWritten(output));
    }
    return EXIT.ok;
  },
};

function rendererOf(command: Command): (overview: ClusterOverview) => string {
  const { format, width, json = false } = command.opts<DiagramOptions>();
  const pixels = Number(width);
  if (!Number.isInteger(pixels) || pixels < NARROWEST || pixels > WIDEST) {
    throw new CommandError(diagramWidthInvalid(width, NARROWEST, WIDEST));
  }
  if (json) return (overview) => `${JSON.stringify(overview, undefined, 2)}\n`;
  return format === 'mermaid' ? diagramMermaid : (overview) => diagramSvg(overview, pixels);
}
