import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { MachineJudge } from '../../../src/machine-config/machine-judge';
import { judgeClusters } from '../../../src/model/judged-clusters';
import { readCluster, type ReadCluster } from '../../../src/model/parse-cluster-spec';
import { ClusterSpecError } from '../../../src/cluster-file';
import { formatFault } from '../../../src/cluster-file/cluster-spec-error';
import { parseClusterYaml } from '../../../src/cluster-file/yaml-source';
import type { ListedPatch } from './patch-files';

/** The file that a patch stands in, in the project of its cluster. */
const PATCH_FILE = 'patch.yaml';

/**
 * Faults that synth finds in clusters that each have one patch, in a file of its own.
 *
 * @param judge asked once, about all clusters that nothing else is wrong with
 */
export function saidOf(
  patches: readonly (ListedPatch & { readonly isPhysical?: boolean })[],
  judge: MachineJudge,
): readonly (readonly string[])[] {
  const root = mkdtempSync(join(tmpdir(), 'patched-clusters-'));
  try {
    const read = patches.map((patch, index) => {
      const directory = join(root, String(index));
      mkdirSync(directory);
      writeFileSync(join(directory, PATCH_FILE), patch.text);
      return readOrFaults(clusterFile(patch), directory);
    });
    const judged = judgeClusters(read.filter(isCluster), judge);
    let next = 0;
    return read.map((each) => (isCluster(each) ? (judged[next++]?.faults ?? []).map(formatFault) : each));
  } finally {
    rmSync(root, { recursive: true });
  }
}

function isCluster(read: ReadCluster | readonly string[]): read is ReadCluster {
  return 'model' in read;
}

function readOrFaults(text: string, directory: string): ReadCluster | readonly string[] {
  const { spec, source } = parseClusterYaml(text, 'lab.yaml');
  try {
    return readCluster(spec, { source, directory, environment: {} });
  } catch (error) {
    if (!(error instanceof ClusterSpecError)) throw error;
    return error.faults.map(formatFault);
  }
}

function clusterFile({ contract, on, isPhysical = false }: ListedPatch & { readonly isPhysical?: boolean }): string {
  const place = isPhysical ? 'link: eno1, installDisk: /dev/sda' : 'host: pve1';
  const patches = on === 'all' ? `patches: [${PATCH_FILE}]` : `nodeDefaults: { ${on}: { patches: [${PATCH_FILE}] } }`;
  return `name: lab
talos: { version: v1.13.9, contract: ${contract} }
kubernetes: { version: v1.32.3 }
network: { subnet: 10.0.0.0/24, gateway: 10.0.0.1 }
proxmox:
  endpoints: { main: { url: 'https://pve1.example:8006', hosts: { pve1: { diskDatastoreId: local-lvm } } } }
nodes:
  cp-1: { machineType: controlplane, address: 10.0.0.11, ${place} }
  w-1: { machineType: worker, address: 10.0.0.21, ${place} }
state: { encryption: 'on' }
${patches}
`;
}
