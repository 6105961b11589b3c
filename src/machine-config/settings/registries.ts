/**
 * Registries that container images come from.
 *
 * @typeParam Secret form of a secret; a cluster file names it, code gives a value that only OpenTofu knows
 */
export interface RegistryOptions<Secret = string> {
  /**
   * Mirrors by the registry that they stand for, such as `docker.io`, or `*` for every registry that has none of its own.
   * The installer image of an upgrade comes through the one of `factory.talos.dev`.
   * @default - images come from their registries
   */
  readonly mirrors?: Readonly<Record<string, RegistryMirror>>;
  /**
   * Certificates by the host that answers, with its port if it has one.
   * @default - the authorities that Talos knows
   */
  readonly tls?: Readonly<Record<string, RegistryTls>>;
  /**
   * Credentials by the host that answers, with its port if it has one.
   * @default - none is asked for
   */
  readonly auth?: Readonly<Record<string, RegistryAuth<Secret>>>;
}

/** Mirrors of one registry. */
export interface RegistryMirror {
  /** URLs that are asked in turn. */
  readonly endpoints: readonly string[];
  /**
   * Take the paths of the URLs as they are, without `/v2` after them; Harbor needs it, with `/v2/<project>` in the URL.
   * @default false
   */
  readonly overridePath?: boolean;
  /**
   * Never ask the registry itself, so that nothing is fetched from outside.
   * @default false
   */
  readonly skipFallback?: boolean;
}

/** Certificates for one registry. */
export interface RegistryTls {
  /**
   * Certificate of the authority that signed that of the registry, as PEM text.
   * @default - the authorities that Talos knows
   */
  readonly ca?: string;
  /**
   * Take any certificate.
   * @default false
   */
  readonly insecureSkipVerify?: boolean;
}

/**
 * Credentials of one registry: a name with a password, or one of the others.
 *
 * @typeParam Secret as in `RegistryOptions`
 */
export interface RegistryAuth<Secret = string> {
  /**
   * Name of the user.
   * @default - none
   */
  readonly username?: string;
  /**
   * Password of the user.
   * @default - none
   */
  readonly password?: Secret;
  /**
   * Name and password in one: `<name>:<password>` in Base64, as Docker keeps it.
   * @default - none
   */
  readonly auth?: Secret;
  /**
   * Token that was got for a name and a password.
   * @default - none
   */
  readonly identityToken?: Secret;
}
