import { arrowFlow } from '../picture/arrow-flow';
import { assembled, type Drawing, line, type Placed, TEXT } from '../picture/drawing';
import { hostRows } from '../picture/host-rows';
import type { BoxScene, Fact, MachineScene } from '../picture/scene';
import { svgDocument } from '../picture/svg-document';
import { wrapped } from '../picture/text-width';
import { joined } from '../picture/markup';
import type { ClusterOverview, GitopsOverview, MachineOverview } from './cluster-overview';
import { describeCluster } from './describe-cluster';
import { roomWords } from './room-words';
import { machineScene } from './machine-scene';

/** Narrowest diagram in which everything is readable. */
export const NARROWEST = 320;

/** Widest diagram. */
export const WIDEST = 10_000;

const MARGIN = 20;
const GAP = 20;
const BOX = 250;

/**
 * Draws a cluster as an SVG file.
 *
 * @param width in pixels, at least `NARROWEST`; boxes are placed below each other where they do not fit beside each other
 */
export function diagramSvg(overview: ClusterOverview, width: number): string {
  const margin = width < 480 ? 12 : MARGIN;
  const inner = Math.min(width - 2 * margin, usefulWidth(overview));
  const parts = [heading(overview, inner), access(overview, inner), machines(overview, inner), layers(overview, inner)];
  let y = margin;
  const placed = parts.map((drawing): Placed => {
    const at = y;
    y += drawing.height + GAP;
    return { drawing, x: margin, y: at };
  });
  const title = `Cluster ${overview.cluster}`;
  return svgDocument(assembled(inner + 2 * margin, y - GAP + margin, placed), {
    id: 'cluster',
    title,
    description: describeCluster(overview),
  });
}

/** Room beyond which a small cluster would stand in emptiness. */
function usefulWidth({ endpoints, physicalMachines, gitops, layers: all }: ClusterOverview): number {
  const hosts = endpoints.flatMap((endpoint) => endpoint.hosts);
  const columns = hosts.reduce((sum, { machines: own }) => sum + Math.min(3, Math.max(1, own.length)), 0);
  const widest = Math.max(columns + Math.min(3, physicalMachines.length), gitops === undefined ? 1 : 3, all.length);
  return widest * 300;
}

const CNIS = { flannel: 'Flannel', cilium: 'Cilium' } as const;

function heading({ cluster, talosVersions, kubernetesVersion, cni, network }: ClusterOverview, width: number): Drawing {
  const words = [
    `Talos ${talosVersions.join(' and ')}`,
    `Kubernetes ${kubernetesVersion}`,
    ...(cni === 'none' ? [] : [CNIS[cni]]),
    `network ${network.subnet}`,
    ...(network.gateway === undefined ? [] : [`gateway ${network.gateway}`]),
    ...(network.vlanId === undefined ? [] : [`VLAN ${network.vlanId}`]),
  ];
  const lines = wrapped(words.join('  ·  '), TEXT.fact, width);
  const markup = joined([
    line(cluster, { x: 0, y: 12, width, style: TEXT.heading }),
    ...lines.map((text, index) => line(text, { x: 0, y: 38 + index * 18, width, style: TEXT.fact, colour: 'p-muted' })),
  ]);
  return { width, height: 30 + lines.length * 18, markup };
}

/** The way into the cluster, after what GitOps brings there. */
function access({ api, gitops }: ClusterOverview, width: number): Drawing {
  const { url, vip, controlPlanes } = api;
  const box: BoxScene = {
    title: 'Kubernetes API',
    icon: 'api',
    facts: [
      { icon: 'address', words: url },
      ...(vip === undefined ? [] : [{ icon: 'shared', words: `virtual address ${vip}` } as const]),
      { icon: 'host', words: controlPlanes.join(', ') },
    ],
  };
  return arrowFlow([...(gitops === undefined ? [] : gitopsBoxes(gitops)), box], width, BOX);
}

function gitopsBoxes({ tool, repository, branch, path, intervalSeconds }: GitopsOverview): readonly BoxScene[] {
  // the whole URL is longer than a box
  const [, host = '', name = repository] = /^[a-z]+:\/\/(?:[^@/]*@)?([^/]+)\/(.*?)(?:\.git)?$/.exec(repository) ?? [];
  return [
    {
      title: 'Git repository',
      icon: 'git',
      facts: [
        { icon: 'git', words: name },
        ...(host === '' ? [] : [{ icon: 'address', words: host } as const]),
        { icon: 'step', words: `branch ${branch}` },
      ],
    },
    {
      title: tool,
      icon: 'sync',
      facts: [
        { icon: 'step', words: path },
        { icon: 'sync', words: `looks every ${intervalSeconds} seconds` },
      ],
    },
  ];
}

function machines({ endpoints, physicalMachines, api }: ClusterOverview, width: number): Drawing {
  const sceneOf = (machine: MachineOverview): MachineScene => machineScene(machine, api.vip);
  const sites = endpoints.map(({ name, url, hosts }) => ({
    title: `Proxmox VE ${name}`,
    subtitle: url,
    hosts: hosts.map(({ name: host, machines: own, taken, capacity }) => ({
      name: host,
      icon: 'host' as const,
      ...(own.length > 0 && { subtitle: roomWords(taken, capacity) }),
      machines: own.map(sceneOf),
    })),
  }));
  const metal = { name: 'Physical machines', icon: 'metal' as const, machines: physicalMachines.map(sceneOf) };
  return hostRows(sites, physicalMachines.length === 0 ? undefined : metal, width);
}

const LAYERS = { infrastructure: 'Infrastructure', talos: 'Talos', bootstrap: 'Bootstrap' } as const;

function layers({ layers: all }: ClusterOverview, width: number): Drawing {
  const boxes = all.map(({ name, creates }, index): BoxScene => {
    const facts = creates.map((words): Fact => ({ icon: 'step', words }));
    return { title: `${index + 1}  ${LAYERS[name]}`, icon: 'image', facts };
  });
  return arrowFlow(boxes, width, 200);
}
