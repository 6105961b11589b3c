import type { TerraformStack } from 'cdktf';

import { StateBackend } from '../constructs/state-backend';
import { StateEncryption } from '../constructs/state-encryption';
import type { StateBackendModel, StateModel } from '../model/state-model';
import { createSecretVariable } from './variables';

/**
 * Puts the state of a stack where its model says, encrypted if it says so.
 *
 * A local state lies in `state/<stack>.tfstate` of the project, and so outlives the output directory.
 *
 * @param projectPath way from the directory of the stack to the project
 */
export function createState(stack: TerraformStack, state: StateModel, projectPath: string): void {
  createBackend(state.backend, `${projectPath}/state/${stack.node.id}.tfstate`).attachTo(stack);
  createEncryption(stack, state).attachTo(stack);
}

function createBackend(backend: StateBackendModel, localPath: string): StateBackend {
  switch (backend.kind) {
    case 'local':
      return StateBackend.local(localPath);
    case 's3':
      return StateBackend.s3(backend);
    case 'http':
      return StateBackend.http(backend);
  }
}

function createEncryption(
  stack: TerraformStack,
  { encryption, encryptionIterations: iterations }: StateModel,
): StateEncryption {
  switch (encryption) {
    case 'off':
      return StateEncryption.off();
    case 'on':
      return StateEncryption.on(createPassphraseVariable(stack), { iterations });
    case 'migrate':
      return StateEncryption.migrate(createPassphraseVariable(stack), { iterations });
  }
}

function createPassphraseVariable(stack: TerraformStack): string {
  return createSecretVariable(
    stack,
    'state_passphrase',
    'Passphrase that encrypts state and plans, at least 16 characters. Without it the state is lost.',
  );
}
