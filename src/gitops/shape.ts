import * as z from 'zod';
import { dnsLabel, fluxVersion, textOf, wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import { gitRepositoryShape } from '../git/shape';
import { FLUX_COMPONENTS, FLUX_EXTRA_COMPONENTS } from '../values/flux-components';
import { writeGitBranch, writeRepositoryFolder } from './faults';
import type { FluxOptions, FluxSettings, GitopsSettings } from './settings';

/** Name of a branch of Git. */
const gitBranch = textOf(
  writeGitBranch(),
  /^(?!-)(?!\/)(?!.*(?:\.\.|\/\/|\/\.|@\{|\.lock(?:\/|$)))[^\s~^:?*[\\\x00-\x1f\x7f]+(?<![./])$/,
);

/** Folder of a repository, from its root. */
const repositoryFolder = textOf(writeRepositoryFolder(), /^(?!\/)(?!(?:.*\/)?\.\.(?:\/|$))\S+$/);

const fluxForms = formsOf<FluxOptions>()({
  branch: gitBranch.optional(),
  path: repositoryFolder.optional(),
  intervalSeconds: wholeNumber(1).optional(),
  components: z.array(z.enum(FLUX_COMPONENTS)).min(1).optional(),
  componentsExtra: z.array(z.enum(FLUX_EXTRA_COMPONENTS)).optional(),
  namespace: dnsLabel.optional(),
  embeddedManifests: z.boolean().optional(),
  version: fluxVersion.optional(),
});

/** Form of `FluxOptions`. */
export const fluxOptionsShape = shapeOf<FluxOptions>('FluxOptions')(fluxForms);

const fluxShape = shapeOf<FluxSettings>('FluxSettings')({ repository: gitRepositoryShape, ...fluxForms });

/** Form of `GitopsSettings`. */
export const gitopsShape = shapeOf<GitopsSettings>('GitopsSettings')({ flux: fluxShape.optional() });
