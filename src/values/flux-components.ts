/** Controllers of Flux that `components` may name: those that are installed unless one says otherwise. */
export const FLUX_COMPONENTS = [
  'source-controller',
  'kustomize-controller',
  'helm-controller',
  'notification-controller',
] as const;

/** Controllers of Flux that `componentsExtra` may name. */
export const FLUX_EXTRA_COMPONENTS = [
  'image-reflector-controller',
  'image-automation-controller',
  'source-watcher',
] as const;

/** Controllers without which Flux follows no repository: those of them that a choice of components lacks. */
export function missingFluxComponents(components: readonly (string | undefined)[]): readonly string[] {
  return ['source-controller', 'kustomize-controller'].filter((needed) => !components.includes(needed));
}
