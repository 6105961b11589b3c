import { newestKnownRelease } from '../../data/privileges';
import type { CommandDefinition } from '../command-definition';
import { CommandError, EXIT } from '../command-error';
import { confirm } from '../confirm';
import { accessEndpoints } from '../access/access-endpoints';
import { type AccessReport, accessReport } from '../access/access-report';
import * as texts from '../access/access-texts';
import { accessVariables, ownToken } from '../access/administrator';
import { grantAccess } from '../access/grant-access';
import { addClusters, readSelection } from '../options/project-options';
import { print, printJson, tell } from '../output';
import { ENV_FILE, saveVariable } from '../../process/env-file';

const HELP = `
Without --apply nothing is changed; the commands go into a shell of root on a
host. --apply needs an administrator in the environment, for the endpoint main:
  PROXMOX_MAIN_ADMIN_API_TOKEN, or
  PROXMOX_MAIN_ADMIN_USERNAME (root@pam) and PROXMOX_MAIN_ADMIN_PASSWORD
exit codes: 0 done; 1 cluster files have faults; 2 anything else`;

/** Options of the command, as they are given. */
interface GivenOptions {
  readonly user?: string;
  readonly token?: string;
  readonly proxmoxVersion?: string;
  readonly minimal?: true;
  readonly apply?: true;
  readonly save?: true;
  readonly yes?: true;
  readonly json?: true;
}

/** Prints, or makes, the user, the token, the roles and the rights that cluster files need on their endpoints. */
export const access: CommandDefinition = {
  name: 'access',
  description: 'print, or make, the user, token, roles and rights that clusters need on Proxmox VE',
  options: (command) =>
    addClusters(command)
      .option('--user <user@realm>', 'who gets the rights (default: that of your token, else talos@pve)')
      .option('--token <name>', 'name of the token (default: that of your token, else tofu)')
      .option('--proxmox-version <release>', 'release of Proxmox VE, such as 8.4 (default: it is asked, else 9.0)')
      .option('--minimal', 'leave out what an apply succeeds without')
      .option('--apply', 'show what would change, ask, and change it')
      .option(
        '--save',
        `with --apply: write the secret of a new token into ${ENV_FILE}; without it, it is printed once`,
      )
      .option('-y, --yes', 'with --apply: change it without asking')
      .option('--json', 'print rights and commands as JSON')
      .addHelpText('after', HELP),
  run: async (command) => {
    const given = command.opts<GivenOptions>();
    checkOptions(given);
    const { user, token, proxmoxVersion: version, minimal = false, apply = false, yes = false, json = false } = given;
    if (apply && !yes && !process.stdin.isTTY) throw new CommandError(texts.nobodyToAskForAccess());
    const environment = process.env;
    const endpoints = await accessEndpoints(readSelection(command), environment);
    const reports = await Promise.all(
      endpoints.map((endpoint) => accessReport(endpoint, { user, token, version, minimal }, environment)),
    );
    if (apply) await applyAll(reports, { yes, json, save: given.save === true });
    else if (json) printJson({ applied: false, endpoints: reports.map((report) => jsonOf(report)) });
    else reports.forEach(printCommands);
    tellNotes(reports);
    return EXIT.ok;
  },
};

function checkOptions({ user, token, proxmoxVersion: version }: GivenOptions): void {
  const check = (option: string, got: string | undefined, form: RegExp, words: string): void => {
    if (got !== undefined && !form.test(got)) throw new CommandError(texts.optionMalformed(option, got, words));
  };
  check('--user', user, /^\w[\w.+-]*@[A-Za-z][\w.-]+$/, 'a user with its realm, such as talos@pve');
  check('--token', token, /^[A-Za-z][\w.-]+$/, 'the name of a token, such as tofu');
  check('--proxmox-version', version, /^\d+(?:\.\d+){0,2}$/, 'a release of Proxmox VE, such as 8.4');
}

/** Changes what is missing on every endpoint, after one consent. */
async function applyAll(
  reports: readonly AccessReport[],
  { yes, json, save }: { readonly yes: boolean; readonly json: boolean; readonly save: boolean },
): Promise<void> {
  const nameless = reports.filter(({ admin }) => admin === undefined);
  if (nameless.length > 0) {
    throw new CommandError(
      texts.adminMissing(nameless.map(({ endpoint: { name } }) => ({ name, variables: accessVariables(name) }))),
    );
  }
  const changing = reports.filter(({ steps }) => steps.length > 0);
  for (const report of reports) tellChanges(report);
  const names = changing.map(({ endpoint }) => endpoint.name);
  if (names.length > 0 && !yes && !(await confirm(texts.accessQuestion(names)))) {
    throw new CommandError(texts.accessNotConfirmed());
  }
  const done: ReturnType<typeof jsonOf>[] = [];
  try {
    for (const report of reports) {
      const secret = report.admin && (await grantAccess(report.endpoint.name, report.steps, report.admin));
      const tokenValue = secret === undefined ? undefined : keepToken(report, secret, { save, json });
      done.push(jsonOf(report, tokenValue));
      tell(texts.accessGiven(report.endpoint.name, tokenIdOf(report)));
    }
  } finally {
    // a token is shown only once, also where the next endpoint fails
    if (json && done.length > 0) printJson({ applied: done.length === reports.length, endpoints: done });
  }
}

/**
 * Keeps the secret of a new token: in the file of the project, or where the result of the command belongs.
 *
 * @returns the token for the result as JSON; nothing if it is kept elsewhere
 */
function keepToken(
  report: AccessReport,
  secret: string,
  { save, json }: { readonly save: boolean; readonly json: boolean },
): string | undefined {
  const { variable } = report;
  const value = `${tokenIdOf(report)}=${secret}`;
  if (save) {
    saveVariable(process.cwd(), variable, value);
    tell(texts.tokenSaved(variable, ENV_FILE));
    return undefined;
  }
  tell(texts.tokenShownOnce(variable));
  if (json) return value;
  print(texts.tokenShown(variable, value));
  return undefined;
}

function tellChanges({ endpoint: { name, place }, release, steps }: AccessReport): void {
  if (steps.length === 0) tell(texts.nothingMissing(name, place.url));
  else
    for (const line of [texts.changesHeading(name, place.url, release), ...steps.map(({ words }) => `  ${words}`)])
      tell(line);
}

function printCommands(report: AccessReport): void {
  const { endpoint, release, version, steps, variable } = report;
  const { url } = endpoint.place;
  if (steps.length === 0) {
    print(texts.nothingMissing(endpoint.name, url));
    return;
  }
  const heading = texts.commandsHeading({ name: endpoint.name, url }, release, version !== undefined);
  print(heading, ...steps.map((step) => step.command));
  if (steps.some(({ makesToken }) => makesToken)) print(texts.tokenComment(variable, tokenIdOf(report)));
}

/** Releases that nobody has read yet, roles that may do more than they must, and tokens whose secret is lost. */
function tellNotes(reports: readonly AccessReport[]): void {
  for (const { endpoint, release, surplus, state, wish, variable } of reports) {
    if (isUnknownRelease(release)) tell(texts.releaseUnknown(endpoint.name, release, newestKnownRelease()));
    for (const [role, privileges] of surplus) tell(texts.roleHasMore(role, privileges));
    const { userId, tokenName } = wish;
    const isThere = state.tokens.has(`${userId}!${tokenName}`);
    if (isThere && ownToken(endpoint.name, process.env) === undefined) {
      tell(texts.tokenSecretUnknown(variable, userId, tokenName));
    }
  }
}

function jsonOf({ endpoint, release, wish, steps }: AccessReport, tokenValue?: string) {
  const { userId, tokenName, roles, grants } = wish;
  return {
    name: endpoint.name,
    url: endpoint.place.url,
    proxmoxVersion: release,
    user: userId,
    token: tokenName,
    roles,
    grants,
    commands: steps.map(({ command }) => command),
    ...(tokenValue !== undefined && { tokenValue }),
  };
}

function isUnknownRelease(release: string): boolean {
  return Number.parseInt(release, 10) > Number.parseInt(newestKnownRelease(), 10);
}

function tokenIdOf({ wish: { userId, tokenName } }: AccessReport): string {
  return `${userId}!${tokenName}`;
}
