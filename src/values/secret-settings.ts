/** A secret that is named in its place, and that nobody writes out. */
export interface SecretReference {
  /** Name of the secret. */
  readonly secret: string;
}
