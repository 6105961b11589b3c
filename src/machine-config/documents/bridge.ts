import type { BridgeOptions } from '../../network/link-settings';
import { withoutEmpty } from '../fields';
import { fieldsOf, linksOf } from './described-links';
import type { DocumentKind, TalosDocument } from './document-kind';
import type { LinkFields } from './link-fields';

/** Several links in one network. */
export interface BridgeConfig extends TalosDocument, LinkFields {
  /** The kind of document. */
  readonly kind: 'BridgeConfig';
  /** Name of the link. */
  readonly name: string;
  /** Names or aliases of the links in it. */
  readonly links: readonly string[];
  /** The spanning tree protocol. */
  readonly stp?: { readonly enabled?: boolean };
  /** VLANs in the bridge. */
  readonly vlan?: { readonly filtering?: boolean };
}

/** Bridges; before this kind they are interfaces of the main document. */
export const bridgeConfig: DocumentKind<BridgeConfig> = {
  kind: 'BridgeConfig',
  since: 'v1.12',
  describesLink: true,
  render: (_cluster, machine) =>
    linksOf(machine, 'bridges').map(([name, options]) => ({
      apiVersion: 'v1alpha1',
      kind: 'BridgeConfig',
      name,
      links: options.members,
      ...bridgeFields(options),
      ...fieldsOf(machine, name, options),
    })),
};

function bridgeFields({ stp, vlanFiltering }: BridgeOptions): Pick<BridgeConfig, 'stp' | 'vlan'> {
  return withoutEmpty({ stp: { enabled: stp }, vlan: { filtering: vlanFiltering } });
}
