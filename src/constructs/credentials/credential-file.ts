import type { TerraformProvider } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { SensitiveFile } from '../../../.gen/providers/local/sensitive-file';
import { checkStack, givenProvider } from '../private/other-stack';
import { requireToken } from '../private/secret';

/** Properties of `CredentialFile`. */
export interface CredentialFileProps {
  /** Path of the file, from the folder that OpenTofu runs in. Folders are made where they are missing. */
  readonly path: string;
  /** Text of the file: a token, never a literal. */
  readonly content: string;
  /**
   * Provider that writes the file.
   * @default - the stack's `local` provider without an alias
   */
  readonly localProvider?: TerraformProvider;
}

/** A file of credentials. */
export interface ICredentialFile extends IConstruct {
  /** Path of the file. */
  readonly path: string;
}

/**
 * A file beside the state that only its owner can read (mode 0600), such as a kubeconfig. A destroy removes it, and a
 * plan writes it again when it is gone.
 */
export class CredentialFile extends Construct implements ICredentialFile {
  /** Path of the file. */
  public readonly path: string;

  /** @throws if the content is a literal */
  constructor(scope: Construct, id: string, props: CredentialFileProps) {
    super(scope, id);
    checkStack(this, [givenProvider('localProvider', props.localProvider)]);
    new SensitiveFile(this, 'Resource', {
      provider: props.localProvider,
      filename: props.path,
      content: requireToken(this.node.path, 'content', props.content),
      filePermission: '0600',
      directoryPermission: '0700',
    });
    this.path = props.path;
  }
}
