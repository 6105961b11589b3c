import type { DocumentKind, TalosDocument } from './document-kind';

/** A receiver of the messages of the kernel. */
export interface KmsgLogConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KmsgLogConfig';
  /** Name that the receiver has here. */
  readonly name: string;
  /** Where it listens. */
  readonly url: string;
}

/** Receivers of the messages of the kernel. */
export const kmsgLogConfig: DocumentKind<KmsgLogConfig> = {
  kind: 'KmsgLogConfig',
  since: 'v1.9',
  render: (_cluster, { logging: { kernel = {} } = {} }) =>
    Object.entries(kernel).map(([name, url]) => ({ apiVersion: 'v1alpha1', kind: 'KmsgLogConfig', name, url })),
};
