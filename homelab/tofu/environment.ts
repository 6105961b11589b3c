import { join } from 'node:path';
import type { Toolchain } from '../../scripts/toolchain/provide';

/** Variables of our environment that OpenTofu, providers and their scripts need; settings of the user stay outside. */
const KEPT = /^(PATH|LANG|LC_[A-Z]+|TZ|TF_CLI_CONFIG_FILE|TF_IN_AUTOMATION|TF_INPUT|CHECKPOINT_DISABLE)$/;

/** Variables that `tofu init` needs as well where it downloads real providers. */
const FOR_DOWNLOADS = /^(https?_proxy|no_proxy|ssl_cert_file|ssl_cert_dir)$/i;

/** Settings of a run besides the stack. */
export interface RunSettings {
  /** Directory in place of the user's own: keys of hosts are remembered there, and the Proxmox provider remembers in a temporary file which ids it gave to machines. */
  readonly home: string;
  /** Environment of providers and backends. */
  readonly environment: Readonly<Record<string, string>>;
  /** Values of input variables. */
  readonly variables: Readonly<Record<string, string>>;
}

/** The whole environment of a run: nothing that the user has set for OpenTofu, a provider, a cloud or a cluster. */
export function tofuEnvironment(
  { env }: Toolchain,
  { home, environment, variables }: RunSettings,
): Record<string, string | undefined> {
  return { ...chosen(env, KEPT), HOME: home, TMPDIR: temporaryDirectory(home), ...environment, ...inputs(variables) };
}

/** The same for `tofu init`, which talks to backends of the homelab and to registries of providers. */
export function initEnvironment(toolchain: Toolchain, settings: RunSettings): Record<string, string | undefined> {
  const { SSL_CERT_FILE: _authority, ...environment } = settings.environment;
  return { ...chosen(toolchain.env, FOR_DOWNLOADS), ...tofuEnvironment(toolchain, { ...settings, environment }) };
}

/** Where temporary files of a run lie. */
export function temporaryDirectory(home: string): string {
  return join(home, 'tmp');
}

function chosen(environment: Readonly<Record<string, string | undefined>>, names: RegExp) {
  return Object.fromEntries(Object.entries(environment).filter(([name]) => names.test(name)));
}

function inputs(variables: Readonly<Record<string, string>>) {
  return Object.fromEntries(Object.entries(variables).map(([name, value]) => [`TF_VAR_${name}`, value]));
}

/**
 * A text without secrets.
 *
 * @param secrets each is looked for as a whole and, if it has several, by its lines
 */
export function withoutSecrets(text: string, secrets: readonly string[]): string {
  return secrets
    .flatMap((secret) => [secret, ...secret.split('\n')])
    .filter((part) => part.length >= 8 && !part.startsWith('-----'))
    .sort((a, b) => b.length - a.length)
    .reduce((cleaned, part) => cleaned.replaceAll(part, '(secret)'), text);
}
