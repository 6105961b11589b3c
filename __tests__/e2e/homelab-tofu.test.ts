import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { describeExample } from '../support/example-run';
import { projectRoot } from '../support/project';
import {
  type Deployment,
  type Job,
  keysOf,
  type List,
  type MachineConfiguration,
  type Pod,
} from '../support/running-example';
import { askTalos } from '../../homelab/clients/talos-client';
import { namesInCertificate } from '../support/tls-server';

const CONTROL_PLANES = ['ctrl-00', 'ctrl-01', 'ctrl-02'];
const WORKERS = ['work-00', 'work-01', 'work-02'];
const MACHINES = [...CONTROL_PLANES, ...WORKERS];
const SCHEMATIC = '53513e54bb39202f35694412577a6bc53d484744d35a126e5d42ef34785c0d83';
const VALUES = readFileSync(join(projectRoot, 'templates', 'cilium', 'homelab-tofu.yaml'), 'utf8');
const SYSTEM = 'namespaces/kube-system';

describeExample('homelab-tofu', [], (example, { look }) => {
  /** The whole configuration that was sent to a machine, as it was written to a file. */
  const configurationOf = (name: string): MachineConfiguration => {
    const file = join(example().projectDirectory, 'output', `talos-machine-config-${name}.yaml`);
    return parse(readFileSync(file, 'utf8')) as MachineConfiguration;
  };
  const addressesOf = (names: readonly string[]): readonly string[] => names.map((name) => example().addressOf(name));

  describe('image', () => {
    look('HT-4 one schematic is registered and one image is fetched, as no machine takes the update', () => {
      expect(
        example()
          .callsTo('factory', 'POST', /./)
          .map(({ path, status }) => `${path} ${status}`),
      ).toEqual(['/schematics 201']);
      expect(
        example()
          .callsTo('factory', 'GET', /^\/image\//)
          .map(({ path }) => path),
      ).toEqual([`/image/${SCHEMATIC}/v1.9.5/nocloud-amd64.raw.gz`]);
    });

    look('HT-2 HT-3 HT-6 it lies on the host under its name, unpacked', async () => {
      expect(example().callsTo('proxmox', 'POST', /\/storage\/local\/download-url$/)).toMatchObject([
        { arguments: { content: 'iso', compression: 'gz' } },
      ]);
      expect(await example().files()).toEqual([`host3 local:iso/talos-${SCHEMATIC}_v1.9.5-nocloud-amd64.img`]);
    });

    look('HT-1 HT-5 every machine runs the version and the schematic of the file', async () => {
      const { talos } = await example().inventory();
      expect(talos.nodes.map(({ version, schematicId }) => `${version} ${schematicId}`)).toEqual(
        MACHINES.map(() => `v1.9.5 ${SCHEMATIC}`),
      );
    });
  });

  describe('machines', () => {
    look('HT-7 Proxmox VE has them as the file says', async () => {
      const guests = await example().guests();
      expect(guests.map(({ id, name, config }) => `${id} ${name} ${config.cores} ${config.memory}`)).toEqual([
        '8101 ctrl-00 6 6144',
        '8102 ctrl-01 6 6144',
        '8103 ctrl-02 6 6144',
        '8201 work-00 8 10240',
        '8202 work-01 8 10240',
        '8203 work-02 8 8192',
      ]);
      for (const { name, host, status, config } of guests) {
        const role = CONTROL_PLANES.includes(name) ? 'control-plane' : 'worker';
        expect({ host, status }).toEqual({ host: 'host3', status: 'running' });
        expect(config).toMatchObject({
          agent: expect.stringContaining('enabled=1') as string,
          bios: 'seabios',
          cpu: 'host',
          description: role === 'worker' ? 'Talos Worker' : 'Talos Control Plane',
          machine: 'q35',
          onboot: '1',
          ostype: 'l26',
          scsihw: 'virtio-scsi-single',
          tags: ['k8s', 'stack-talos', role].sort().join(';'),
        });
      }
    });

    look('HT-8 HT-13 each has its MAC address on the VLAN, and address, gateway and DNS from cloud-init', async () => {
      const { spec } = example().homelab.cluster;
      for (const { name, config } of await example().guests()) {
        expect(config).toMatchObject({
          net0: `virtio=${spec.nodes[name]?.macAddress?.toUpperCase()},bridge=vmbr0,firewall=0,tag=150`,
          ipconfig0: `gw=${spec.network.gateway},ip=${example().addressOf(name)}/24`,
          nameserver: spec.network.dnsServers?.join(' '),
          searchdomain: 'kube.example.com',
        });
      }
    });

    look('HT-9 HT-10 HT-11 HT-12 each boots from its 40 GiB, and a worker has its own 180 GiB on scsi1', async () => {
      for (const { name, config } of await example().guests()) {
        const isWorker = WORKERS.includes(name);
        expect(keysOf(config, /^(?:scsi|virtio|sata)\d+$/)).toEqual(isWorker ? ['scsi0', 'scsi1'] : ['scsi0']);
        const flags = ['cache=writethrough', 'discard=on', 'iothread=1', 'ssd=1'];
        expect(config.scsi0?.split(',')).toEqual(expect.arrayContaining([...flags, 'size=40G']));
        expect(config.boot).toBe('order=scsi0');
        if (!isWorker) continue;
        expect(config.scsi1?.split(',')).toEqual(expect.arrayContaining([...flags, 'serial=longhorn', 'size=180G']));
        expect(config.scsi1).toMatch(/^velocity:vm-820\d-disk-\d,/);
      }
    });
  });

  describe('Talos on every machine', () => {
    look('HT-17 a configuration has the form of its contract, and its machine takes it', () => {
      const applied = example().callsTo('talos', 'RPC', /\/ApplyConfiguration$/);
      expect(applied.map(({ target, status }) => `${target} ${status}`).sort()).toEqual(
        addressesOf(MACHINES).map((address) => `${address} OK`),
      );
      expect(MACHINES.map((name) => configurationOf(name).machine.network.hostname)).toEqual(MACHINES);
    });

    look('HT-18 machines look for the cluster at its endpoint, and run its Kubernetes version', async () => {
      const { clusterEndpoint } = example().model.cluster;
      expect(MACHINES.map((name) => configurationOf(name).cluster.controlPlane.endpoint)).toEqual(
        MACHINES.map(() => clusterEndpoint),
      );
      const nodes = await example().nodes();
      expect(nodes.map(({ status }) => status.nodeInfo.kubeletVersion)).toEqual(MACHINES.map(() => 'v1.33.0'));
    });

    look('HT-19 HT-24 the API is reached at the VIP, and its certificate is good for VIP and machines', async () => {
      const { vip = '' } = example().model.cluster;
      const addresses = [vip, ...addressesOf(CONTROL_PLANES)];
      const { kubernetes } = await example().inventory();
      expect(kubernetes.flatMap(({ endpoints }) => endpoints)).toEqual(addresses.map((address) => `${address}:6443`));
      expect(await namesInCertificate(vip, 6443)).toEqual(
        expect.arrayContaining(addresses.map((each) => `IP Address:${each}`)),
      );
      for (const name of MACHINES) {
        expect(configurationOf(name).machine.certSANs).toEqual(
          expect.arrayContaining([vip, example().addressOf(name)]),
        );
      }
    });

    look('HT-20 kubelets ask the address that the DNS service has', async () => {
      const service = await example().kubernetes<{ readonly spec: { readonly clusterIP: string } }>(
        `/api/v1/${SYSTEM}/services/kube-dns`,
      );
      expect(service.spec.clusterIP).toBe('10.96.0.10');
      for (const name of MACHINES) {
        expect(configurationOf(name).machine.kubelet).toMatchObject({
          clusterDNS: [service.spec.clusterIP],
          extraArgs: { 'rotate-server-certificates': 'true' },
        });
      }
    });

    look('HT-21 kernel settings and modules stand in the configuration that a machine took', () => {
      for (const name of MACHINES) {
        expect(configurationOf(name).machine).toMatchObject({
          sysctls: { 'vm.nr_hugepages': '1024' },
          kernel: { modules: [{ name: 'nvme_tcp' }, { name: 'vfio_pci' }] },
        });
      }
    });

    look('HT-22 Node objects have the names of the machines, and region and zone', async () => {
      const nodes = await example().nodes();
      expect(nodes.map(({ metadata }) => metadata.name)).toEqual(MACHINES);
      for (const { metadata } of nodes) {
        expect(metadata.labels).toMatchObject({
          'topology.kubernetes.io/region': 'kube',
          'topology.kubernetes.io/zone': 'host3',
        });
      }
    });

    look('HT-23 the Talos cluster has the name of its DNS domain', async () => {
      const { talos } = await example().inventory();
      expect(talos.nodes.map(({ clusterName }) => clusterName)).toEqual(MACHINES.map(() => 'kube.example.com'));
      expect(configurationOf('work-00').cluster.network.dnsDomain).toBe('kube.example.com');
    });
  });

  describe('control planes', () => {
    look('HT-25 take no workloads; kube-proxy and the CNI of Talos are not there', async () => {
      const taints = (await example().nodes()).map(({ spec }) =>
        spec.taints?.map(({ key, effect }) => `${key}:${effect}`),
      );
      const taint = 'node-role.kubernetes.io/control-plane:NoSchedule';
      expect(taints).toEqual([...CONTROL_PLANES.map(() => [taint]), ...WORKERS.map(() => undefined)]);
      expect(await example().namesAt(`/apis/apps/v1/${SYSTEM}/daemonsets`)).toEqual([]);
    });

    look('HT-26 have an argument of the kubelet that workers do not have', () => {
      const allowed = MACHINES.map((name) => configurationOf(name).machine.kubelet.extraArgs['allowed-unsafe-sysctls']);
      expect(allowed).toEqual([
        ...CONTROL_PLANES.map(() => 'net.ipv4.conf.all.src_valid_mark'),
        ...WORKERS.map(() => undefined),
      ]);
    });

    look('HT-27 fetch each extra manifest, and what is in them comes into being', async () => {
      expect(await availableReplicas(`/apis/apps/v1/${SYSTEM}/deployments/metrics-server`)).toBe(1);
      const approver = 'kubelet-serving-cert-approver';
      expect(await availableReplicas(`/apis/apps/v1/namespaces/${approver}/deployments/${approver}`)).toBe(1);
      expect(await example().deedsOfMachines('files', 'GET')).toEqual([
        '/github.com/kubernetes-sigs/gateway-api/releases/download/v1.2.1/standard-install.yaml 200',
        '/raw.githubusercontent.com/kubernetes-sigs/gateway-api/v1.2.1/config/crd/experimental/gateway.networking.k8s.io_tlsroutes.yaml 200',
        '/raw.githubusercontent.com/alex1989hu/kubelet-serving-cert-approver/v0.9.0/deploy/standalone-install.yaml 200',
        '/github.com/kubernetes-sigs/metrics-server/releases/download/v0.7.2/components.yaml 200',
      ]);
      expect(await example().namesAt('/apis/apiextensions.k8s.io/v1/customresourcedefinitions')).toEqual(
        ['gatewayclasses', 'gateways', 'grpcroutes', 'httproutes', 'referencegrants', 'tlsroutes'].map(
          (plural) => `${plural}.gateway.networking.k8s.io`,
        ),
      );
    });

    look('let people in by OpenID Connect: the API server took the arguments', async () => {
      const { items } = await example().kubernetes<List<Pod>>(
        `/api/v1/${SYSTEM}/pods?labelSelector=k8s-app%3Dkube-apiserver`,
        (list) => list.items.length === 3 && list.items.every(({ status }) => status.phase === 'Running'),
      );
      const { issuerUrl } = example().homelab.cluster.spec.kubernetes.oidc ?? {};
      for (const { spec } of items) {
        expect(spec.containers[0]?.command).toEqual(
          expect.arrayContaining(['--oidc-client-id=kubernetes', `--oidc-issuer-url=${issuerUrl}`]),
        );
      }
    });
  });

  describe('workers', () => {
    look('HT-29 HT-30 HT-31 have the disk that their configuration mounts, by its serial', async () => {
      for (const name of WORKERS) {
        const { machine } = configurationOf(name);
        expect(machine.disks).toEqual([
          {
            device: '/dev/disk/by-id/scsi-0QEMU_QEMU_HARDDISK_longhorn',
            partitions: [{ mountpoint: '/var/lib/longhorn' }],
          },
        ]);
        expect(machine.kubelet.extraMounts).toEqual([
          {
            destination: '/var/lib/longhorn',
            source: '/var/lib/longhorn',
            type: 'bind',
            options: ['bind', 'rshared', 'rw'],
          },
        ]);
        expect(await disksOf(name)).toContain('longhorn');
      }
      expect(await disksOf('ctrl-00')).not.toContain('longhorn');
    });
  });

  describe('CNI and DNS', () => {
    look('HT-32 HT-39 the values in the cluster are the file that GitOps takes later', async () => {
      expect(await example().kubernetes(`/api/v1/${SYSTEM}/configmaps/cilium-values`)).toMatchObject({
        // Talos takes away what is white at the end of a manifest
        data: { 'values.yaml': VALUES.trimEnd() },
      });
    });

    look('HT-33 HT-34 HT-35 HT-36 the Job has installed Cilium with these values, on a control plane', async () => {
      const job = await example().kubernetes<Job>(
        `/apis/batch/v1/${SYSTEM}/jobs/cilium-install`,
        ({ status }) => status.succeeded === 1,
      );
      const { spec } = job.spec.template;
      expect(job.spec.backoffLimit).toBe(10);
      expect(spec).toMatchObject({
        hostNetwork: true,
        restartPolicy: 'OnFailure',
        tolerations: [{ operator: 'Exists' }],
        volumes: [{ configMap: { name: 'cilium-values' } }],
        containers: [
          {
            command: ['cilium', 'install'],
            args: ['--version', 'v1.17.3', '--values', '/etc/cilium-values/values.yaml'],
            volumeMounts: [{ mountPath: '/etc/cilium-values' }],
          },
        ],
      });
      const { items } = await example().kubernetes<List<Pod>>(
        `/api/v1/${SYSTEM}/pods?labelSelector=app%3Dcilium-install`,
      );
      expect(items.map(({ spec: { nodeName } }) => CONTROL_PLANES.includes(nodeName))).toEqual([true]);
    });

    look('HT-28 HT-38 machines become ready by what they were given at bootstrap, without a further step', async () => {
      const { inlineManifests = [] } = configurationOf('ctrl-00').cluster;
      expect(inlineManifests.map(({ name }) => name)).toEqual([
        'cilium-values',
        'cilium-bootstrap',
        'coredns-bootstrap',
      ]);
      expect(configurationOf('work-00').cluster).not.toHaveProperty('inlineManifests');
      expect(await example().nodes('ready')).toHaveLength(6);
      expect(await availableReplicas(`/apis/apps/v1/${SYSTEM}/deployments/coredns`)).toBe(2);
      expect(await example().deedsOfMachines('kubernetes', 'apply')).toEqual(
        expect.arrayContaining([
          'ConfigMap/kube-system/cilium-values 201',
          'Job/kube-system/cilium-install 201',
          'Deployment/kube-system/coredns 201',
        ]),
      );
    });

    look('HT-37 CoreDNS answers from two replicas, for its zones and the forwarders', async () => {
      expect(await availableReplicas(`/apis/apps/v1/${SYSTEM}/deployments/coredns`)).toBe(2);
      const { data } = await example().kubernetes<{ readonly data: { readonly Corefile: string } }>(
        `/api/v1/${SYSTEM}/configmaps/coredns`,
      );
      expect(data.Corefile).toContain('kubernetes kube.example.com cluster.local in-addr.arpa ip6.arpa {');
      expect(data.Corefile).toContain('forward . 1.1.1.1 8.8.8.8 {');
      const { items } = await example().kubernetes<List<Pod>>(
        `/api/v1/${SYSTEM}/pods?labelSelector=k8s-app%3Dkube-dns`,
      );
      expect(items.map(({ spec }) => spec.containers[0]?.image)).toEqual(
        Array(2).fill('registry.k8s.io/coredns/coredns:v1.11.1'),
      );
    });
  });

  describe('order', () => {
    look('HT-40 image, machines, configurations, bootstrap, health, kubeconfig', () => {
      const first = example().addressOf('ctrl-00');
      const controlPlanes = addressesOf(CONTROL_PLANES);
      const steps = [
        example().lastCall(({ service }) => service === 'factory'),
        example().firstCall(({ method, path }) => method === 'POST' && path.endsWith('/qemu')),
        example().lastCall(({ service, path }) => service === 'proxmox' && path.endsWith('/status/start')),
        example().lastCall(
          ({ path, target }) => path.endsWith('/ApplyConfiguration') && controlPlanes.includes(target),
        ),
        example().firstCall(({ path }) => path.endsWith('/Bootstrap')),
        example().firstCall(({ path }) => path.endsWith('/EtcdMemberList')),
        example().firstCall(({ path, arguments: args }) => path.endsWith('/Kubeconfig') && args?.node === first),
      ];
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
    });

    look('HT-42 one bootstrap, at the address of the first control plane', () => {
      expect(example().bootstraps()).toEqual([`${example().addressOf('ctrl-00')} OK`]);
    });
  });

  describe('outputs and files', () => {
    look('HT-43 HT-45 credentials and the status of upgrades are put out', () => {
      const { outputs, first, second } = example().applied;
      expect(Object.keys(outputs).sort()).toEqual(['kube_config', 'talos_config', 'upgrade_status']);
      const versions = { talos: 'v1.9.5', kubernetes: 'v1.33.0', schematic: SCHEMATIC };
      expect(outputs.upgrade_status).toEqual({
        current_version: 'v1.9.5',
        target_version: 'v1.9.5',
        nodes_marked_for_upgrade: [],
        pending_upgrades: [],
        recommended_order: MACHINES,
        node_versions: Object.fromEntries(MACHINES.map((name) => [name, versions])),
      });
      for (const { output } of [first, second]) expect(output).not.toMatch(/PRIVATE KEY|LS0tLS1CRUdJTi/);
    });

    look('HT-44 the files are there, readable by their owner only', () => {
      const directory = join(example().projectDirectory, 'output');
      expect(readdirSync(directory).sort()).toEqual([
        'kube-config.yaml',
        'talos-config.yaml',
        ...MACHINES.map((name) => `talos-machine-config-${name}.yaml`),
      ]);
      for (const file of readdirSync(directory)) expect(statSync(join(directory, file)).mode & 0o777).toBe(0o600);
      const { kubeconfig, talosconfig } = example();
      expect(readFileSync(join(directory, 'kube-config.yaml'), 'utf8')).toBe(kubeconfig);
      expect(readFileSync(join(directory, 'talos-config.yaml'), 'utf8')).toBe(talosconfig);
    });

    look('the state lies in the bucket and not here, free for the next run, and encrypted', async () => {
      const { homelab } = example();
      expect((await example().inventory()).state).toMatchObject([
        { path: 's3://homelab-tofu/talos.tfstate', locked: false },
      ]);
      const stored = JSON.parse(
        String(await homelab.simulator.storedState('s3://homelab-tofu/talos.tfstate')),
      ) as object;
      expect(stored).toHaveProperty('encrypted_data');
      expect(stored).not.toHaveProperty('resources');
      expect(readdirSync(homelab.workspace.directory).filter((file) => file.includes('tfstate'))).toEqual([]);
    });
  });

  async function availableReplicas(path: string): Promise<number | undefined> {
    const { status } = await example().kubernetes<Deployment>(
      path,
      (deployment) => deployment.status.availableReplicas === deployment.spec.replicas,
    );
    return status.availableReplicas;
  }

  function disksOf(name: string): Promise<string> {
    return askTalos(example().addressOf(name), example().talosconfig, '/storage.StorageService/Disks');
  }
});
