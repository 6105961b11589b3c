import type { Entry } from './entry';
import type { Bindings } from './family';
import { plainData } from './input-value';
import { belongsIntoCluster, derivedHere, fileNotFound, sshNotNeeded } from './left-over-texts';
import { asVersion, ENDPOINT_PATH, putClusterEndpoint, putSubnet, putTalosVersion } from './nodes';
import { fileOf, putSchematicFile, putSchematicText } from './schematic';
import type { SourceInput } from './source';
import { readYaml } from './yaml-input';

/** Version of Gateway API, and the manifests that the family takes of it. */
const GATEWAY_API: readonly ((version: string) => string)[] = [
  (version) => `https://github.com/kubernetes-sigs/gateway-api/releases/download/${version}/standard-install.yaml`,
  (version) =>
    `https://raw.githubusercontent.com/kubernetes-sigs/gateway-api/${version}/config/crd/experimental/gateway.networking.k8s.io_tlsroutes.yaml`,
];

/** Facts that a module has in its code, where others of the family have a variable. */
export interface FamilyFacts {
  /** Length of the prefix of the machines' network, unless a variable says it. */
  readonly prefix: string;
  /** Size of the system disks. */
  readonly diskGiB: number;
  /** Bridge of the machines. */
  readonly bridge?: string;
  /** VLAN of the machines. */
  readonly vlanId?: number;
}

/** Puts image and versions into the cluster file. */
export function carryImage(bindings: Bindings, input: SourceInput): void {
  const { draft } = input;
  const image = bindings.find('talos_image', 'image');
  const versions = bindings.find('versions');
  putTalosVersion(draft, image?.find('version') ?? versions?.find('talos'));
  draft.put(['talos', 'factoryUrl'], image?.find('factory_url'));
  draft.put(['talos', 'architecture'], image?.find('arch'));
  draft.put(['talos', 'platform'], image?.find('platform'));
  putSchematicFile(input, ['talos', 'schematic'], image?.find('schematic_path', 'schematic_file'));
  putSchematicText(input, ['talos', 'schematic'], image?.find('schematic'));
  draft.put(['talos', 'update', 'version'], image?.find('update_version'));
  putSchematicFile(input, ['talos', 'update', 'schematic'], image?.find('update_schematic_path'));
  putSchematicText(input, ['talos', 'update', 'schematic'], image?.find('update_schematic'));
  draft.put(['kubernetes', 'version'], versions?.find('kubernetes'), asVersion);
  draft.put(['kubernetes', 'update', 'version'], bindings.find('kubernetes_image')?.find('update_version'));
}

/** Puts the settings of the cluster and of its network into the cluster file. */
export function carryCluster(
  bindings: Bindings,
  input: SourceInput,
  nodes: readonly Entry[],
  facts: FamilyFacts,
): void {
  const { draft } = input;
  const cluster = bindings.find('talos_cluster_config', 'cluster');
  const network = bindings.find('network') ?? cluster;
  draft.put(['name'], cluster?.find('name'));
  draft.put(['network', 'gateway'], network?.find('gateway'));
  draft.put(['network', 'vip'], network?.find('vip'));
  const prefix = network?.find('subnet_mask', 'cidr_prefix', 'cidr');
  const first = nodes.find((node) => node.find('machine_type')?.data === 'controlplane')?.find('ip');
  putSubnet(draft, first ?? nodes[0]?.find('ip'), prefix ?? facts.prefix);
  putClusterEndpoint(draft, cluster?.find('endpoint'), first?.text);
  draft.putAll(['network', 'dnsServers'], network?.find('dns_servers'));
  draft.put(['network', 'vlanId'], network?.find('vlan_id'), (data) =>
    typeof data === 'string' ? Number(data) : data,
  );
  if (facts.vlanId !== undefined) draft.set(['network', 'vlanId'], facts.vlanId);
  draft.put(['talos', 'contract'], cluster?.find('talos_machine_config_version', 'talos_version'), asContract);
  draft.put(['kubernetes', 'version'], cluster?.find('kubernetes_version'), asVersion);
  draft.put(
    ['kubernetes', 'schedulingOnControlPlanes'],
    cluster?.find('allow_scheduling_on_control_plane_nodes', 'allow_scheduling_on_control_planes'),
  );
  draft.putAll(['kubernetes', 'extraManifests'], cluster?.find('extra_manifests'));
  const gatewayApi = cluster?.find('gateway_api_version');
  for (const url of gatewayApi === undefined ? [] : GATEWAY_API) {
    if (gatewayApi?.text !== undefined) draft.add(['kubernetes', 'extraManifests'], url(gatewayApi.text), gatewayApi);
  }
  draft.putAll(['kubernetes', 'podSubnets'], cluster?.find('pod_subnet'));
  draft.putAll(['kubernetes', 'serviceSubnets'], cluster?.find('service_subnet'));
  putYamlPatch(input, cluster?.find('kubelet'), ['patches'], (kubelet) => ({ machine: { kubelet } }));
  putYamlPatch(input, cluster?.find('api_server'), ['nodeDefaults', 'controlplane', 'patches'], (apiServer) => ({
    cluster: { apiServer },
  }));
  carryCilium(cluster?.find('cilium') ?? bindings.find('cilium'), input);
  draft.leave(bindings.find('coredns'), 'the CoreDNS of Talos is there; kubernetes.coreDns takes a version and zones');
  for (const manifest of bindings.find('inline_manifests')?.children() ?? []) {
    const [name, contents] = [manifest.find('name'), manifest.find('content')];
    if (name?.text === undefined || contents?.text === undefined) continue;
    draft.add(['kubernetes', 'inlineManifests'], { name: name.text, contents: contents.text }, name, contents);
  }
  for (const entry of bindings.find('oidc')?.children() ?? []) {
    draft.put(['kubernetes', 'oidc', entry.key === 'issuer_url' ? 'issuerUrl' : 'clientId'], entry);
  }
  for (const name of ['sealed_secrets_config', 'kubernetes_volumes', 'volumes']) {
    draft.leave(bindings.find(name), belongsIntoCluster(name));
  }
}

/** Puts access to Proxmox VE into the cluster file; whatever signs in is named, and stays out of it. */
export function carryProxmox(bindings: Bindings, { draft }: SourceInput): void {
  const region = bindings.find('talos_cluster_config', 'cluster')?.find('proxmox_cluster');
  draft.put([...ENDPOINT_PATH, 'region'], region);
  for (const access of [bindings.find('proxmox'), bindings.find('provider.proxmox')]) {
    draft.put([...ENDPOINT_PATH, 'url'], access?.find('endpoint'));
    draft.put([...ENDPOINT_PATH, 'insecure'], access?.find('insecure'));
    draft.put([...ENDPOINT_PATH, 'region'], access?.find('cluster_name'));
    draft.keepSecret(access?.find('api_token'), 'TF_VAR_proxmox_main_api_token');
    for (const key of ['username', 'ssh']) draft.leave(access?.find(key), sshNotNeeded());
    for (const key of ['password']) draft.keepSecret(access?.find(key), 'TF_VAR_proxmox_main_api_token');
    draft.leave(access?.find('name'), derivedHere('the hosts of the machines'));
  }
  draft.keepSecret(bindings.find('proxmox_api_token'), 'TF_VAR_proxmox_main_api_token');
}

/** Cilium with its values; kube-proxy is off wherever the family has Cilium. */
function carryCilium(cilium: Entry | undefined, input: SourceInput): void {
  if (cilium === undefined) return;
  const { draft, files, assume } = input;
  const path = ['kubernetes', 'cni', 'cilium'];
  draft.ensure(path);
  const values = cilium.find('values_file_path', 'values');
  const file = values === undefined ? undefined : (fileOf(values) ?? pathIn(values));
  if (values !== undefined && file !== undefined) {
    if (files.text(file) === undefined) draft.leave(values, fileNotFound(file));
    else {
      for (const document of files.yaml(file)) {
        for (const entry of input.addFile(document).children()) draft.put([...path, 'values', entry.key], entry);
      }
      draft.agree(values);
    }
  } else if (values?.text !== undefined) {
    const [document] = readYaml(values.text, values.value.place.file, values.value.place.line + 1);
    const { data } = document === undefined ? {} : { data: plainData(document) };
    if (data !== undefined) draft.set([...path, 'values'], data, values);
  }
  const install = cilium.find('bootstrap_manifest_path', 'install');
  const name = install === undefined ? undefined : (fileOf(install) ?? pathIn(install));
  const manifest = name === undefined ? install?.text : files.text(name);
  const version = /(?:--version[= ]|cilium\/cilium:)["']?(v?\d+\.\d+\.\d+)/.exec(manifest ?? '')?.[1];
  if (version !== undefined && install !== undefined) draft.set([...path, 'version'], version, install);
  else draft.leave(install, 'the version of Cilium was not found in it; the Job that installs Cilium is made here');
  if (version === undefined)
    assume('the version of Cilium is not in the input: it is one that was tested with this project');
  draft.set(['kubernetes', 'kubeProxy'], false);
}

/** Text of one line is the path of a file. */
function pathIn({ text }: Entry): string | undefined {
  return text !== undefined && !text.includes('\n') ? text : undefined;
}

/** Text in YAML as a part of a patch. */
function putYamlPatch(
  { draft }: SourceInput,
  text: Entry | undefined,
  path: readonly string[],
  patchOf: (data: unknown) => unknown,
): void {
  if (text?.text === undefined) return;
  const { place } = text.value;
  for (const document of readYaml(text.text, place.file, place.line + 1)) {
    const data = plainData(document);
    if (data !== undefined) draft.add(path, patchOf(data), text);
  }
}

/** The minor version of a version. */
function asContract(data: unknown): unknown {
  return typeof data === 'string' ? data.replace(/^(v?\d+\.\d+)\.\d+.*$/, '$1') : data;
}
