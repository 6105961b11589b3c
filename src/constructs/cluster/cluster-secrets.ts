/**
 * All secrets of a cluster: tokens, by the names of the talos provider. As a whole it is the argument `machine_secrets` of
 * `talos_machine_configuration`.
 *
 * @see https://registry.terraform.io/providers/siderolabs/talos/latest/docs/resources/machine_secrets
 */
export interface ClusterSecrets {
  /** Authorities and keys. */
  readonly certs: {
    /** Authority of the Talos API. */
    readonly os: CertificateAndKey;
    /** Authority of etcd. */
    readonly etcd: CertificateAndKey;
    /** Authority of the Kubernetes API. */
    readonly k8S: CertificateAndKey;
    /** Authority of aggregated APIs of Kubernetes. */
    readonly k8SAggregator: CertificateAndKey;
    /** Key that signs the tokens of service accounts. */
    readonly k8SServiceaccount: {
      /** Private key. */
      readonly key: string;
    };
  };
  /** Identity of the cluster. */
  readonly cluster: {
    /** Its id. */
    readonly id: string;
    /** Secret that its machines find one another by. */
    readonly secret: string;
  };
  /** Secrets of Kubernetes. */
  readonly secrets: {
    /** Token that a kubelet joins with. */
    readonly bootstrapToken: string;
    /** Key that encrypts secrets in etcd. */
    readonly secretboxEncryptionSecret: string;
    /** Key that encrypted secrets in etcd before `secretboxEncryptionSecret`. */
    readonly aescbcEncryptionSecret: string;
  };
  /** Secrets of trustd. */
  readonly trustdinfo: {
    /** Token that a machine joins with. */
    readonly token: string;
  };
}

/** An authority, or another certificate with its key. */
export interface CertificateAndKey {
  /** Certificate in PEM form, encoded as Base64. */
  readonly cert: string;
  /** Private key in PEM form, encoded as Base64. */
  readonly key: string;
}
