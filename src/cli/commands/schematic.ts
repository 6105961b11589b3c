import type { CommandDefinition } from '../command-definition';
import { EXIT } from '../command-error';
import { type UsedSchematic, usedSchematics } from '../cluster-images';
import { lookAtCluster } from '../look-at-cluster';
import { addCluster } from '../options/project-options';
import { print, printJson } from '../output';
import { paint } from '../paint';

/** Prints the schematics of a cluster: id, content, images. */
export const schematic: CommandDefinition = {
  name: 'schematic',
  description: 'print the Image Factory schematics of a cluster and their images',
  options: (command) => addCluster(command).option('--json', 'print them as JSON'),
  run: async (command) => {
    const { json = false } = command.opts<{ json?: true }>();
    const found = await lookAtCluster(command, (stack) => ({
      cluster: stack.model.name,
      schematics: usedSchematics(stack),
    }));
    if (json) printJson(found);
    else print(...found.schematics.flatMap(linesOf));
    return EXIT.ok;
  },
};

function linesOf({ id, content, images }: UsedSchematic): readonly string[] {
  const ofImages = images.flatMap(({ talosVersion, platform, architecture, urls, installerImage, machines }) => [
    `  Talos ${talosVersion}, ${platform}, ${architecture}: ${machines.join(', ')}`,
    ...urls.map((url) => `    boot       ${url}`),
    `    installer  ${installerImage}`,
  ]);
  const ofContent = content.trimEnd().split('\n');
  return [paint.bold(id), ...ofImages, '  content', ...ofContent.map((line) => `    ${line}`)];
}
