import { HttpBackend, LocalBackend, S3Backend, type TerraformStack, Token } from 'cdktf';
import { stateUrlInvalid } from '../errors/constructs';
import { checkRules } from '../values/rule';
import { isPlainUrl } from '../values/url';

/** A bucket of S3, or of a store that speaks its language. Credentials come from the environment (`AWS_…`). */
export interface S3StateOptions {
  /** Name of the bucket, which must exist. */
  readonly bucket: string;
  /** Name of the state in the bucket, such as `home.tfstate`. */
  readonly key: string;
  /** Region of the bucket; stores without regions take `auto` or `us-east-1`. */
  readonly region: string;
  /**
   * URL of the store.
   * @default - that of AWS
   */
  readonly endpoint?: string;
  /**
   * Whether the bucket stands in the path of the URL instead of in the host name.
   * @default false
   */
  readonly usePathStyle?: boolean;
  /**
   * Whether a file beside the state keeps two people from applying at once.
   * @default true
   */
  readonly useLockfile?: boolean;
  /**
   * Whether checks that only AWS can answer are left out.
   * @default false
   */
  readonly skipAwsChecks?: boolean;
}

/** A server that stores the state by HTTP, such as GitLab. Credentials come from the environment (`TF_HTTP_…`). */
export interface HttpStateOptions {
  /** URL of the state. */
  readonly address: string;
  /**
   * Method that writes the state.
   * @default 'POST'
   */
  readonly updateMethod?: 'POST' | 'PUT';
  /**
   * Shortest pause before a call is repeated.
   * @default 1
   */
  readonly retryWaitMinSeconds?: number;
  /**
   * How the server keeps two people from applying at once.
   * @default - it does not
   */
  readonly lock?: HttpStateLock;
}

/** Calls that lock and unlock a state. */
export interface HttpStateLock {
  /** URL that locks. */
  readonly lockAddress: string;
  /** URL that unlocks. */
  readonly unlockAddress: string;
  /**
   * Method that locks.
   * @default 'LOCK'
   */
  readonly lockMethod?: 'LOCK' | 'POST' | 'PUT';
  /**
   * Method that unlocks.
   * @default 'UNLOCK'
   */
  readonly unlockMethod?: 'UNLOCK' | 'DELETE' | 'POST' | 'PUT';
}

/** Where OpenTofu keeps what it knows of a stack. The state holds all secrets of a cluster: see `StateEncryption`. */
export abstract class StateBackend {
  /**
   * A file of this computer.
   *
   * @param path from the folder that OpenTofu runs in; absolute paths would tie the stack to one computer
   */
  public static local(path: string): StateBackend {
    return new LocalState(path);
  }

  /** A bucket of S3, or of a store that speaks its language. */
  public static s3(options: S3StateOptions): StateBackend {
    return new S3State(options);
  }

  /** A server that stores the state by HTTP. */
  public static http(options: HttpStateOptions): StateBackend {
    return new HttpState(options);
  }

  /**
   * Makes a stack use the backend. A stack has one.
   *
   * @throws if a URL is none, or holds a user or a password
   */
  public abstract attachTo(stack: TerraformStack): void;
}

class LocalState extends StateBackend {
  constructor(private readonly path: string) {
    super();
  }

  public attachTo(stack: TerraformStack): void {
    new LocalBackend(stack, { path: this.path });
  }
}

class S3State extends StateBackend {
  constructor(private readonly options: S3StateOptions) {
    super();
  }

  public attachTo(stack: TerraformStack): void {
    const { bucket, key, region, endpoint, usePathStyle, useLockfile = true, skipAwsChecks } = this.options;
    checkUrls(stack, { endpoint });
    new S3Backend(stack, {
      bucket,
      key,
      region,
      endpoints: endpoint === undefined ? undefined : { s3: endpoint },
      usePathStyle,
      skipCredentialsValidation: skipAwsChecks,
      skipMetadataApiCheck: skipAwsChecks,
      skipRegionValidation: skipAwsChecks,
      skipRequestingAccountId: skipAwsChecks,
      skipS3Checksum: skipAwsChecks,
    });
    // the older of the two frameworks has no property for it
    if (useLockfile) stack.addOverride('terraform.backend.s3.use_lockfile', true);
  }
}

class HttpState extends StateBackend {
  constructor(private readonly options: HttpStateOptions) {
    super();
  }

  public attachTo(stack: TerraformStack): void {
    const { address, updateMethod, retryWaitMinSeconds, lock } = this.options;
    checkUrls(stack, { address, 'lock.lockAddress': lock?.lockAddress, 'lock.unlockAddress': lock?.unlockAddress });
    new HttpBackend(stack, { address, updateMethod, retryWaitMin: retryWaitMinSeconds, ...lock });
  }
}

function checkUrls(stack: TerraformStack, urls: Readonly<Record<string, string | undefined>>): void {
  const rules = Object.entries(urls).map(([prop, url = '']) => ({
    condition: () => url === '' || Token.isUnresolved(url) || isPlainUrl(url, ['https', 'http']),
    message: () => stateUrlInvalid(prop, url),
  }));
  checkRules(stack.node.path, rules, undefined);
}
