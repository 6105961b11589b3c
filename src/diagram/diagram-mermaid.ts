import type { ClusterOverview, HostOverview, MachineOverview } from './cluster-overview';
import { describeCluster } from './describe-cluster';
import { machineScene } from './machine-scene';
import { roomWords } from './room-words';
import { plainLine, quoted } from './mermaid-text';

/** Colours that are readable in the light and in the dark theme, as Mermaid knows no other way. */
const CLASSES = [
  'classDef controlplane fill:#e2e5ff,stroke:#3431a0,color:#23216e',
  'classDef worker fill:#d3f4ef,stroke:#0f5650,color:#0b403c',
  'classDef bridge fill:#d8edfb,stroke:#0b4a70,color:#0b4a70',
  'classDef api fill:#fdeec2,stroke:#70450a,color:#543a0a',
  'classDef step fill:#e4e9f2,stroke:#47556d,color:#2b384e',
];

/** A machine and the name of its box. */
interface Member {
  readonly id: string;
  readonly machine: MachineOverview;
}

/** Draws a cluster as a flowchart of Mermaid. */
export function diagramMermaid(overview: ClusterOverview): string {
  const { cluster, api, endpoints, physicalMachines, layers, gitops } = overview;
  const ids = new Map(
    [...endpoints.flatMap(({ hosts }) => hosts.flatMap(({ machines }) => machines)), ...physicalMachines].map(
      (machine, index) => [machine, `machine${index}`],
    ),
  );
  const members = (machines: readonly MachineOverview[]): readonly Member[] =>
    machines.map((machine) => ({ id: ids.get(machine) ?? '', machine }));
  const box = (member: Member): string => machineBox(member, api.vip);
  const lines = [
    'flowchart TB',
    `  accTitle: ${plainLine(`Cluster ${cluster}`)}`,
    `  accDescr: ${plainLine(describeCluster(overview))}`,
    ...CLASSES.map((line) => `  ${line}`),
    `  api([${quoted('Kubernetes API', api.url, ...(api.vip === undefined ? [] : [`virtual address ${api.vip}`]))}]):::api`,
    ...(gitops === undefined
      ? []
      : [
          `  repository[(${quoted('Git repository', gitops.repository, `branch ${gitops.branch}`, gitops.path)})]:::step`,
          `  flux[${quoted(gitops.tool, `looks every ${gitops.intervalSeconds} seconds`)}]:::step`,
          '  repository --> flux --> api',
        ]),
    ...endpoints.flatMap(({ name, url, hosts }, index) => [
      `  subgraph endpoint${index} [${quoted(`Proxmox VE ${name}: ${url}`)}]`,
      ...hosts.flatMap((host, number) => hostLines(host, `host${index}x${number}`, members(host.machines), box)),
      '  end',
    ]),
    ...(physicalMachines.length === 0
      ? []
      : [
          `  subgraph physical [${quoted('Physical machines')}]`,
          ...members(physicalMachines).map((member) => `    ${box(member)}`),
          '  end',
        ]),
    ...[...ids].filter(([{ machineType }]) => machineType === 'controlplane').map(([, id]) => `  api --> ${id}`),
    `  subgraph layers [${quoted('Made in this order')}]`,
    '    direction LR',
    ...layers.map(
      ({ name, creates }, index) => `    layer${index}[${quoted(`step ${index + 1}: ${name}`, ...creates)}]:::step`,
    ),
    ...layers.slice(1).map((_, index) => `    layer${index} --> layer${index + 1}`),
    '  end',
  ];
  return `${lines.join('\n')}\n`;
}

function hostLines(
  { name, machines, taken, capacity }: HostOverview,
  id: string,
  members: readonly Member[],
  box: (member: Member) => string,
): readonly string[] {
  const bridges = [...new Set(machines.flatMap(({ vm }) => vm?.bridge ?? []))].sort();
  return [
    `    subgraph ${id} [${quoted(`host ${name}${machines.length === 0 ? '' : `: ${roomWords(taken, capacity)}`}`)}]`,
    ...members.map((member) => `      ${box(member)}`),
    ...bridges.map((bridge, index) => `      ${id}bridge${index}{{${quoted(`bridge ${bridge}`)}}}:::bridge`),
    ...members.flatMap(({ id: machine, machine: { vm } }) =>
      vm === undefined ? [] : [`      ${machine} --- ${id}bridge${bridges.indexOf(vm.bridge)}`],
    ),
    // an empty one is no subgraph to Mermaid
    ...(machines.length === 0 ? [`      ${id}empty[${quoted('no machine')}]:::step`] : []),
    '    end',
  ];
}

function machineBox({ id, machine }: Member, vip: string | undefined): string {
  const { name, role, facts } = machineScene(machine, vip);
  const words = facts.map((fact) => fact.words);
  return `${id}[${quoted(name, role.words, ...words)}]:::${machine.machineType}`;
}
