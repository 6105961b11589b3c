/** Credentials of a client of the Talos API: tokens. */
export interface TalosAccess {
  /** Certificate of the authority that the machines trust. */
  readonly caCertificate: string;
  /** Certificate of the client. */
  readonly clientCertificate: string;
  /** Private key of the client. */
  readonly clientKey: string;
}
