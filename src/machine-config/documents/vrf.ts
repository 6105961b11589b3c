import { fieldsOf, linksOf } from './described-links';
import type { DocumentKind, TalosDocument } from './document-kind';
import type { LinkFields } from './link-fields';

/** Links with a routing table of their own. */
export interface VrfConfig extends TalosDocument, LinkFields {
  /** The kind of document. */
  readonly kind: 'VRFConfig';
  /** Name of the link. */
  readonly name: string;
  /** Names or aliases of the links in it. */
  readonly links: readonly string[];
  /** Its routing table. */
  readonly table: string;
}

/** Virtual routing domains. */
export const vrfConfig: DocumentKind<VrfConfig> = {
  kind: 'VRFConfig',
  since: 'v1.13',
  describesLink: true,
  render: (_cluster, machine) =>
    linksOf(machine, 'vrfs').map(([name, options]) => ({
      apiVersion: 'v1alpha1',
      kind: 'VRFConfig',
      name,
      links: options.members,
      table: String(options.table),
      ...fieldsOf(machine, name, options),
    })),
};
