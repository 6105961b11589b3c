import type { TerraformStack } from 'cdktf';

import { StateBackend } from '../constructs/state/state-backend';
import { StateEncryption } from '../constructs/state/state-encryption';
import type { StateSettings } from '../state/settings';
import { createSecretVariable } from '../constructs/credentials/secret-variable';

/**
 * Puts the state of a stack where its model says, encrypted if it says so.
 *
 * A local state is in `state/<stack>.tfstate` of the project, and so outlives the output directory.
 *
 * @param projectPath way from the directory of the stack to the project
 */
export function createState(stack: TerraformStack, state: StateSettings, projectPath: string): void {
  createBackend(state, `${projectPath}/state/${stack.node.id}.tfstate`).attachTo(stack);
  createEncryption(stack, state).attachTo(stack);
}

function createBackend({ backend = 'local' }: StateSettings, localPath: string): StateBackend {
  if (backend === 'local') return StateBackend.local(localPath);
  if ('s3' in backend) return StateBackend.s3(backend.s3);
  if ('pg' in backend) return StateBackend.pg(backend.pg);
  return 'kubernetes' in backend ? StateBackend.kubernetes(backend.kubernetes) : StateBackend.http(backend.http);
}

function createEncryption(
  stack: TerraformStack,
  { encryption = 'off', encryptionIterations }: StateSettings,
): StateEncryption {
  if (encryption === 'off') return StateEncryption.off();
  return StateEncryption[encryption](createPassphraseVariable(stack), { encryptionIterations });
}

function createPassphraseVariable(stack: TerraformStack): string {
  return createSecretVariable(
    stack,
    'state_passphrase',
    'Passphrase that encrypts state and plans, at least 16 characters. Without it the state is lost.',
  );
}
