import { clusterOverview } from '../../src/diagram/cluster-overview';
import { describeCluster } from '../../src/diagram/describe-cluster';
import { diagramMermaid } from '../../src/diagram/diagram-mermaid';
import { diagramSvg } from '../../src/diagram/diagram-svg';
import { parseClusterSpec } from '../../src/model';
import { hostile, smallSpec, unescaped } from '../support/diagrams';

const small = clusterOverview(parseClusterSpec(smallSpec()));

describe('what a diagram shows', () => {
  test('has the defaults of what the file leaves open', () => {
    expect(small.endpoints[0]?.hosts[0]?.machines[0]).toEqual({
      name: 'cp-1',
      machineType: 'controlplane',
      address: '10.0.0.11',
      talosVersion: 'v1.13.9',
      link: 'eth0',
      vm: {
        cpuCores: 2,
        memoryMiB: 4096,
        bridge: 'vmbr0',
        disks: [{ interface: 'scsi0', sizeGiB: 10, datastoreId: 'local-lvm' }],
        pciDevices: [],
      },
    });
  });

  test('counts the cores of all sockets', () => {
    const spec = smallSpec();
    const nodes = { 'cp-1': { ...spec.nodes['cp-1']!, cpuCores: 4, cpuSockets: 2 } };
    const overview = clusterOverview(parseClusterSpec({ ...spec, nodes }));
    expect(overview.endpoints[0]?.hosts[0]?.machines[0]?.vm?.cpuCores).toBe(8);
  });

  test('says what the machines of a host take together, and of how much', () => {
    const spec = smallSpec();
    const host = { diskDatastoreId: 'local-lvm' };
    const hosts = { pve1: { ...host, capacity: { memoryMiB: 16_384 } }, pve2: host };
    const endpoints = { main: { url: 'https://pve1.example:8006', hosts } };
    const overview = clusterOverview(parseClusterSpec({ ...spec, proxmox: { endpoints } }));
    expect(overview.endpoints[0]?.hosts).toMatchObject([
      { taken: { cpuCores: 2, memoryMiB: 4096 }, capacity: { memoryMiB: 16_384 } },
      { taken: { cpuCores: 0, memoryMiB: 0 }, capacity: {} },
    ]);
    expect(unescaped(diagramSvg(overview, 960))).toContain('2 cores · 4 GiB of 16 GiB');
    expect(diagramMermaid(overview)).toContain('host pve1: 2 cores · 4 GiB of 16 GiB');
    expect(diagramMermaid(overview)).toContain('["host pve2"]');
  });

  test('has two layers without GitOps, and three with it', () => {
    expect(small.layers.map(({ name }) => name)).toEqual(['infrastructure', 'talos']);
    const flux = { repository: { https: { url: 'https://github.com/owner/name.git' } } };
    const followed = clusterOverview(parseClusterSpec({ ...smallSpec(), gitops: { flux } }));
    expect(followed.layers.map(({ name }) => name)).toEqual(['infrastructure', 'talos', 'bootstrap']);
    expect(followed.gitops).toEqual({
      tool: 'Flux',
      repository: 'https://github.com/owner/name.git',
      branch: 'main',
      path: 'clusters/small',
      intervalSeconds: 60,
    });
    expect(diagramSvg(followed, 960)).toContain('owner/name');
    expect(diagramMermaid(followed)).toContain('repository --> flux --> api');
  });

  test('is told to those who do not see it', () => {
    const told = describeCluster(small);
    expect(told).toContain('Host pve1 of Proxmox VE main has control plane cp-1 at 10.0.0.11.');
    expect(unescaped(diagramSvg(small, 960))).toContain(told);
  });
});

describe('an SVG', () => {
  test('is no wider than what is asked, and no wider than what a small cluster fills', () => {
    const widthOf = (svg: string): number => Number(/ width="(\d+)"/.exec(svg)?.[1]);
    expect(widthOf(diagramSvg(small, 375))).toBe(375);
    expect(widthOf(diagramSvg(small, 2000))).toBeLessThan(800);
  });

  test('refers to nothing outside of it', () => {
    expect(diagramSvg(small, 960).replace('xmlns="http://www.w3.org/2000/svg"', '')).not.toMatch(
      /href|url\(|@import|src=|<script|<image/,
    );
  });
});

const HOSTILE = hostile(small);

test('no value becomes markup', () => {
  const svg = diagramSvg(HOSTILE, 960);
  expect(svg).not.toMatch(/<script|<img|<b>|\u0000|\u202E/);
  expect(unescaped(svg)).toContain(HOSTILE.cluster);
  const mermaid = diagramMermaid(HOSTILE);
  expect(mermaid).not.toMatch(/<script|<img|<b>|^\s*click/m);
  expect(mermaid.split('\n').filter((line) => line.includes('alert'))).toHaveLength(3);
});
