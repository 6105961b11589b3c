import { resolvedKubernetes } from '../../manifests/resolved';
import type { OidcSettings } from '../../manifests/control-plane/settings';
import { nothingLeft } from '../../values/nothing-left';
import type { DocumentKind, TalosDocument } from './document-kind';

/** Sign-in to the Kubernetes API. */
export interface KubeAuthenticationConfig extends TalosDocument {
  /** The kind of document. */
  readonly kind: 'KubeAuthenticationConfig';
  /** Fields of `AuthenticationConfiguration`. */
  readonly configuration: { readonly anonymous: object; readonly jwt: readonly object[] };
}

/** Arguments that older contracts sign in with. */
export const OIDC_ARGUMENT = /^oidc-/;

/** Anonymous access as Talos has it: health checks need no credentials. A configuration takes the place of the whole. */
const ANONYMOUS = { enabled: true, conditions: ['/livez', '/readyz', '/healthz'].map((path) => ({ path })) };

/** Sign-in with OpenID Connect. */
export const kubeAuthenticationConfig: DocumentKind<KubeAuthenticationConfig> = {
  kind: 'KubeAuthenticationConfig',
  since: 'v1.14',
  render({ kubernetes }, { machineType }) {
    const { oidc } = resolvedKubernetes(kubernetes);
    if (oidc === undefined || machineType === 'worker') return [];
    const configuration = { anonymous: ANONYMOUS, jwt: [issuer(oidc)] };
    return [{ apiVersion: 'v1alpha1', kind: 'KubeAuthenticationConfig', configuration }];
  },
};

/** The same as arguments say, whose defaults have to be written here. */
function issuer(oidc: OidcSettings): object {
  const { issuerUrl, clientId, usernameClaim = 'sub', usernamePrefix, groupsClaim, groupsPrefix = '', ...rest } = oidc;
  nothingLeft(rest);
  const defaultPrefix = usernameClaim === 'email' ? '' : `${issuerUrl}#`;
  const prefix = usernamePrefix === '-' ? '' : (usernamePrefix ?? defaultPrefix);
  return {
    issuer: { url: issuerUrl, audiences: [clientId] },
    claimMappings: {
      username: { claim: usernameClaim, prefix },
      ...(groupsClaim !== undefined && { groups: { claim: groupsClaim, prefix: groupsPrefix } }),
    },
  };
}
