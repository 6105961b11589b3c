import { HttpBackend, LocalBackend, S3Backend, type TerraformStack, Token } from 'cdktf';
import { resolvedHttpState, resolvedKubernetesState, resolvedPgState, resolvedS3State } from '../../state/resolved';
import { HTTP_STATE_RULES, KUBERNETES_STATE_RULES, PG_STATE_RULES, S3_STATE_RULES } from '../../state/rules';
import type {
  HttpStateSettings,
  KubernetesCredentialPlugin,
  KubernetesStateSettings,
  PgStateSettings,
  S3StateSettings,
} from '../../state/settings';
import { httpStateShape, kubernetesStateShape, pgStateShape, s3StateShape } from '../../state/shape';
import { nothingLeft } from '../../values/nothing-left';
import { checkSettings } from '../private/check-settings';
import { isLate } from '../private/late-values';
import { checkEarly } from './private/check-state';
import { WrittenBackend } from './private/written-backend';

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

  /** A database of PostgreSQL. Credentials come from the environment (`PG_CONN_STR`, or `PGUSER` and `PGPASSWORD`). */
  public static pg(settings: PgStateSettings = {}): StateBackend {
    return new PgState(settings);
  }

  /** A secret in a Kubernetes cluster. Credentials come from a kubeconfig or from the environment (`KUBE_…`). */
  public static kubernetes(settings: KubernetesStateSettings = {}): StateBackend {
    return new KubernetesState(settings);
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

class PgState extends StateBackend {
  constructor(private readonly settings: PgStateSettings) {
    super();
  }

  public attachTo(stack: TerraformStack): void {
    const settings = { schemaName: stack.node.id, ...this.settings };
    checkSettings(stack.node.path, { form: pgStateShape, rules: PG_STATE_RULES }, settings);
    checkEarly(stack, settings);
    const { address, schemaName, tableName, indexName, ...others } = resolvedPgState(stack.node.id, settings);
    const { skipSchemaCreation, skipTableCreation, skipIndexCreation, ...rest } = others;
    nothingLeft(rest);
    new WrittenBackend(stack, 'pg', {
      conn_str: address,
      schema_name: schemaName,
      table_name: tableName,
      index_name: indexName,
      skip_schema_creation: skipSchemaCreation,
      skip_table_creation: skipTableCreation,
      skip_index_creation: skipIndexCreation,
    });
  }
}

class KubernetesState extends StateBackend {
  constructor(private readonly settings: KubernetesStateSettings) {
    super();
  }

  public attachTo(stack: TerraformStack): void {
    const settings = { secretSuffix: stack.node.id, ...this.settings };
    checkSettings(stack.node.path, { form: kubernetesStateShape, rules: KUBERNETES_STATE_RULES }, settings);
    checkEarly(stack, settings);
    const { secretSuffix, namespace, labels, exec, endpoint, insecure, inClusterConfig, ...config } =
      resolvedKubernetesState(stack.node.id, settings);
    const { configPath, configContext, configContextAuthInfo, configContextCluster, clusterCaCertificate, ...rest } =
      config;
    nothingLeft(rest);
    new WrittenBackend(stack, 'kubernetes', {
      secret_suffix: secretSuffix,
      namespace,
      labels,
      config_path: configPath,
      config_context: configContext,
      config_context_auth_info: configContextAuthInfo,
      config_context_cluster: configContextCluster,
      host: endpoint,
      cluster_ca_certificate: clusterCaCertificate,
      insecure,
      in_cluster_config: inClusterConfig,
      exec: exec === undefined ? undefined : renderPlugin(exec),
    });
  }
}

function renderPlugin({ apiVersion, command, args, ...rest }: KubernetesCredentialPlugin): object {
  nothingLeft(rest);
  return { api_version: apiVersion, command, args };
}
