import { Document, isCollection, isMap, parse } from 'yaml';
import { packageVersion } from '../process/package-file';
import { answeredSpec, hasNoWorkers, isOnProxmox } from './cluster-spec';
import { clusterText } from './from/cluster-text';
import { importedSpec, importedWarnings } from './from/import-project';
import type { ImportedCluster } from './from/imported-cluster';
import { importReport, REPORT } from './from/report';
import { projectTools } from './project-tools';
import { projectVariables } from './project-variables';
import { type Answers, NONE } from './questions';
import {
  AGE_KEY,
  ageKeyFiles,
  decryptStep,
  encryptedAdvice,
  forgetStep,
  isEncrypted,
  SOPS_SCRIPTS,
} from './secrets-in-git';
import { fillTemplate, readTemplate } from './template';

/**
 * The files of a new project by path, with `/` between directories.
 *
 * @param imported what the files of another tool say
 */
export function projectFiles(answers: Answers, imported?: ImportedCluster): ReadonlyMap<string, string> {
  const { name = '', stateBucket } = answers;
  const clusterFile = `stacks/clusters/${name}.yaml`;
  const values = placeValues(answers, imported);
  const filled = (template: string): string => fillTemplate(readTemplate(template), values);
  return new Map([
    [clusterFile, imported === undefined ? clusterFileText(answers) : importedText(answers, imported)],
    ...(imported === undefined ? [] : [[REPORT, importReport(imported, clusterFile)] as const]),
    ['main.js', readTemplate('main.js')],
    ['cdktf.json', readTemplate('cdktf.json')],
    ['package.json', filled('package.json.txt')],
    ['test/clusters.test.js', filled('clusters.test.js.txt')],
    ['README.md', filled('README.md')],
    ['.gitignore', readTemplate('gitignore')],
    ['.env.example', filled('env.example')],
    ...(isEncrypted(answers) ? ageKeyFiles() : []),
    ['mise.toml', filled('mise.toml')],
    ['.devcontainer/devcontainer.json', filled('devcontainer.json')],
    ['renovate.json', readTemplate('renovate.json')],
    ['.vscode/settings.json', readTemplate('vscode-settings.json')],
    ['.github/workflows/check.yml', readTemplate('check.yml')],
    // a runner can plan only with the state, which stays on one machine unless it is in a bucket
    ...(stateBucket === NONE ? [] : ['plan', 'apply', 'drift']).map(
      (workflow) => [`.github/workflows/${workflow}.yml`, filled(`${workflow}.yml`)] as const,
    ),
  ]);
}

/** Paths of those files, without making a key. */
export function projectPaths(answers: Answers, imported?: ImportedCluster): readonly string[] {
  const paths = [...projectFiles({ ...answers, secrets: 'env' }, imported).keys()];
  return isEncrypted(answers) ? [...paths, '.sops.yaml', AGE_KEY] : paths;
}

/** The cluster file as data. */
export function clusterFileData(answers: Answers): unknown {
  return parse(clusterFileText(answers));
}

/** The cluster file out of the files of another tool, with its head from the template. */
function importedText(answers: Answers, imported: ImportedCluster): string {
  const [head = ''] = readTemplate('cluster.yaml').split('\nname:');
  const report = `# Written by init --from; ${REPORT} lists what it does not say.`;
  const text = fillTemplate(head, { name: answers.name ?? '' });
  return clusterText(importedSpec(imported, answers), `${text}\n${report}`);
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
function placeValues(answers: Answers, imported: ImportedCluster | undefined): Readonly<Record<string, string>> {
  const { name = '', stateBucket } = answers;
  const spec = imported === undefined ? clusterFileData(answers) : importedSpec(imported, answers);
  const variables = projectVariables(spec);
  const known = imported === undefined ? [] : importedWarnings(imported, answers);
  return {
    name,
    packageName: name,
    packageVersion: packageVersion(),
    place: isOnProxmox(answers) ? 'on Proxmox VE' : 'on physical machines',
    before: isOnProxmox(answers) ? TOKEN_ADVICE : MAINTENANCE_ADVICE,
    state: stateBucket === NONE ? LOCAL_STATE_ADVICE : '',
    encrypted: isEncrypted(answers) ? encryptedAdvice() : '',
    imported:
      imported === undefined
        ? ''
        : `\`${REPORT}\` lists what the files of ${imported.sourceName} say and the cluster file does not.`,
    sopsScripts: isEncrypted(answers) ? SOPS_SCRIPTS : '',
    known: known.length === 0 ? '' : ' beyond those that it had at the start',
    warnings: warningTest(known),
    tools: projectTools(spec, answers),
    programs: isEncrypted(answers) ? 'node opentofu sops' : 'node opentofu',
    decrypt: isEncrypted(answers) ? decryptStep() : '',
    forget: isEncrypted(answers) ? forgetStep() : '',
    workflows:
      stateBucket === NONE
        ? 'the checks of each change'
        : 'the checks and the plan of each change, an apply by hand, and a search for drift',
    variables: variables.map(({ comment, variable }) => `\n# ${comment}\n${variable}=''`).join('\n'),
    secrets: (isEncrypted(answers) ? ['SOPS_AGE_KEY'] : variables.map(({ variable }) => variable))
      .map((variable) => `      ${variable}: \${{ secrets.${variable.replace(/^TF_VAR_/, '').toUpperCase()} }}`)
      .join('\n'),
  };
}

/** Lines of a test that lets nothing through but warnings that are known. */
function warningTest(known: readonly string[]): string {
  if (known.length === 0) return '  assert.deepStrictEqual(project.warnings, []);';
  const list = known.map((warning) => `    ${JSON.stringify(warning)},`).join('\n');
  return `  const known = [\n${list}\n  ];\n  assert.deepStrictEqual(project.warnings.filter((warning) => !known.some((text) => warning.endsWith(text))), []);`;
}

const TOKEN_ADVICE =
  '\nProxmox VE needs a user with a role and an API token: the commands are in `node_modules/cdktf-proxmox-talos/docs/operations.md`, *The token of Proxmox VE*.';
const MAINTENANCE_ADVICE =
  '\nBefore the first apply every machine has to be booted from a Talos image, so that it waits for its configuration at its address.';
const LOCAL_STATE_ADVICE =
  '\nThe state is kept in `state/`, encrypted with your passphrase, and not in Git: back it up. It holds all secrets of the cluster.';

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
