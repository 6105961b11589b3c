import {
  lockedPrivateKey,
  notAPrivateKey,
  notAnAccessToken,
  notAnApiToken,
  passphraseTooShort,
} from './variable-faults';

/** Form of the value of an input variable, for OpenTofu and for anybody who has the value at hand. */
export interface VariableForm {
  /** The condition as an expression of OpenTofu. */
  readonly expression: (variable: string) => string;
  /** True if a value fulfils the condition. */
  readonly isMet: (value: string) => boolean;
  /** The sentence that says what to change. */
  readonly message: (variable: string) => string;
}

/** Of a user, a realm and a token: Proxmox VE forbids the separators, and says what may stand between them. */
const API_TOKEN =
  '^[^\\s:/]+@[A-Za-z][A-Za-z0-9._-]+![A-Za-z][A-Za-z0-9._-]+=[0-9A-Fa-f]{8}(-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}$';

const PRIVATE_KEY =
  '^\\s*-----BEGIN ([A-Z]+ )?PRIVATE KEY-----\\r?\\n[\\s\\S]+\\n-----END ([A-Z]+ )?PRIVATE KEY-----\\s*$';

/** PKCS #8, PEM of old, and OpenSSH with the name of a cipher where an open key has "none", four characters. */
const LOCKED_KEY =
  'BEGIN ENCRYPTED |Proc-Type: 4,ENCRYPTED|BEGIN OPENSSH PRIVATE KEY-----\\s+b3BlbnNzaC1rZXktdjEAAAAA[^B]';

const ACCESS_TOKEN = '^[!-~]+$';

/** Fewest bytes of a passphrase; OpenTofu counts bytes where it says characters. */
const PASSPHRASE_BYTES = 16;

const FORMS: readonly { readonly name: RegExp; readonly forms: readonly VariableForm[] }[] = [
  { name: /^proxmox_.+_api_token$/, forms: [matching(API_TOKEN, notAnApiToken)] },
  {
    name: /_ssh_private_key$/,
    forms: [matching(PRIVATE_KEY, notAPrivateKey), notMatching(LOCKED_KEY, lockedPrivateKey)],
  },
  { name: /^(gitea|flux_git)_token$/, forms: [matching(ACCESS_TOKEN, notAnAccessToken)] },
  {
    name: /^state_passphrase$/,
    forms: [
      {
        // four characters of base64 stand for three bytes, or what is left of them
        expression: (variable) => `length(base64encode(var.${variable})) >= ${Math.ceil(PASSPHRASE_BYTES / 3) * 4}`,
        isMet: (value) => Buffer.byteLength(value) >= PASSPHRASE_BYTES,
        message: (variable) => passphraseTooShort(variable, PASSPHRASE_BYTES),
      },
    ],
  },
];

/** Conditions for the value of an input variable of our stacks, by its name; none for any other variable. */
export function variableForms(variable: string): readonly VariableForm[] {
  return FORMS.find(({ name }) => name.test(variable))?.forms ?? [];
}

/** The pattern means the same to JavaScript and to OpenTofu. */
function matching(pattern: string, message: VariableForm['message']): VariableForm {
  return {
    expression: (variable) => `can(regex(${JSON.stringify(pattern)}, var.${variable}))`,
    isMet: (value) => new RegExp(pattern).test(value),
    message,
  };
}

function notMatching(pattern: string, message: VariableForm['message']): VariableForm {
  const { expression, isMet } = matching(pattern, message);
  return { expression: (variable) => `!${expression(variable)}`, isMet: (value) => !isMet(value), message };
}
