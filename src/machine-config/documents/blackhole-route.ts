import type { DocumentKind, TalosDocument } from './document-kind';

/** A network that packets are dropped for. */
export interface BlackholeRouteConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'BlackholeRouteConfig';
  /** The network. */
  readonly name: string;
  /** Weight of the route. */
  readonly metric?: number;
}

/** Networks that packets are dropped for. */
export const blackholeRouteConfig: DocumentKind<BlackholeRouteConfig> = {
  kind: 'BlackholeRouteConfig',
  since: 'v1.13',
  render: (_cluster, { links: { blackholeRoutes = {} } = {} }) =>
    Object.entries(blackholeRoutes).map(([name, { metric }]) => ({
      apiVersion: 'v1alpha1',
      kind: 'BlackholeRouteConfig',
      name,
      ...(metric !== undefined && { metric }),
    })),
};
