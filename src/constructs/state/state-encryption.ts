import { Lazy, type TerraformStack, Token } from 'cdktf';
import { stateReaderWithoutKey } from '../../state/faults';
import type { StateEncryptionSettings } from '../../state/settings';
import { stateEncryptionShape } from '../../state/shape';
import { checkSettings } from '../private/check-settings';
import { checkEarly } from './private/check-state';
import { encryptedStatesIn, isEncrypted, markEncrypted, readersOf } from './private/remote-states';
import { requireToken } from '../private/secret';

const METHOD = 'method.aes_gcm.main';
const UNENCRYPTED = 'method.unencrypted.migrate';

/**
 * Encryption of the state and of saved plans by OpenTofu: AES-GCM, with a key derived from a passphrase by PBKDF2.
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
  public static on(passphrase: string, options: StateEncryptionSettings = {}): StateEncryption {
    return new PassphraseEncryption(passphrase, options, false);
  }

  /**
   * As `on`, but reads a state that is not encrypted yet: one apply writes it encrypted. Every command warns.
   *
   * @param passphrase at least 16 characters: a sensitive variable, never a literal. Without it the state is lost
   */
  public static migrate(passphrase: string, options: StateEncryptionSettings = {}): StateEncryption {
    return new PassphraseEncryption(passphrase, options, true);
  }

  /**
   * Makes a stack use the encryption.
   *
   * @throws if the passphrase is a literal, or the number of rounds is none that OpenTofu accepts
   */
  public abstract attachTo(stack: TerraformStack): void;
}

class NoEncryption extends StateEncryption {
  public attachTo(): void {
    // nothing in the JSON means no encryption
  }
}

class PassphraseEncryption extends StateEncryption {
  constructor(
    private readonly passphrase: string,
    private readonly options: StateEncryptionSettings,
    private readonly isMigrating: boolean,
  ) {
    super();
  }

  public attachTo(stack: TerraformStack): void {
    const passphrase = requireToken(stack.node.path, 'passphrase', this.passphrase);
    const { encryptionIterations: iterations } = this.options;
    checkSettings(stack.node.path, { form: stateEncryptionShape, rules: [] }, this.options);
    checkEarly(stack, { passphrase, ...this.options }, ['passphrase']);
    markEncrypted(stack);
    stack.node.addValidation({ validate: () => readersWithoutKey(stack) });
    const enforced = { method: METHOD, enforced: true };
    stack.addOverride('terraform.encryption', {
      key_provider: { pbkdf2: { main: { passphrase, ...(iterations !== undefined && { iterations }) } } },
      method: {
        aes_gcm: { main: { keys: '${key_provider.pbkdf2.main}' } },
        ...(this.isMigrating ? { unencrypted: { migrate: {} } } : {}),
      },
      state: this.isMigrating ? { method: METHOD, fallback: { method: UNENCRYPTED } } : enforced,
      plan: enforced,
      // a map token, as the framework takes overrides apart
      remote_state_data_sources: Token.asAnyMap(Lazy.anyValue({ produce: () => renderRemoteStates(stack) })),
    });
  }
}

/** Encrypted states of other stacks are read with the same passphrase. */
function renderRemoteStates(stack: TerraformStack): object | undefined {
  const names = encryptedStatesIn(stack);
  if (names.length === 0) return undefined;
  return { remote_state_data_source: Object.fromEntries(names.map((name) => [name, { method: METHOD }])) };
}

function readersWithoutKey(stack: TerraformStack): string[] {
  return readersOf(stack)
    .filter((reader) => !isEncrypted(reader))
    .map((reader) => stateReaderWithoutKey(reader.node.id, stack.node.id));
}
