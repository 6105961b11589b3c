import { withoutEmpty } from '../fields';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Settings of a service that a system extension brings. */
export interface ExtensionServiceConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'ExtensionServiceConfig';
  /** Name of the service. */
  readonly name: string;
  /** Files that the program finds. */
  readonly configFiles?: readonly { readonly content: string; readonly mountPath: string }[];
  /** Variables of the program, as `NAME=value`. */
  readonly environment?: readonly string[];
}

/** Services; every contract has this document. */
export const extensionServiceConfig: DocumentKind<ExtensionServiceConfig> = {
  kind: 'ExtensionServiceConfig',
  since: 'v1.9',
  render: (_cluster, { extensionServices = {} }) =>
    Object.entries(extensionServices).map(([name, { environment = {}, configFiles = [] }]) => ({
      apiVersion: 'v1alpha1',
      kind: 'ExtensionServiceConfig',
      name,
      ...withoutEmpty({
        configFiles: configFiles.map(({ content, mountPath }) => ({ content, mountPath })),
        environment: Object.entries(environment).map(([variable, value]) => `${variable}=${value}`),
      }),
    })),
  variables: ['environment.*'],
  contents: ['configFiles.*.content'],
};
