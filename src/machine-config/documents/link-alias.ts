import type { DocumentKind, TalosDocument } from './document-kind';
import { PHYSICAL_ALIAS, PHYSICAL_LINK } from './link-name';

/** Ethernet (1 in the kernel's list of link types) that no driver of the kernel made up, as Talos says it itself. */
const IS_PHYSICAL = 'link.type == 1 && link.kind == ""';

/** A name of our own for an interface that is found by what it is. */
export interface LinkAliasConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'LinkAliasConfig';
  /** The name. */
  readonly name: string;
  /** A condition in the Common Expression Language that exactly one interface fulfils. */
  readonly selector: { readonly match: string };
}

/** The name of the only physical interface; before this kind the interface itself is selected. */
export const linkAliasConfig: DocumentKind<LinkAliasConfig> = {
  kind: 'LinkAliasConfig',
  since: 'v1.12',
  render(_cluster, { link }) {
    if (link !== PHYSICAL_LINK) return [];
    const selector = { match: IS_PHYSICAL };
    return [{ apiVersion: 'v1alpha1', kind: 'LinkAliasConfig', name: PHYSICAL_ALIAS, selector }];
  },
};
