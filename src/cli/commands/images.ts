import { imagesOfTalos } from '../../errors/cli';
import type { CommandDefinition } from '../command-definition';
import { EXIT } from '../command-error';
import { neededImages } from '../cluster-images';
import { lookAtCluster } from '../look-at-cluster';
import { addCluster } from '../options/project-options';
import { print, printJson, tell } from '../output';

/** Prints the container images and URLs that a cluster needs. */
export const images: CommandDefinition = {
  name: 'images',
  description: 'list the container images and URLs that a cluster needs, such as for a mirror',
  options: (command) => addCluster(command).option('--json', 'print them as JSON'),
  run: async (command) => {
    const { json = false } = command.opts<{ json?: true }>();
    const { hasFlux, ...found } = await lookAtCluster(command, (stack) => ({
      cluster: stack.model.name,
      ...neededImages(stack),
      hasFlux: stack.model.gitops.flux !== undefined,
    }));
    if (json) printJson(found);
    else print(...found.images, ...found.urls);
    tell(imagesOfTalos(hasFlux));
    return EXIT.ok;
  },
};
