import { withoutEmpty } from '../fields';
import type { RegistryMirror } from '../settings/registries';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Mirrors of a container registry. */
export interface RegistryMirrorConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'RegistryMirrorConfig';
  /** The registry that the mirrors stand for. */
  readonly name: string;
  /** Where its images are asked for, in turn. */
  readonly endpoints: readonly { readonly url: string; readonly overridePath?: boolean }[];
  /** If the registry itself is never asked. */
  readonly skipFallback?: boolean;
}

/** Mirrors; in the main document a path is overridden for all endpoints of a registry. */
export const registryMirrorConfig: DocumentKind<RegistryMirrorConfig> = {
  kind: 'RegistryMirrorConfig',
  since: 'v1.12',
  render: (_cluster, { registries: { mirrors = {} } = {} }) =>
    Object.entries(mirrors).map(([name, { endpoints, overridePath, skipFallback }]) => ({
      apiVersion: 'v1alpha1',
      kind: 'RegistryMirrorConfig',
      name,
      endpoints: endpoints.map((url) => ({ url, ...(overridePath !== undefined && { overridePath }) })),
      ...(skipFallback !== undefined && { skipFallback }),
    })),
  legacy: (_cluster, { registries: { mirrors = {} } = {} }) => ({
    machine: {
      registries: {
        mirrors: Object.fromEntries(Object.entries(mirrors).map(([name, mirror]) => [name, mirrorFields(mirror)])),
      },
    },
  }),
};

function mirrorFields({ endpoints, overridePath, skipFallback }: RegistryMirror): object {
  return withoutEmpty({ endpoints, overridePath, skipFallback });
}
