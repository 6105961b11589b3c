import { HttpBackend, LocalBackend, S3Backend, type TerraformStack, Token } from 'cdktf';
import { resolvedHttpState, resolvedS3State } from '../../state/resolved';
import { HTTP_STATE_RULES, S3_STATE_RULES } from '../../state/rules';
import type { HttpStateSettings, S3StateSettings } from '../../state/settings';
import { httpStateShape, s3StateShape } from '../../state/shape';
import { nothingLeft } from '../../values/nothing-left';
import { checkSettings } from '../private/check-settings';
import { isLate } from '../private/late-values';
import { checkEarly } from './private/check-state';

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

  /** A bucket of S3, or of a store that speaks its language. Credentials come from the environment (`AWS_…`). */
  public static s3(settings: S3StateSettings): StateBackend {
    return new S3State(settings);
  }

  /** A server that keeps the state by HTTP. Credentials come from the environment (`TF_HTTP_…`). */
  public static http(settings: HttpStateSettings): StateBackend {
    return new HttpState(settings);
  }

  /**
   * Makes a stack use the backend. A stack has one.
   *
   * @throws if a setting has the wrong form, such as a URL that holds a user or a password, or one that it needs is
   * missing
   */
  public abstract attachTo(stack: TerraformStack): void;
}

class LocalState extends StateBackend {
  constructor(private readonly path: string) {
    super();
  }

  public attachTo(stack: TerraformStack): void {
    checkEarly(stack, { path: this.path });
    new LocalBackend(stack, { path: this.path });
  }
}

class S3State extends StateBackend {
  constructor(private readonly settings: S3StateSettings) {
    super();
  }

  public attachTo(stack: TerraformStack): void {
    checkSettings(stack.node.path, { form: s3StateShape, rules: S3_STATE_RULES }, this.settings);
    checkEarly(stack, this.settings);
    const { bucket, key, region, endpoint, usePathStyle, useLockfile, skipAwsChecks, ...rest } = resolvedS3State(
      stack.node.id,
      this.settings,
    );
    nothingLeft(rest);
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
    if (useLockfile) {
      stack.addOverride('terraform.backend.s3.use_lockfile', isLate(useLockfile) ? Token.asString(useLockfile) : true);
    }
  }
}

class HttpState extends StateBackend {
  constructor(private readonly settings: HttpStateSettings) {
    super();
  }

  public attachTo(stack: TerraformStack): void {
    checkSettings(stack.node.path, { form: httpStateShape, rules: HTTP_STATE_RULES }, this.settings);
    checkEarly(stack, this.settings);
    const { retryWaitMinSeconds, ...others } = resolvedHttpState(this.settings);
    new HttpBackend(stack, { retryWaitMin: retryWaitMinSeconds, ...others });
  }
}
