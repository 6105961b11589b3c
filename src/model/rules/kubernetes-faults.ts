/** An argument that is set in two ways. */
export function argumentOfOidc(key: string): string {
  return `kubernetes.oidc sets ${key} already; leave one of the two out`;
}
