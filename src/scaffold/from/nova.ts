import { Entry } from './entry';
import { belongsIntoCluster, codeOfTheTool, derivedHere, machineSecretsStay } from './left-over-texts';
import { hostPath } from './nodes';
import type { RecognisedFiles, Source, SourceInput } from './source';
import { carryTalconfig, recogniseTalconfig } from './talhelper';

/** Directory of the file of talhelper. */
const TALOS = 'talos';

/** Settings of a virtual machine: the key in the cluster file, and the name there. */
const VM_KEYS: readonly (readonly [key: string, name: string])[] = [
  ['vmId', 'id'],
  ['cpuCores', 'cpu_cores'],
  ['memoryMiB', 'ram_dedicated'],
  ['diskGiB', 'disk_size_gb'],
];

/** The system nova: virtual machines by Terragrunt, Talos by talhelper, the network by Helmfile. */
export const nova: Source = {
  name: 'nova',
  recognisedBy: 'infrastructure/hosts/*/terragrunt.hcl beside talos/talconfig.yaml',
  recognise: (files) => {
    const hosts = files.names(/^terragrunt\.hcl$/, 'infrastructure/hosts/*');
    const talconfig = recogniseTalconfig(files, TALOS);
    if (hosts.length === 0 || talconfig === undefined) return undefined;
    const helmfile = files.names(/^helmfile\.ya?ml$/, 'bootstrap').flatMap((name) => files.yaml(name));
    return {
      roots: [
        ...talconfig.roots,
        ...hosts.map((name) => new Entry(files.hcl(name), [])),
        ...helmfile.map((document) => new Entry(document, [])),
      ],
    };
  },
  carry: carryNova,
};

function carryNova(recognised: RecognisedFiles, input: SourceInput): void {
  const { draft } = input;
  const [talconfig] = recognised.roots;
  if (talconfig !== undefined) carryTalconfig(talconfig, input, TALOS);
  for (const root of recognised.roots) if (root.path.length > 0) draft.leave(root, machineSecretsStay());
  const names =
    talconfig
      ?.find('nodes')
      ?.children()
      .map((node) => node.find('hostname')?.text ?? '') ?? [];
  const roots = recognised.roots.filter(({ value }) => value.place.file.endsWith('terragrunt.hcl'));
  const machines = roots.flatMap((root) => root.at('inputs', 'nodes')?.children() ?? []);
  for (const root of roots) {
    for (const entry of root.children()) if (entry.key !== 'inputs') draft.leave(entry, codeOfTheTool());
  }
  // in the order of their start, as their names are others than those of the machines of Talos
  const sorted = [...machines].sort((a, b) => Number(a.find('order')?.data) - Number(b.find('order')?.data));
  for (const root of roots) {
    const host = root.at('inputs', 'host_name');
    for (const machine of root.at('inputs', 'nodes')?.children() ?? []) {
      const own = machine.find('name')?.text ?? '';
      const name = names.includes(own) ? own : names[sorted.findIndex(({ value }) => value === machine.value)];
      if (name !== undefined && host !== undefined) carryMachine(input, machine, name, host);
    }
  }
  if (machines.some((machine) => !names.includes(machine.find('name')?.text ?? ''))) {
    input.assume(
      'virtual machines and machines of Talos have other names: they were brought together in the order of their start',
    );
  }
  for (const root of recognised.roots) if (root.find('releases') !== undefined) carryHelmfile(root, input);
  carryLeftovers(roots, input);
}

function carryMachine({ draft }: SourceInput, machine: Entry, name: string, host: Entry): void {
  const path = ['nodes', name];
  const [vmName, order] = [machine.find('name'), machine.find('order')];
  draft.set([...path, 'host'], host.text, host);
  for (const [key, from] of VM_KEYS) draft.put([...path, key], machine.find(from));
  const storage = machine.find('disk_storage');
  const datastore = [...hostPath(host.text ?? ''), 'diskDatastoreId'];
  const known = draft.valueAt(datastore);
  draft.put(known === undefined || known === storage?.data ? datastore : [...path, 'diskDatastoreId'], storage);
  // the delays stand in the module
  if (typeof order?.data === 'number') {
    draft.set([...path, 'startup'], { order: order.data, upDelaySeconds: 30, downDelaySeconds: 30 }, order);
  }
  if (vmName?.text === name) draft.agree(vmName);
  else draft.leave(vmName, `machine and virtual machine have one name here: ${name}`);
}

/** Cilium with its version; everything else is for GitOps. */
function carryHelmfile(helmfile: Entry, { draft }: SourceInput): void {
  for (const release of helmfile.find('releases')?.children() ?? []) {
    const name = release.find('name')?.text;
    if (name !== 'cilium') {
      draft.leave(release, belongsIntoCluster(name ?? 'a Helm release'));
      continue;
    }
    draft.put(['kubernetes', 'cni', 'cilium', 'version'], release.find('version'));
    draft.set(['kubernetes', 'kubeProxy'], false);
    for (const entry of release.children()) {
      draft.leave(
        entry,
        entry.key === 'values' ? 'kubernetes.cni.cilium.values takes them' : derivedHere('kubernetes.cni.cilium'),
      );
    }
  }
}

/** Values of the Terragrunt layer that sign in. */
function carryLeftovers(roots: readonly Entry[], { draft, assume }: SourceInput): void {
  for (const root of roots) {
    draft.keepSecret(root.at('inputs', 'proxmox_api_token'), 'TF_VAR_proxmox_main_api_token');
    draft.leave(
      root.at('inputs', 'proxmox_ssh_user'),
      'no SSH is needed: images are downloaded by Proxmox VE itself (bootRoute: import)',
    );
  }
  if (roots.length > 1) {
    assume('all hosts are those of one endpoint of Proxmox VE: give hosts that are no cluster an endpoint each');
  }
  assume('machines boot the disk image of Talos, not its ISO; addresses are static, not from DHCP');
}
