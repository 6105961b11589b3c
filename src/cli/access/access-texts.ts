/** Sentences of the command `access`. */

import type { FeatureVersion } from '../../data/privileges';

/** Heading of the commands for an endpoint, as a shell takes it for a comment. */
export function commandsHeading(
  { name, url }: { readonly name: string; readonly url: string },
  version: string,
  isAsked: boolean,
): string {
  const release = isAsked ? `Proxmox VE ${version}` : `Proxmox VE ${version}, unless --proxmox-version says otherwise`;
  return `# endpoint ${name}, ${url}, ${release}: run as root on one of its hosts`;
}

/** The release of an endpoint, asked or given, lacks what clusters need. */
export function releaseTooOld(name: string, release: string, missing: readonly FeatureVersion[]): string {
  const lacks = missing.map(({ minimum, because }) => `${minimum} or newer is needed, as ${because}`);
  return `endpoint ${name}: Proxmox VE ${release} is not supported for these cluster files: ${lacks.join('; ')}`;
}

/** The release of an endpoint, asked or given, is newer than what is known here. */
export function releaseUnknown(name: string, release: string, newest: string): string {
  return (
    `note: endpoint ${name}: Proxmox VE ${release} is newer than the releases that are known here; ` +
    `the rights are those that Proxmox VE ${newest} needs`
  );
}

/** Told below the command that makes a token. */
export function tokenComment(variable: string, tokenId: string): string {
  return `# the last command prints the secret once; then set here: ${variable}='${tokenId}=<value>'`;
}

/** An endpoint that has everything. */
export function nothingMissing(name: string, url: string): string {
  return `# endpoint ${name}, ${url}: nothing is missing`;
}

/** Heading of changes. */
export function changesHeading(name: string, url: string, version: string): string {
  return `endpoint ${name}, ${url}, Proxmox VE ${version}:`;
}

/** A role that may do more than is needed. */
export function roleHasMore(role: string, privileges: readonly string[]): string {
  return `note: the role ${role} also has ${privileges.join(', ')}, which these cluster files do not need`;
}

/** The question before changes. */
export function accessQuestion(endpoints: readonly string[]): string {
  return `Make these changes on ${endpoints.join(' and ')}? Only yes will be accepted: `;
}

/** Nobody can be asked. */
export function nobodyToAskForAccess(): string {
  return 'there is no terminal to ask on; pass --yes to make the changes';
}

/** A person said no. */
export function accessNotConfirmed(): string {
  return 'nothing was changed';
}

/** Told after the changes of an endpoint. */
export function accessGiven(name: string, tokenId: string): string {
  return `endpoint ${name}: ${tokenId} has what the cluster files need`;
}

/** A new token on standard output. */
export function tokenShown(variable: string, value: string): string {
  return `${variable}='${value}'`;
}

/** Told beside a token that is shown. */
export function tokenShownOnce(variable: string): string {
  return `the secret of the new token, which is shown only now; keep it as ${variable}`;
}

/** A new token in a file. */
export function tokenSaved(variable: string, file: string): string {
  return `written: ${variable} into ${file}, which only you can read; keep it out of Git`;
}

/** A token that exists, and whose secret nobody here has. */
export function tokenSecretUnknown(variable: string, userId: string, tokenName: string): string {
  return (
    `the token ${userId}!${tokenName} exists and ${variable} is not set; Proxmox VE shows a secret only once: set it, ` +
    `or make another token with --token <name>, or remove this one on a host with pveum user token remove ${userId} ${tokenName}`
  );
}

/** Administrators are not known. */
export function adminMissing(
  endpoints: readonly { readonly name: string; readonly variables: AdminVariables }[],
): string {
  const lines = endpoints.map(
    ({ name, variables: { token, username, password } }) => `  ${name}: set ${token}, or ${username} and ${password}`,
  );
  return (
    `--apply needs an administrator of each endpoint:\n${lines.join('\n')}\n` +
    'or run the commands that access prints without --apply'
  );
}

/** Variables that name an administrator of an endpoint. */
export interface AdminVariables {
  /** Its API token. */
  readonly token: string;
  /** Its name, such as `root@pam`. */
  readonly username: string;
  /** Its password. */
  readonly password: string;
}

/** An administrator without the form of a user or a token. */
export function adminMalformed(variable: string, form: string): string {
  return `${variable} is not of the form ${form}`;
}

/** Proxmox VE has refused an administrator. */
export function adminRefused(endpoint: string, call: string, reason: string, done: number): string {
  const made = done === 0 ? 'nothing was changed' : `${done} ${done === 1 ? 'change was' : 'changes were'} made before`;
  return `endpoint ${endpoint}: Proxmox VE refuses ${call} (${reason}); ${made}; the same command goes on with the rest`;
}

/** A user or token that is none. */
export function optionMalformed(option: string, got: string, form: string): string {
  return `${option} "${got}" is not ${form}`;
}

/** No endpoint. */
export function noEndpoints(): string {
  return 'these cluster files have no machines on Proxmox VE, and need no access to it';
}

/** An endpoint whose URL only OpenTofu knows. */
export function endpointUnknown(name: string): string {
  return `endpoint ${name}: its URL is not written in the stack, so nothing is said of it`;
}
