import { type TerraformStack, TerraformVariable } from 'cdktf';
import { TalosCluster } from '../../src/constructs/cluster/talos-cluster';
import { CredentialFile } from '../../src/constructs/credentials/credential-file';
import { FluxBootstrap } from '../../src/constructs/gitops/flux-bootstrap';
import { GitSource } from '../../src/constructs/gitops/git-source';
import { TalosImage } from '../../src/constructs/image/talos-image';
import { BareMetalNode } from '../../src/constructs/node/bare-metal-node';
import { ClusterNetwork } from '../../src/constructs/node/cluster-network';
import { ProxmoxNode } from '../../src/constructs/node/proxmox-node';
import { TalosNode } from '../../src/constructs/node/talos-node';
import { PciMapping } from '../../src/constructs/proxmox/pci-mapping';
import { ProxmoxEndpoint } from '../../src/constructs/proxmox/proxmox-endpoint';
import { DirectoryMapping } from '../../src/constructs/proxmox/directory-mapping';
import { UsbMapping } from '../../src/constructs/proxmox/usb-mapping';
import { ClusterAddon } from '../../src/manifests/addon';
import { TalosVersion } from '../../src/values/talos-version';
import { CERTIFICATE } from './certificate';
import { DEVICE, DIRECTORY, DISK, DISKS, HARDWARE, HOST_OF, SHARES, USB, VOLUMES, INSTALL_DISK } from './late-hardware';
import { AGENT, cluster, controlPlane, host, image, node, nodes, settings } from './homelab';
import { WHOLE_FIREWALL } from './firewall-samples';
import { WHOLE_KUBESPAN } from './kubespan-samples';
import { clusterOf, SAFEGUARDS } from './late-cluster';
import { NETWORKS } from './late-networks';
import { endpointSubjects } from './late-endpoint-subjects';
import { otherSettings } from './late-links';
import { stateSubjects } from './late-states';
import { linksWith } from './link-samples';
import { NEWEST_STORAGE, WHOLE_STORAGE } from './storage-samples';

/** Props of a construct. */
export type Props = Readonly<Record<string, unknown>>;

/** A construct, and props with a value at every place that they have. */
export interface Subject {
  /** Interface of the props. */
  readonly type: string;
  /** File that declares it. */
  readonly file: string;
  /** Props with every key; several where keys exclude one another. */
  readonly examples: readonly ((stack: TerraformStack) => Props)[];
  /** Makes the construct. */
  readonly make: (stack: TerraformStack, props: never) => unknown;
}

const CONSTRUCTS = 'src/constructs';
const PATCH = { origin: 'p', content: { machine: { sysctls: { 'vm.swappiness': '1' } } }, allowSecrets: false };
const TALOS_PROPS = {
  hostname: 'cp1',
  dnsServers: ['10.0.0.53'],
  link: 'eth0',
  nodeLabels: { rack: 'r1' },
  nodeTaints: { dedicated: 'db:NoSchedule' },
  certSans: ['cp1.example'],
  kubeletExtraArgs: { 'feature-gates': 'a=true' },
  sysctls: { 'vm.swappiness': '1' },
  kernelModules: ['nvme_tcp'],
  kernelModuleParameters: { zfs: ['zfs_arc_max=1'] },
  udevRules: ['KERNEL=="x"'],
  nodeAnnotations: { owner: 'me' },
  logging: { services: ['udp://10.0.0.7:6051'], tags: { a: 'b' }, kernel: { collector: 'tcp://10.0.0.7:6052' } },
  kubeSpan: WHOLE_KUBESPAN,
  storage: WHOLE_STORAGE,
  kubelet: {
    config: { maxPods: 200 },
    mounts: [{ source: '/var/mnt/data', destination: '/data', readOnly: true }],
    nodeSubnets: ['10.0.0.0/24'],
    defaultSeccompProfile: false,
    staticPodDirectory: true,
  },
  registries: {
    mirrors: {
      'docker.io': { endpoints: ['https://harbor.example.com/v2/hub'], overridePath: true, skipFallback: true },
    },
    tls: { 'harbor.example.com': { ca: CERTIFICATE, insecureSkipVerify: true } },
  },
  extensionServices: {
    agent: { environment: { A: 'b' }, configFiles: [{ mountPath: '/etc/a', content: 'b' }] },
  },
  trustedRoots: { home: CERTIFICATE },
  time: { servers: ['10.0.0.1'], enabled: true, bootTimeoutSeconds: 60 },
  hostDns: { enabled: true, forwardKubeDnsToHost: false, resolveMemberNames: true },
  staticHosts: { '10.0.0.6': ['nas.example.com'] },
  controllerManagerExtraArgs: { v: '2' },
  schedulerExtraArgs: { v: '2' },
  etcdExtraArgs: { 'quota-backend-bytes': '1' },
  configPatches: [PATCH],
};
const OF_CONTROL_PLANES_ONLY = {
  controllerManagerExtraArgs: undefined,
  schedulerExtraArgs: undefined,
  etcdExtraArgs: undefined,
};
const POD = {
  environment: { GOMEMLIMIT: '1GiB' },
  resources: { requests: { cpu: '1', memory: '1Gi' }, limits: { cpu: '2', memory: '2Gi' } },
  volumes: [{ hostPath: '/var/lib/x', mountPath: '/x', readOnly: true }],
};

const WORKER = { machineType: 'worker', address: '10.0.0.21' };

const SUBJECTS: readonly Subject[] = [
  {
    type: 'ProxmoxNodeProps',
    file: `${CONSTRUCTS}/node/proxmox-node.ts`,
    examples: [
      (stack) => ({
        ...controlPlane(),
        ...talosProps(stack),
        image: image(stack),
        host: { ...host(stack), ...HOST_OF, networkBridge: 'vmbr0' },
        vmId: 800,
        ...NETWORKS,
        macAddress: 'bc:24:11:e6:ba:07',
        cpuCores: 2,
        cpuType: 'host',
        memoryMiB: 4096,
        diskGiB: 20,
        diskDatastoreId: 'tank',
        osDisk: { bus: 'scsi', ...DISK },
        disks: DISKS,
        networkBridge: 'vmbr0',
        vlanId: 5,
        bios: 'ovmf',
        scsiHardware: 'virtio-scsi-single',
        onBoot: true,
        startup: { order: 1, upDelaySeconds: 1, downDelaySeconds: 1 },
        guestAgent: true,
        usbDevices: [{ mapping: 'stick' }],
        virtiofs: SHARES,
        pciDevices: [{ mapping: 'iGPU', pcie: true, rombar: true, xvga: false }],
        description: 'x',
        tags: ['lab'],
        roleTag: true,
        poolId: 'pool',
        onHostChange: 'migrate',
        protection: false,
        holdsEphemeral: true,
        ...HARDWARE,
      }),
      (stack) => ({ ...controlPlane(), image: image(stack), host: host(stack), disks: VOLUMES }),
      (stack) => ({
        ...controlPlane(),
        image: image(stack),
        host: host(stack),
        safeguards: SAFEGUARDS,
        storage: NEWEST_STORAGE,
      }),
      // what a host says where the machine says nothing
      (stack) => ({ ...controlPlane(), image: image(stack), host: { ...host(stack), ...HOST_OF, networkBridge: 'b' } }),
      ...otherSettings(secret).map((auth) => (stack: TerraformStack) => ({
        ...controlPlane(),
        ...auth(stack),
        image: image(stack),
        host: host(stack),
      })),
      // a default route by another card
      (stack) => ({
        ...controlPlane({ network: ClusterNetwork.of({ subnet: '10.0.0.0/24' }) }),
        image: image(stack),
        host: host(stack),
        networkDevices: { uplink: { slot: 1, addresses: ['10.1.0.9/24'], gateway: '10.1.0.1' } },
      }),
    ],
    make: (stack, props: Props) => clusterOf(stack, new ProxmoxNode(stack, 'cp1', props as never), props),
  },
  {
    type: 'BareMetalNodeProps',
    file: `${CONSTRUCTS}/node/bare-metal-node.ts`,
    examples: [
      (stack) => ({
        ...controlPlane(),
        ...talosProps(stack),
        image: image(stack),
        installDisk: '/dev/sda',
        dhcp: false,
      }),
      (stack) => ({
        ...controlPlane(),
        ...talosProps(stack),
        ...WORKER,
        ...OF_CONTROL_PLANES_ONLY,
        hostname: 'w1',
        image: image(stack),
        installDisk: '/dev/sda',
      }),
      ...otherSettings(secret).map((auth) => (stack: TerraformStack) => ({
        ...controlPlane(),
        ...auth(stack),
        image: image(stack),
        installDisk: '/dev/sda',
      })),
      (stack) => ({ ...controlPlane(), image: image(stack), installDisk: INSTALL_DISK }),
      (stack) => ({
        ...controlPlane(),
        image: image(stack),
        installDisk: '/dev/sda',
        safeguards: SAFEGUARDS,
        storage: NEWEST_STORAGE,
      }),
    ],
    make: (stack, props: Props) =>
      props.machineType === 'worker'
        ? cluster(stack, { nodes: [node(stack), new BareMetalNode(stack, 'w1', props as never)] })
        : clusterOf(stack, new BareMetalNode(stack, 'cp1', props as never), props),
  },
  {
    type: 'TalosNodeAttributes',
    file: `${CONSTRUCTS}/node/talos-node.ts`,
    examples: [
      (stack) => ({
        ...controlPlane(),
        ...talosProps(stack),
        dhcp: false,
        installerImage: 'factory.talos.dev/installer/x:v1.13.9',
      }),
      ...otherSettings(secret).map((auth) => (stack: TerraformStack) => ({
        ...controlPlane(),
        ...auth(stack),
        installerImage: 'factory.talos.dev/installer/x:v1.13.9',
      })),
      () => ({
        ...controlPlane(),
        installerImage: 'factory.talos.dev/installer/x:v1.14.1',
        safeguards: SAFEGUARDS,
        storage: NEWEST_STORAGE,
      }),
    ],
    make: (stack, props: Props) =>
      clusterOf(stack, TalosNode.fromTalosNodeAttributes(stack, 'cp1', props as never), props),
  },
  {
    type: 'ClusterNetworkSettings',
    file: 'src/network/settings.ts',
    examples: [
      () => ({
        subnet: '10.0.0.0/24',
        gateway: '10.0.0.1',
        dnsServers: ['10.0.0.53'],
        searchDomains: ['lab.example'],
        link: 'eth0',
        vlanId: 5,
      }),
    ],
    make: (stack, props) => clusterOf(stack, node(stack, { network: ClusterNetwork.of(props) })),
  },
  {
    type: 'TalosClusterProps',
    file: `${CONSTRUCTS}/cluster/talos-cluster-props.ts`,
    examples: [
      (stack) => ({
        ...settings(),
        nodes: nodes(stack, 1, 1),
        certSans: ['api.example'],
        configPatches: [PATCH],
        controlPlanePatches: [PATCH],
        workerPatches: [PATCH],
        firewall: WHOLE_FIREWALL,
        healthCheck: { enabled: true, timeoutSeconds: 600, skipKubernetesChecks: false },
        timeouts: { applySeconds: 60, bootstrapSeconds: 60, kubeconfigSeconds: 60, kubernetesApiSeconds: 60 },
        kubernetes: {
          ...settings().kubernetes,
          apiServerExtraArgs: { 'event-ttl': '2h' },
          controllerManagerExtraArgs: { v: '2' },
          schedulerExtraArgs: { v: '2' },
          etcdExtraArgs: { 'quota-backend-bytes': '1' },
          apiServer: POD,
          controllerManager: POD,
          scheduler: { ...POD, configuration: { profiles: [] } },
          etcd: { advertisedSubnets: ['10.0.0.0/24'], listenSubnets: ['10.0.0.0/24'] },
          exposeMetrics: true,
          talosApiAccess: { allowedRoles: ['os:reader'], allowedNamespaces: ['monitoring'] },
          admission: { PodSecurity: { defaults: { enforce: 'privileged' } } },
          auditPolicy: { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'None' }] },
          oidc: {
            issuerUrl: 'https://id.example',
            clientId: 'x',
            usernameClaim: 'email',
            usernamePrefix: '-',
            groupsClaim: 'groups',
            groupsPrefix: 'oidc:',
          },
          extraManifests: ['https://example.com/x.yaml'],
          addons: [ClusterAddon.manifests({ manifests: [] })],
          inlineManifests: [{ name: 'x', contents: [{ apiVersion: 'v1', kind: 'ConfigMap' }] }],
          coreDns: {
            version: '1.12.0',
            replicas: 2,
            forwarders: ['10.0.0.53'],
            zones: ['x'],
            cacheSeconds: 30,
            ttlSeconds: 30,
          },
        },
      }),
    ],
    make: (stack, props) => new TalosCluster(stack, 'cluster', props).addKubernetesApiGate(),
  },
  {
    type: 'TalosClusterAttributes',
    file: `${CONSTRUCTS}/cluster/talos-cluster-props.ts`,
    examples: [
      (stack) => ({
        clusterName: 'home',
        clusterEndpoint: 'https://10.0.0.10:6443',
        kubernetesAccess: {
          host: 'https://10.0.0.10:6443',
          clusterCaCertificate: secret(stack, 'ca'),
          clientCertificate: secret(stack, 'certificate'),
          clientKey: secret(stack, 'client-key'),
        },
        kubeconfig: secret(stack, 'kubeconfig'),
        kubernetesApiSeconds: 60,
      }),
    ],
    make: (stack, props) => {
      const found = TalosCluster.fromTalosClusterAttributes(stack, 'cluster', props);
      new CredentialFile(stack, 'file', { path: 'x.yaml', content: found.kubeconfig });
      new FluxBootstrap(stack, 'flux', { cluster: found, repository: repositoryOf(stack) });
    },
  },
  {
    type: 'TalosImageAttributes',
    file: `${CONSTRUCTS}/image/talos-image-props.ts`,
    examples: [
      () => ({
        talosVersion: TalosVersion.of('v1.13.9'),
        schematicId: 'a'.repeat(64),
        fileIds: { 'main/pve1': 'local:import/x.qcow2' },
        guestAgent: true,
        extraKernelArgs: ['console=tty0'],
        factoryUrl: 'https://factory.talos.dev',
        installerMirror: 'harbor.example.com/talos',
        architecture: 'amd64',
        platform: 'nocloud',
        bootRoute: 'import',
        secureBoot: false,
      }),
    ],
    make: (stack, props) =>
      clusterOf(stack, node(stack, { image: TalosImage.fromTalosImageAttributes(stack, 'found', props) })),
  },
  {
    type: 'TalosImageProps',
    file: `${CONSTRUCTS}/image/talos-image-props.ts`,
    examples: [imageProps],
    make: (stack, props) => new TalosImage(stack, 'image', props),
  },
  {
    type: 'ProxmoxEndpointProps',
    file: `${CONSTRUCTS}/proxmox/proxmox-endpoint.ts`,
    examples: [
      (stack) => ({
        endpointName: 'lab',
        apiToken: secret(stack, 'token'),
        sshPrivateKey: secret(stack, 'key'),
        url: 'https://lab.example:8006',
        insecure: false,
        ssh: { username: 'root', agent: false, nodes: { pve1: { address: '10.0.0.2', port: 22 } } },
        hosts: { pve1: { imageDatastoreId: 'local', diskDatastoreId: 'tank', networkBridge: 'vmbr0' } },
        pciMappings: { iGPU: { devices: [DEVICE] } },
        usbMappings: { stick: { devices: [USB] } },
        directoryMappings: { media: { directories: [DIRECTORY] } },
        imageHost: 'pve1',
        resourcePools: { lab: { comment: 'a' } },
      }),
    ],
    make: (stack, props) => {
      const made = new ProxmoxEndpoint(stack, 'lab', props);
      node(stack, { host: made.hosts[0], image: image(stack, { hosts: made.hosts }) });
    },
  },
  ...endpointSubjects(),
  {
    type: 'PciMappingProps',
    file: `${CONSTRUCTS}/proxmox/pci-mapping.ts`,
    examples: [(stack) => ({ proxmoxProvider: host(stack).provider, mappingName: 'iGPU', devices: [DEVICE] })],
    make: (stack, props) => new PciMapping(stack, 'mapping', props),
  },
  {
    type: 'UsbMappingProps',
    file: `${CONSTRUCTS}/proxmox/usb-mapping.ts`,
    examples: [(stack) => ({ proxmoxProvider: host(stack).provider, mappingName: 'stick', devices: [USB] })],
    make: (stack, props) => new UsbMapping(stack, 'mapping', props),
  },
  {
    type: 'DirectoryMappingProps',
    file: `${CONSTRUCTS}/proxmox/directory-mapping.ts`,
    examples: [(stack) => ({ proxmoxProvider: host(stack).provider, mappingName: 'media', directories: [DIRECTORY] })],
    make: (stack, props) => new DirectoryMapping(stack, 'mapping', props),
  },
  {
    type: 'FluxBootstrapProps',
    file: `${CONSTRUCTS}/gitops/flux-bootstrap-props.ts`,
    examples: [
      (stack) => ({ ...fluxProps(stack), embeddedManifests: true }),
      (stack) => ({ ...fluxProps(stack), version: 'v2.8.5', embeddedManifests: false }),
    ],
    make: (stack, props) => new FluxBootstrap(stack, 'flux', props),
  },
  ...gitSources(),
  {
    type: 'CredentialFileProps',
    file: `${CONSTRUCTS}/credentials/credential-file.ts`,
    examples: [(stack) => ({ path: 'x.yaml', content: secret(stack, 'content') })],
    make: (stack, props) => new CredentialFile(stack, 'file', props),
  },
  ...stateSubjects(),
];

/** Every construct that takes settings. */
export function lateSubjects(): readonly Subject[] {
  return SUBJECTS;
}

/** Settings of Talos with secrets, which are values that only OpenTofu knows. */
function talosProps(stack: TerraformStack) {
  const auth = { 'ghcr.io': { username: 'me', password: secret(stack, 'password') } };
  const links = linksWith((name) => secret(stack, name));
  return { ...TALOS_PROPS, links, registries: { ...TALOS_PROPS.registries, auth } };
}

function secret(stack: TerraformStack, name: string): string {
  return new TerraformVariable(stack, name, { sensitive: true }).stringValue;
}

function imageProps(stack: TerraformStack): Props {
  return {
    talosVersion: TalosVersion.of('v1.13.9'),
    schematic: AGENT,
    hosts: [{ ...host(stack), ...HOST_OF, networkBridge: 'vmbr0' }],
    factoryUrl: 'https://factory.talos.dev',
    imageMirror: 'https://proxy.example.com',
    installerMirror: 'harbor.example.com/talos',
    architecture: 'amd64',
    platform: 'nocloud',
    bootRoute: 'import',
    secureBoot: false,
    fileName: 'x',
  };
}

function repositoryOf(stack: TerraformStack): GitSource {
  return GitSource.sshKey({ url: 'ssh://git@git.example/lab.git', privateKey: secret(stack, 'key') });
}

function fluxProps(stack: TerraformStack): Props {
  return {
    cluster: cluster(stack, { nodes: nodes(stack, 1) }),
    repository: repositoryOf(stack),
    branch: 'main',
    path: 'clusters/home',
    intervalSeconds: 60,
    components: ['source-controller', 'kustomize-controller'],
    componentsExtra: ['image-automation-controller'],
    namespace: 'flux-system',
  };
}

function gitSources(): readonly Subject[] {
  const file = `${CONSTRUCTS}/gitops/git-source.ts`;
  const follow = (stack: TerraformStack, repository: GitSource) =>
    new FluxBootstrap(stack, 'flux', { cluster: cluster(stack, { nodes: nodes(stack, 1) }), repository });
  return [
    {
      type: 'GiteaDeployKeyOptions',
      file,
      examples: [() => ({ owner: 'me', repository: 'lab', sshHost: 'git.example' })],
      make: (stack, props) => follow(stack, GitSource.giteaDeployKey(props)),
    },
    {
      type: 'SshKeyOptions',
      file,
      examples: [(stack) => ({ url: 'ssh://git@git.example/lab.git', privateKey: secret(stack, 'key') })],
      make: (stack, props) => follow(stack, GitSource.sshKey(props)),
    },
    {
      type: 'TokenOptions',
      file,
      examples: [
        (stack) => ({ url: 'https://git.example/lab.git', username: 'me', password: secret(stack, 'password') }),
      ],
      make: (stack, props) => follow(stack, GitSource.token(props)),
    },
  ];
}
