import { Document, isCollection, isMap, parse } from 'yaml';
import { answeredSpec, ENDPOINT, hasNoWorkers, isOnProxmox } from './cluster-spec';
import { type Answers, NONE } from './questions';
import { packageVersion } from '../process/package-file';
import { fillTemplate, readTemplate } from './template';

/** The files of a new project by path, with `/` between directories. */
export function projectFiles(answers: Answers): ReadonlyMap<string, string> {
  const { name = '', stateBucket } = answers;
  const values = placeValues(answers);
  const filled = (template: string): string => fillTemplate(readTemplate(template), values);
  return new Map([
    [`stacks/clusters/${name}.yaml`, clusterFileText(answers)],
    ['main.js', readTemplate('main.js')],
    ['cdktf.json', readTemplate('cdktf.json')],
    ['package.json', filled('package.json.txt')],
    ['test/clusters.test.js', readTemplate('clusters.test.js')],
    ['README.md', filled('README.md')],
    ['.gitignore', readTemplate('gitignore')],
    ['.env.example', filled('env.example')],
    ['mise.toml', readTemplate('mise.toml')],
    ['renovate.json', readTemplate('renovate.json')],
    ['.vscode/settings.json', readTemplate('vscode-settings.json')],
    ['.github/workflows/check.yml', readTemplate('check.yml')],
    // a runner can plan only with the state, which stays on one machine unless it is in a bucket
    ...(stateBucket === NONE ? [] : ['plan', 'drift']).map(
      (workflow) => [`.github/workflows/${workflow}.yml`, filled(`${workflow}.yml`)] as const,
    ),
  ]);
}

/** The cluster file as data. */
export function clusterFileData(answers: Answers): unknown {
  return parse(clusterFileText(answers));
}

/** Subnets of pods and services where the machines have IPv6 addresses only. */
const IPV6_SUBNETS = { podSubnets: ['fd00:10:244::/56'], serviceSubnets: ['fd00:10:96::/112'] };

/** The cluster file, with comments. */
function clusterFileText(answers: Answers): string {
  const { name, network, proxmox, nodeDefaults, nodes, gitops, state } = answeredSpec(answers);
  const schematic = isOnProxmox(answers) ? { schematic: { extensions: ['siderolabs/qemu-guest-agent'] } } : {};
  const kubernetes = [
    ...(answers.subnet?.includes(':') === true ? [lines(IPV6_SUBNETS)] : []),
    ...(hasNoWorkers(answers) ? [`# there are no workers\n${lines({ schedulingOnControlPlanes: true })}`] : []),
    ...(answers.cni === 'cilium' ? [readTemplate('cilium.yaml').trimEnd()] : []),
  ];
  return fillTemplate(readTemplate('cluster.yaml'), {
    name: lines(name),
    schematic: indented(lines(schematic)),
    kubernetes: indented(kubernetes.join('\n')),
    network: indented(lines(network)),
    proxmox: proxmox === undefined ? '' : lines({ proxmox }, 4),
    nodeDefaults: nodeDefaults === undefined ? '' : lines({ nodeDefaults }, 2),
    nodes: indented(lines(nodes)),
    gitops: gitops === undefined ? '' : lines({ gitops }, 4),
    state: indented(lines(state)),
  });
}

/** Values of the places in the other files. */
function placeValues(answers: Answers): Readonly<Record<string, string>> {
  const { name = '', stateBucket } = answers;
  const variables = variablesOf(answers);
  return {
    name,
    packageName: name,
    packageVersion: packageVersion(),
    place: isOnProxmox(answers) ? 'on Proxmox VE' : 'on physical machines',
    before: isOnProxmox(answers) ? TOKEN_ADVICE : MAINTENANCE_ADVICE,
    state: stateBucket === NONE ? LOCAL_STATE_ADVICE : '',
    workflows:
      stateBucket === NONE
        ? 'the checks of each change'
        : 'the checks and the plan of each change, and a search for drift',
    variables: variables.map(({ comment, variable }) => `\n# ${comment}\n${variable}=''`).join('\n'),
    secrets: variables
      .map(({ variable }) => `      ${variable}: \${{ secrets.${variable.replace(/^TF_VAR_/, '').toUpperCase()} }}`)
      .join('\n'),
  };
}

const TOKEN_ADVICE =
  '\nProxmox VE needs a user with a role and an API token: the commands are in `node_modules/cdktf-proxmox-talos/docs/operations.md`, *The token of Proxmox VE*.';
const MAINTENANCE_ADVICE =
  '\nBefore the first apply every machine has to be booted from a Talos image, so that it waits for its configuration at its address.';
const LOCAL_STATE_ADVICE =
  '\nThe state is kept in `state/`, encrypted with your passphrase, and not in Git: back it up. It holds all secrets of the cluster.';

/** A variable of the environment. */
interface ProjectVariable {
  readonly variable: string;
  readonly comment: string;
}

const API_TOKEN: ProjectVariable = {
  variable: `TF_VAR_proxmox_${ENDPOINT}_api_token`,
  comment: 'API token of Proxmox VE: USER@REALM!TOKENID=UUID',
};
const PASSPHRASE: ProjectVariable = {
  variable: 'TF_VAR_state_passphrase',
  comment: 'at least 16 characters; without it the state is lost',
};
const GIT_KEY: ProjectVariable = {
  variable: 'TF_VAR_flux_git_ssh_private_key',
  comment: 'private SSH key of Flux, with its line breaks',
};
const GIT_TOKEN: ProjectVariable = {
  variable: 'TF_VAR_flux_git_token',
  comment: 'access token of Flux for the repository',
};
const BUCKET_KEYS: readonly ProjectVariable[] = [
  { variable: 'AWS_ACCESS_KEY_ID', comment: 'key id of the bucket that holds the state' },
  { variable: 'AWS_SECRET_ACCESS_KEY', comment: 'secret key of the bucket' },
];

/** Variables that the cluster needs from the environment. */
function variablesOf(answers: Answers): readonly ProjectVariable[] {
  const { flux = NONE, stateBucket } = answers;
  return [
    ...(isOnProxmox(answers) ? [API_TOKEN] : []),
    PASSPHRASE,
    ...(flux === NONE ? [] : [flux.startsWith('ssh:') ? GIT_KEY : GIT_TOKEN]),
    ...(stateBucket === NONE ? [] : BUCKET_KEYS),
  ];
}

/**
 * Data as YAML; from a depth on, collections are written on one line.
 *
 * @param flowFrom depth of the first such collections
 */
function lines(value: unknown, flowFrom = 1): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  setFlow(document.contents, 0, flowFrom);
  return document
    .toString({ lineWidth: 0 })
    .trimEnd()
    .replace(/^\{\}$/, '');
}

function setFlow(node: unknown, depth: number, flowFrom: number): void {
  if (!isCollection(node)) return;
  if (depth >= flowFrom) node.flow = true;
  const children = isMap(node) ? node.items.map(({ value }) => value) : node.items;
  for (const child of children) setFlow(child, depth + 1, flowFrom);
}

function indented(text: string): string {
  return text.replace(/^(?=.)/gm, '  ');
}
