import { parse } from 'yaml';
import { describeExample } from '../support/example-run';
import { type Deployment, keysOf, type List, type Pod } from '../support/running-example';
import { namesInCertificate } from '../support/tls-server';

const MACHINES = ['ctrl-00', 'ctrl-01', 'ctrl-02'];
const GUEST_AGENT = 'ce4c980550dd2ab1b17bbf2b08801c7eb59418eafe8f279833297925d67c7515';
const FLUX_FOLDER = 'clusters/talos-basic-example/flux-system';
const FLUX_NAMESPACE = 'namespaces/flux-system';

describeExample('blog-cluster', ['BC-47'], (example, { look }) => {
  describe('image', () => {
    look('BC-1 the schematic is registered once, with the factory of the file', () => {
      const registered = example().callsTo('factory', 'POST', /./);
      expect(registered.map(({ path, status }) => `${path} ${status}`)).toEqual(['/schematics 201']);
    });

    look('BC-2 BC-4 the first plan knows the URL of the image, before the schematic is registered', () => {
      const { factoryUrl } = example().model;
      expect(example().planned('proxmox_download_file')).toMatchObject([
        { url: `${factoryUrl}/image/${GUEST_AGENT}/v1.9.5/nocloud-amd64.raw.gz` },
      ]);
    });

    look('BC-4 BC-5 BC-6 the image is fetched once, and lies on the host under its name, unpacked', async () => {
      const fetched = example().callsTo('factory', 'GET', /^\/image\//);
      expect(fetched.map(({ path }) => path)).toEqual([`/image/${GUEST_AGENT}/v1.9.5/nocloud-amd64.raw.gz`]);
      const downloads = example().callsTo('proxmox', 'POST', /\/storage\/local\/download-url$/);
      expect(downloads).toMatchObject([{ arguments: { content: 'iso', compression: 'gz' } }]);
      expect(await example().files()).toEqual([
        `ryzen-proxmox local:iso/talos-basic-example-${GUEST_AGENT}-v1.9.5-nocloud-amd64.img`,
      ]);
    });

    look('BC-3 every machine runs the version and the schematic of the file', async () => {
      const { talos } = await example().inventory();
      expect(talos.nodes.map(({ version, schematicId }) => `${version} ${schematicId}`)).toEqual(
        MACHINES.map(() => `v1.9.5 ${GUEST_AGENT}`),
      );
    });
  });

  describe('machines', () => {
    look('BC-10 BC-11 BC-12 BC-13 BC-14 BC-15 Proxmox VE has them as the file says', async () => {
      const guests = await example().guests();
      expect(guests.map(({ id, name, host, status }) => `${id} ${name} ${host} ${status}`)).toEqual([
        '800 ctrl-00 ryzen-proxmox running',
        '801 ctrl-01 ryzen-proxmox running',
        '802 ctrl-02 ryzen-proxmox running',
      ]);
      for (const { config } of guests) {
        expect(config).toMatchObject({
          agent: expect.stringContaining('enabled=1') as string,
          balloon: '0',
          bios: 'seabios',
          cores: '2',
          cpu: 'host',
          description: 'Talos Control Plane',
          machine: 'q35',
          memory: '2048',
          onboot: '1',
          ostype: 'l26',
          scsihw: 'virtio-scsi-single',
          tags: 'control-plane;k8s;stack-talos-basic-example',
        });
      }
    });

    look(
      'BC-16 BC-17 BC-22 each has one NIC on its bridge, and boots from the one disk, which has the image',
      async () => {
        for (const { id, config } of await example().guests()) {
          expect(keysOf(config, /^net\d+$/)).toEqual(['net0']);
          expect(config.net0).toMatch(/^virtio=[0-9A-F:]{17},bridge=vmbr200,firewall=0$/);
          expect(keysOf(config, /^(?:scsi|virtio|sata)\d+$/)).toEqual(['scsi0']);
          const [volume, ...options] = config.scsi0?.split(',') ?? [];
          expect(volume).toBe(`samsung-500gb:vm-${id}-disk-0`);
          expect(options).toEqual(
            expect.arrayContaining(['cache=writethrough', 'discard=on', 'iothread=1', 'size=10G', 'ssd=1']),
          );
          expect(config.boot).toBe('order=scsi0');
        }
      },
    );

    look('BC-19 none has a PCI device, as none asks for one', async () => {
      expect((await example().guests()).flatMap(({ config }) => keysOf(config, /^hostpci/))).toEqual([]);
    });

    look(
      'BC-18 BC-20 BC-29 BC-33 each answers at the address of cloud-init, before its configuration and after',
      async () => {
        const { gateway } = example().homelab.cluster.spec.network;
        for (const { name, config } of await example().guests()) {
          const address = example().addressOf(name);
          expect(config.ipconfig0).toBe(`gw=${gateway},ip=${address}/16`);
          expect(config.ide2).toMatch(/^samsung-500gb:vm-\d+-cloudinit,/);
          expect(config).not.toHaveProperty('nameserver');
          const asked = example().applied.calls.filter(
            ({ service, target }) => service === 'talos' && target === address,
          );
          expect([...new Set(asked.map(({ arguments: args }) => args?.auth))]).toEqual(['insecure', 'mtls']);
        }
      },
    );
  });

  describe('Talos', () => {
    look('BC-23 all machines have the secrets of one cluster', async () => {
      const { talos } = await example().inventory();
      expect(talos.nodes.map(({ clusterId }) => clusterId)).toEqual(MACHINES.map(() => talos.nodes[0]?.clusterId));
      expect(talos.nodes[0]?.clusterId).toMatch(/./);
    });

    look('BC-24 BC-51 the talosconfig names all machines, and control planes as endpoints', () => {
      const { talosconfig, names } = example();
      const addresses = names.map((name) => example().addressOf(name));
      expect(parse(talosconfig)).toMatchObject({
        context: 'talos-basic-example',
        contexts: { 'talos-basic-example': { endpoints: addresses, nodes: addresses } },
      });
    });

    look('BC-25 BC-30 the Kubernetes API is reached at the VIP and at each control plane', async () => {
      const { vip = '' } = example().model.cluster;
      const addresses = [...MACHINES.map((name) => example().addressOf(name)), vip];
      const { kubernetes } = await example().inventory();
      expect(kubernetes.flatMap(({ endpoints }) => endpoints)).toEqual(addresses.map((address) => `${address}:6443`));
      const { port } = new URL(example().model.cluster.clusterEndpoint);
      for (const address of addresses) {
        expect(await namesInCertificate(address, Number(port))).toContain(`IP Address:${vip}`);
      }
    });

    look('BC-26 a configuration has the form of its contract, and the installer the version of the image', () => {
      for (const name of MACHINES) {
        const text = (example().applied.outputs.machine_config as Readonly<Record<string, string>>)[name] ?? '';
        expect(parse(text)).toMatchObject({
          machine: {
            network: { hostname: name },
            install: {
              image: expect.stringMatching(new RegExp(`/nocloud-installer/${GUEST_AGENT}:v1\\.9\\.5$`)) as string,
            },
          },
        });
      }
    });

    look('BC-27 BC-28 Node objects have the names of the machines, and region and zone', async () => {
      const nodes = await example().nodes();
      expect(nodes.map(({ metadata }) => metadata.name)).toEqual(MACHINES);
      for (const { metadata } of nodes) {
        expect(metadata.labels).toMatchObject({
          'topology.kubernetes.io/region': 'ryzen-proxmox',
          'topology.kubernetes.io/zone': 'ryzen-proxmox',
        });
      }
    });

    look('BC-31 workloads run on control planes, which have no taint', async () => {
      expect((await example().nodes()).map(({ spec }) => spec.taints ?? [])).toEqual([[], [], []]);
      const { items } = await example().kubernetes<List<Pod>>(
        `/api/v1/${FLUX_NAMESPACE}/pods`,
        (list) => list.items.length > 0 && list.items.every(({ status }) => status.phase === 'Running'),
      );
      expect(items.filter(({ spec }) => !MACHINES.includes(spec.nodeName))).toEqual([]);
    });

    look('BC-32 kubelets and API servers have the Kubernetes version of the file', async () => {
      const nodes = await example().nodes();
      expect(nodes.map(({ status }) => status.nodeInfo.kubeletVersion)).toEqual(MACHINES.map(() => 'v1.32.3'));
      const { items } = await example().kubernetes<List<Pod>>(
        '/api/v1/namespaces/kube-system/pods?labelSelector=k8s-app%3Dkube-apiserver',
      );
      expect(items.flatMap(({ spec }) => spec.containers.map(({ image }) => image))).toEqual(
        MACHINES.map(() => 'registry.k8s.io/kube-apiserver:v1.32.3'),
      );
    });

    look('BC-40 the CNI is that of Talos, and with it all machines become ready', async () => {
      expect(await example().nodes('ready')).toHaveLength(3);
      expect(await example().namesAt('/apis/apps/v1/namespaces/kube-system/daemonsets')).toEqual([
        'kube-flannel',
        'kube-proxy',
      ]);
    });
  });

  describe('order', () => {
    look('BC-34 BC-38 BC-39 schematic, image, machines, configurations, bootstrap, health, kubeconfig, Flux', () => {
      const first = example().addressOf('ctrl-00');
      const steps = [
        example().lastCall(({ service, path }) => service === 'factory' && path === '/schematics'),
        example().lastCall(({ service, path }) => service === 'factory' && path.startsWith('/image/')),
        example().firstCall(({ method, path }) => method === 'POST' && path.endsWith('/qemu')),
        example().lastCall(({ service, path }) => service === 'proxmox' && path.endsWith('/status/start')),
        example().lastCall(({ path }) => path.endsWith('/ApplyConfiguration')),
        example().firstCall(({ path }) => path.endsWith('/Bootstrap')),
        example().lastCall(({ path }) => path.endsWith('/EtcdMemberList')),
        example().firstCall(({ path, arguments: args }) => path.endsWith('/Kubeconfig') && args?.node === first),
        example().firstCall(({ path }) => path.startsWith('git-upload-pack')),
      ];
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
    });

    look('BC-39 Flux comes after its key', () => {
      const key = example().lastCall(({ method, path }) => method === 'POST' && path.endsWith('/keys'));
      expect(example().firstCall(({ path }) => path.startsWith('git-upload-pack'))).toBeGreaterThan(key);
    });

    look('BC-36 one bootstrap, at the address of the first control plane', () => {
      expect(example().bootstraps()).toEqual([`${example().addressOf('ctrl-00')} OK`]);
    });

    look('BC-37 the health check asks every machine, and Kubernetes at the VIP', () => {
      const watched = example().callsTo('talos', 'RPC', /^\/cosi\.resource\.State\/Watch$/);
      expect([...new Set(watched.map(({ arguments: args }) => args?.node))].sort()).toEqual(
        MACHINES.map((name) => example().addressOf(name)),
      );
      const { vip = '' } = example().model.cluster;
      expect(example().callsTo('kubernetes', 'connect', new RegExp(`^${vip}:6443$`)).length).toBeGreaterThan(0);
    });
  });

  describe('GitOps', () => {
    look('BC-41 the repository is found by owner and name', () => {
      const found = example().callsTo('git', 'GET', /\/repos\/homelab\/fluxcd-demo$/);
      expect(found.map(({ status }) => status)).toContain('200');
    });

    look('BC-42 BC-43 BC-45 it has one key, which may write, and with which Flux is pushed over SSH', async () => {
      const [repository] = (await example().inventory()).git ?? [];
      expect(repository?.deployKeys).toMatchObject([{ title: 'talos-basic-example-flux', readOnly: false }]);
      const pushes = example().callsTo('git', 'exec', /^git-receive-pack '\/homelab\/fluxcd-demo\.git'$/);
      expect(pushes.length).toBeGreaterThan(0);
      expect(pushes).toEqual(
        pushes.map((push) => ({ ...push, status: '0', arguments: { key: repository?.deployKeys[0]?.fingerprint } })),
      );
    });

    look('BC-44 BC-47 the manifests of Flux are committed at the path of the cluster, and nothing else', async () => {
      const [repository] = (await example().inventory()).git ?? [];
      expect(repository?.files).toEqual([
        'README.md',
        `${FLUX_FOLDER}/gotk-components.yaml`,
        `${FLUX_FOLDER}/gotk-sync.yaml`,
        `${FLUX_FOLDER}/kustomization.yaml`,
      ]);
    });

    look('BC-44 BC-46 Flux runs in its namespace', async () => {
      const { items } = await example().kubernetes<List<Deployment>>(
        `/apis/apps/v1/${FLUX_NAMESPACE}/deployments`,
        (list) => list.items.every(({ status }) => status.availableReplicas === 1),
      );
      expect(items.map(({ metadata }) => metadata.name)).toEqual([
        'helm-controller',
        'kustomize-controller',
        'notification-controller',
        'source-controller',
      ]);
    });

    look('BC-44 BC-45 BC-46 it follows the branch over SSH as the user git, at the path of the cluster', async () => {
      const { gitea } = example().homelab.cluster.spec.gitops?.flux?.repository as SpecOfGitea;
      expect(
        await example().kubernetes(`/apis/source.toolkit.fluxcd.io/v1/${FLUX_NAMESPACE}/gitrepositories/flux-system`),
      ).toMatchObject({
        spec: {
          url: `ssh://git@${gitea.sshHost}/homelab/fluxcd-demo.git`,
          ref: { branch: 'main' },
          interval: '1m0s',
        },
      });
      expect(
        await example().kubernetes(`/apis/kustomize.toolkit.fluxcd.io/v1/${FLUX_NAMESPACE}/kustomizations/flux-system`),
      ).toMatchObject({
        spec: { path: './clusters/talos-basic-example', sourceRef: { kind: 'GitRepository', name: 'flux-system' } },
      });
    });

    look('BC-49 nothing but Flux has a namespace beside those of Kubernetes', async () => {
      expect(await example().namesAt('/api/v1/namespaces')).toEqual([
        'default',
        'flux-system',
        'kube-node-lease',
        'kube-public',
        'kube-system',
      ]);
    });
  });

  look('BC-50 the outputs are those of the original, and what OpenTofu prints holds no secret', () => {
    const { outputs, first, second } = example().applied;
    expect(Object.keys(outputs).sort()).toEqual([
      'client_configuration',
      'kube_config',
      'machine_config',
      'machine_secrets',
      'talos_config',
    ]);
    for (const { output } of [first, second]) expect(output).not.toMatch(/PRIVATE KEY|client-key-data|LS0tLS1CRUdJTi/);
  });
});

interface SpecOfGitea {
  readonly gitea: { readonly sshHost: string };
}
