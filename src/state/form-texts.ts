/** Asks for a name that PostgreSQL keeps whole. */
export function writeDatabaseName(): string {
  return 'write a name of at most 63 bytes, without spaces and quotes';
}

/** Asks for the name of a schema. */
export function writeSchemaName(): string {
  return `${writeDatabaseName()}, that does not begin with pg_, as those are for PostgreSQL itself`;
}

/** Asks for the end of the name of a secret. */
export function writeSecretSuffix(): string {
  return 'write at most 63 lower-case letters, digits and dashes, with a letter or digit at both ends';
}

/** Asks for the path of a kubeconfig. */
export function writeKubeconfigPath(): string {
  return 'write the full path of a kubeconfig, or one that begins with "~/", such as "~/.kube/config"; OpenTofu starts in the directory of the stack';
}

/** Asks for certificates. */
export function writeCertificates(): string {
  return 'write certificates as PEM, which begin with "-----BEGIN CERTIFICATE-----"';
}

/** Asks for the API of a credential plugin. */
export function writeCredentialVersion(): string {
  return 'write "client.authentication.k8s.io/v1", or "client.authentication.k8s.io/v1beta1" for an older program';
}
