import { fieldsOf, linksOf } from './described-links';
import type { DocumentKind, TalosDocument } from './document-kind';
import type { LinkFields } from './link-fields';

/** A link that leads nowhere, for addresses. */
export interface DummyLinkConfig extends TalosDocument, LinkFields {
  /** The kind of document. */
  readonly kind: 'DummyLinkConfig';
  /** Name of the link. */
  readonly name: string;
}

/** Dummy links; before this kind they are interfaces of the main document. */
export const dummyLinkConfig: DocumentKind<DummyLinkConfig> = {
  kind: 'DummyLinkConfig',
  since: 'v1.12',
  describesLink: true,
  render: (_cluster, machine) =>
    linksOf(machine, 'dummies').map(([name, options]) => ({
      apiVersion: 'v1alpha1',
      kind: 'DummyLinkConfig',
      name,
      ...fieldsOf(machine, name, options),
    })),
};
