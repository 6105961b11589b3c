import { type TerraformStack, Token } from 'cdktf';
import { iterationsOutOfRange } from '../errors/constructs';
import { MAX_ITERATIONS, MIN_ITERATIONS } from '../values/pbkdf2';
import { checkRules, type Rule } from '../values/rule';
import { requireToken } from './private/secret';

const METHOD = 'method.aes_gcm.main';
const UNENCRYPTED = 'method.unencrypted.migrate';

/** How the key is made of the passphrase. */
export interface StateEncryptionOptions {
  /**
   * Rounds of PBKDF2, 200000 to 10000000. More rounds make a stolen state slower to guess and every command slower too:
   * 600000 take about a second per command, 200000 a third of it. A state keeps the number that it was written with, so
   * it can be changed at any time; the next apply uses the new one.
   * @default - 600000, the default of OpenTofu
   */
  readonly iterations?: number;
}

/**
 * Whether OpenTofu encrypts the state and saved plans: AES-GCM, with a key made of a passphrase by PBKDF2.
 *
 * @see https://opentofu.org/docs/language/state/encryption/
 */
export abstract class StateEncryption {
  /** State and plans are readable by whoever has the files. */
  public static off(): StateEncryption {
    return new NoEncryption();
  }

  /**
   * State and plans are encrypted, and one that is not is refused.
   *
   * @param passphrase at least 16 characters: a sensitive variable, never a literal. Without it the state is lost
   */
  public static on(passphrase: string, options: StateEncryptionOptions = {}): StateEncryption {
    return new PassphraseEncryption(passphrase, options, false);
  }

  /**
   * As `on`, but reads a state that is not encrypted yet: one apply writes it encrypted. Every command warns.
   *
   * @param passphrase at least 16 characters: a sensitive variable, never a literal. Without it the state is lost
   */
  public static migrate(passphrase: string, options: StateEncryptionOptions = {}): StateEncryption {
    return new PassphraseEncryption(passphrase, options, true);
  }

  /**
   * Makes a stack use the encryption.
   *
   * @throws if the passphrase is a literal, or the number of rounds is none that OpenTofu accepts
   */
  public abstract attachTo(stack: TerraformStack): void;
}

const ITERATIONS_RULES: readonly Rule<number | undefined>[] = [
  {
    condition: (iterations) => iterations === undefined || Token.isUnresolved(iterations) || isInRange(iterations),
    message: (iterations = 0) => iterationsOutOfRange(iterations, MIN_ITERATIONS, MAX_ITERATIONS),
  },
];

function isInRange(iterations: number): boolean {
  return Number.isInteger(iterations) && iterations >= MIN_ITERATIONS && iterations <= MAX_ITERATIONS;
}

class NoEncryption extends StateEncryption {
  public attachTo(): void {
    // nothing in the JSON means no encryption
  }
}

class PassphraseEncryption extends StateEncryption {
  constructor(
    private readonly passphrase: string,
    private readonly options: StateEncryptionOptions,
    private readonly isMigrating: boolean,
  ) {
    super();
  }

  public attachTo(stack: TerraformStack): void {
    const passphrase = requireToken(stack.node.path, 'passphrase', this.passphrase);
    const { iterations } = this.options;
    checkRules(stack.node.path, ITERATIONS_RULES, iterations);
    const enforced = { method: METHOD, enforced: true };
    stack.addOverride('terraform.encryption', {
      key_provider: { pbkdf2: { main: { passphrase, ...(iterations !== undefined && { iterations }) } } },
      method: {
        aes_gcm: { main: { keys: '${key_provider.pbkdf2.main}' } },
        ...(this.isMigrating ? { unencrypted: { migrate: {} } } : {}),
      },
      state: this.isMigrating ? { method: METHOD, fallback: { method: UNENCRYPTED } } : enforced,
      plan: enforced,
    });
  }
}
