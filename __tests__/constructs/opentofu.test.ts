import { TerraformStack, TerraformVariable, Token } from 'cdktf';
import { BareMetalNode } from '../../src/constructs/node/bare-metal-node';
import { CredentialFile } from '../../src/constructs/credentials/credential-file';
import { FluxBootstrap } from '../../src/constructs/gitops/flux-bootstrap';
import { Lifecycle } from '../../src/constructs/lifecycle/lifecycle';
import { GitSource } from '../../src/constructs/gitops/git-source';
import { PciMapping } from '../../src/constructs/proxmox/pci-mapping';
import { ProxmoxNode } from '../../src/constructs/node/proxmox-node';
import { StateBackend } from '../../src/constructs/state/state-backend';
import { StateEncryption } from '../../src/constructs/state/state-encryption';
import { TalosImage } from '../../src/constructs/image/talos-image';
import { BootRoute } from '../../src/values/boot-route';
import { DiskBus } from '../../src/values/disk-bus';
import { MachineType } from '../../src/values/machine-type';
import { Schematic } from '../../src/values/schematic/schematic';
import { TalosVersion } from '../../src/values/talos-version';
import { AGENT, cluster, host, image, controlPlane, network, node, settings } from '../support/homelab';
import { addTestProviders, synth, testStack } from '../support/synth';
import { changesInTurn, describeWithTofu, planJson, validateJson } from '../support/tofu';

function variable(stack: TerraformStack, name: string, type: string, value?: unknown): TerraformVariable {
  return new TerraformVariable(stack, name, { type, default: value, sensitive: type === 'string' });
}

/** A stack with everything that needs no server at plan. */
function everything(stack: TerraformStack): void {
  const passphrase = variable(stack, 'state_passphrase', 'string', 'correct horse battery staple').stringValue;
  StateBackend.local('everything.tfstate').attachTo(stack);
  StateEncryption.on(passphrase).attachTo(stack);

  const talosVersion = TalosVersion.of('v1.13.9');
  const hosts = [host(stack), host(stack, 'pve2'), host(stack, 'pve1', 'attic')];
  const imported = new TalosImage(stack, 'imported', { talosVersion, schematic: AGENT, hosts });
  const file = new TalosImage(stack, 'file', {
    talosVersion,
    schematic: Schematic.of({ extraKernelArgs: ['console=${tty}'] }),
    hosts,
    bootRoute: BootRoute.FILE,
  });
  const mapping = new PciMapping(stack, 'mapping', {
    proxmoxProvider: host(stack).provider,
    mappingName: 'iGPU',
    devices: [{ host: 'pve1', path: '0000:00:02.0', id: '8086:4680', iommuGroup: 0 }],
  });
  const members = [
    node(stack, { image: imported, lifecycle: Lifecycle.replace() }),
    new ProxmoxNode(stack, 'w1', {
      ...controlPlane({ machineType: MachineType.WORKER, address: '10.0.0.21' }),
      image: file,
      host: host(stack, 'pve1', 'attic'),
      bios: 'seabios',
      scsiHardware: 'virtio-scsi-single',
      osDisk: { cache: 'writethrough', aio: 'native', backup: false, replicate: false, discard: false, ssd: false },
      disks: {
        a: { slot: 1, sizeGiB: 10 },
        b: { slot: 2, sizeGiB: 10, bus: DiskBus.VIRTIO },
        c: { slot: 3, sizeGiB: 10, bus: DiskBus.SATA },
      },
      macAddress: 'bc:24:11:e6:ba:07',
      vlanId: 150,
      startup: { order: 1, upDelaySeconds: 30 },
      pciDevices: [{ mapping: mapping.mappingName }],
      poolId: 'talos',
      onHostChange: 'ignore',
      protection: true,
    }),
    new BareMetalNode(stack, 'metal', {
      ...controlPlane({ address: '10.0.0.31' }),
      image: imported,
      installDisk: '/dev/sda',
    }),
  ];
  const made = cluster(stack, {
    nodes: members,
    lifecycle: Lifecycle.replace({ resetOnDestroy: variable(stack, 'reset_on_destroy', 'bool', true).booleanValue }),
    healthCheck: { enabled: variable(stack, 'health_check', 'bool', true).booleanValue },
  });
  made.addKubernetesApiGate();
  new CredentialFile(stack, 'kubeconfig', { path: 'output/kube-config.yaml', content: made.kubeconfig });
}

/** As `everything`, with what asks a server while its provider starts. */
function everythingWithServers(stack: TerraformStack): void {
  const made = cluster(stack, { nodes: [node(stack, { vmId: 800 })], healthCheck: { skipKubernetesChecks: true } });
  new FluxBootstrap(stack, 'flux-gitea', {
    cluster: made,
    repository: GitSource.giteaDeployKey({ owner: 'me', repository: 'lab', sshHost: 'gitea.example:2222' }),
    components: ['source-controller', 'kustomize-controller'],
  });
}

/** Values of every kind that only OpenTofu knows, wherever a construct takes them. */
function valuesKnownLater(stack: TerraformStack): void {
  const text = (name: string, value: string) => variable(stack, name, 'string', value).stringValue;
  const number = (name: string, value: number) => variable(stack, name, 'number', value).numberValue;
  const on = (name: string) => variable(stack, name, 'bool', true).booleanValue as unknown as boolean;
  const list = (name: string, ...items: string[]) => variable(stack, name, 'list(string)', items).listValue;
  const map = (name: string, entries: object) => Token.asStringMap(variable(stack, name, 'map(string)', entries).value);
  const path = new TerraformVariable(stack, 'state', { type: 'string', default: 'later.tfstate' }).stringValue;
  StateBackend.local(path).attachTo(stack);

  const dnsServers = list('dns', '10.0.0.53');
  const certSans = list('sans', 'api.example');
  const vm = node(stack, {
    address: text('address', '10.0.0.11'),
    network: network({ gateway: text('gateway', '10.0.0.1'), dnsServers: [...dnsServers, '10.0.0.54'] }),
    vmId: number('id', 800),
    cpuCores: number('cores', 2),
    memoryMiB: number('memory', 4096),
    diskGiB: number('disk', 20),
    vlanId: number('vlan', 5),
    description: `vm-${number('description', 1)}`,
    osDisk: { backup: on('backup') },
    nodeLabels: map('labels', { rack: 'r1' }),
    nodeTaints: { dedicated: text('taint', 'x:NoSchedule') },
    kubeletExtraArgs: map('kubelet', {}),
    sysctls: { 'vm.swappiness': text('swappiness', '1') },
    kernelModules: ['nvme_tcp', ...list('modules', 'zfs')],
    certSans,
  });
  cluster(stack, {
    nodes: [vm],
    clusterName: text('name', 'home'),
    clusterEndpoint: `https://${text('endpoint', '10.0.0.10')}:6443`,
    vip: text('vip', '10.0.0.10'),
    certSans: ['a.example', ...certSans],
    timeouts: { applySeconds: number('seconds', 60), kubernetesApiSeconds: number('api', 60) },
    healthCheck: { enabled: on('check'), skipKubernetesChecks: on('skip') },
    kubernetes: {
      ...settings().kubernetes,
      podSubnets: list('pods', '10.244.0.0/16'),
      dnsDomain: text('domain', 'cluster.local'),
      schedulingOnControlPlanes: on('scheduling'),
      apiServerExtraArgs: map('arguments', {}),
      extraManifests: list('manifests'),
      coreDns: {
        version: '1.12.0',
        replicas: number('replicas', 2),
        cacheSeconds: number('cache', 30),
        zones: [text('zone', 'lab.example')],
      },
    },
    configPatches: [
      {
        origin: 'p',
        content: {
          machine: {
            features: { hostDNS: { enabled: on('host-dns') } },
            time: { servers: ['a.example', ...list('time', 'b.example')] },
            network: {
              extraHostEntries: list('names', '10.0.0.9').map((ip) => ({ ip, aliases: ['n.example'] })),
            },
          },
        },
      },
    ],
  }).addKubernetesApiGate();
}

/** One machine whose virtual machine is a `terraform_data` with the same lifecycle, so that no server is needed. */
function machineWithoutServer(version: string, lifecycle: Lifecycle): object {
  const out = synth((stack) =>
    node(stack, { image: image(stack, { talosVersion: TalosVersion.of(version) }), lifecycle }),
  );
  const { replace_triggered_by } = out.at('cp1/Resource').lifecycle as { readonly replace_triggered_by?: string[] };
  return {
    resource: {
      terraform_data: {
        ...(JSON.parse(out.json) as { resource: { terraform_data: object } }).resource.terraform_data,
        machine: { lifecycle: { replace_triggered_by } },
      },
    },
  };
}

describeWithTofu('the real OpenTofu, at a switch of the lifecycle', () => {
  const [old, newer] = ['v1.13.9', 'v1.13.10'];

  test('P2 touches no machine, whichever way it goes, and replaces one when its image changes afterwards', async () => {
    const [first, on, changed, off, ignored] = await changesInTurn([
      machineWithoutServer(old, Lifecycle.manual()),
      machineWithoutServer(old, Lifecycle.replace()),
      machineWithoutServer(newer, Lifecycle.replace()),
      machineWithoutServer(newer, Lifecycle.manual()),
      machineWithoutServer(old, Lifecycle.manual()),
    ]);
    const trigger = 'terraform_data.cp1_boot-image_B2F9ACCC';
    expect(first?.map(({ address }) => address)).toEqual([trigger, 'terraform_data.machine']);
    expect(on).toEqual([]);
    expect(changed).toEqual([
      { address: trigger, actions: ['update'] },
      { address: 'terraform_data.machine', actions: ['delete', 'create'] },
    ]);
    expect(off).toEqual([]);
    expect(ignored).toEqual([{ address: trigger, actions: ['update'] }]);
  });
});

describeWithTofu('the real OpenTofu', () => {
  const offline = synth(everything);

  test('S-13 S-16 S-46 takes everything that the constructs can say, without a warning', async () => {
    expect(await validateJson(offline.json)).toEqual([]);
    expect(await validateJson(synth(everythingWithServers).json)).toEqual([]);
  });

  test('takes values that it alone knows, of every kind', async () => {
    expect(await validateJson(synth(valuesKnownLater).json)).toEqual([]);
  });

  test('takes a value of another stack, whose state is encrypted', async () => {
    const { app, stack: first } = testStack('first');
    const second = new TerraformStack(app, 'second');
    addTestProviders(second);
    for (const stack of [first, second]) {
      StateBackend.local(`${stack.node.id}.tfstate`).attachTo(stack);
      const passphrase = variable(stack, 'state_passphrase', 'string', 'correct horse battery staple').stringValue;
      StateEncryption.on(passphrase).attachTo(stack);
    }
    const rack = variable(first, 'rack', 'string').stringValue;
    cluster(second, { nodes: [node(second, { nodeLabels: { rack } })] });
    for (const stack of [first, second]) stack.prepareStack();
    const json = JSON.stringify(second.toTerraform());
    expect(json).toContain('remote_state_data_source');
    expect(await validateJson(json)).toEqual([]);
  });

  test('F-27 G-6 plans an empty state while nothing answers, and names each endpoint of Proxmox VE', async () => {
    const token = 'root@pam!test=00000000-0000-0000-0000-000000000000';
    const stack = JSON.parse(offline.json) as { provider: { proxmox: Record<string, unknown>[] } };
    for (const provider of stack.provider.proxmox) {
      provider.endpoint = 'https://127.0.0.1:1';
      provider.api_token = token;
    }
    const { exitCode, output } = await planJson(stack);
    expect(output).toContain('to add, 0 to change, 0 to destroy');
    expect(output).not.toContain('Warning:');
    expect(output.match(/Error: .*/g)).toEqual(['Error: Unable to Read Version', 'Error: Unable to Read Version']);
    for (const endpoint of ['main', 'attic'])
      expect(output).toContain(`with data.proxmox_version.endpoints_${endpoint}_`);
    expect(exitCode).toBe(1);
  });
});
