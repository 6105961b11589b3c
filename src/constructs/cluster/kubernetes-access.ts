/** Credentials of an administrator of the Kubernetes API, for a provider. All but the host are secrets or PEM text. */
export interface KubernetesAccess {
  /** URL of the Kubernetes API. */
  readonly host: string;
  /** Certificate of the authority that the API's certificate is signed by, as PEM. */
  readonly clusterCaCertificate: string;
  /** Certificate of the administrator, as PEM. */
  readonly clientCertificate: string;
  /** Key of the administrator, as PEM: a token, never a literal. */
  readonly clientKey: string;
}
