import { z } from 'zod';
import {
  argumentName,
  dataFilePath,
  dnsName,
  dnsNameOrAddress,
  filePath,
  ipAddress,
  ipNetwork,
  kubernetesVersion,
  otherVersion,
  plainData,
  setting,
  someText,
  url,
  wholeNumber,
} from '../forms/scalars';
import { type DeepReadonly, type NamedSchema, strictObject } from '../forms/strict-object';
import { writeSomeItems } from '../forms/form-texts';

const kubernetesUpdate = strictObject({
  /** Kubernetes version of the machines with `update: true`. */
  version: kubernetesVersion,
});

const cilium = strictObject({
  /** Version of Cilium, such as `v1.17.3`. */
  version: otherVersion('v1.17.3'),
  /**
   * Version of the cilium command line in the Job that installs it.
   * @default - the version that was tested with this library
   */
  cliVersion: otherVersion('v0.18.3').optional(),
  /**
   * Values of the Cilium chart: the path of a file that GitOps can use as well, or the values here.
   * @default - what Talos needs
   */
  values: z.union([dataFilePath, plainData]).optional(),
});

const ciliumChoice = strictObject({
  /** Cilium, installed at bootstrap by a Job in the machine configuration. */
  cilium,
});

const coreDns = strictObject({
  /** Version of the CoreDNS image, such as `1.11.1`. */
  version: otherVersion('1.11.1'),
  /**
   * Number of pods.
   * @default 2
   */
  replicas: wholeNumber(1, 100).optional(),
  /**
   * Zones that are answered from the cluster, beside `kubernetes.dnsDomain`.
   * @default - none
   */
  zones: z.array(dnsName).optional(),
  /**
   * Servers that other names are asked of.
   * @default - those of the machine
   */
  forwarders: z.array(ipAddress).min(1, { error: writeSomeItems() }).optional(),
  /**
   * How long answers are kept.
   * @default 30
   */
  cacheSeconds: wholeNumber(1, 3600).optional(),
  /**
   * How long others may keep answers about services.
   * @default 30
   */
  ttlSeconds: wholeNumber(1, 3600).optional(),
});

const oidc = strictObject({
  /** URL of the provider of identities, without the discovery path. */
  issuerUrl: url('https://id.example.com', 'https'),
  /** Client id that tokens must be made for. */
  clientId: someText,
});

const manifestText = strictObject({
  /** Name of the manifest, once in the cluster. */
  name: someText,
  /** Kubernetes objects as YAML. */
  contents: someText,
});

const manifestFile = strictObject({
  /** Name of the manifest, once in the cluster. */
  name: someText,
  /** Path of a YAML file with Kubernetes objects. */
  file: filePath,
});

const kubernetes = strictObject({
  /** Version of Kubernetes, such as `v1.36.3`. On a cluster that runs, let `talosctl upgrade-k8s` raise it first, then write it here. */
  version: kubernetesVersion,
  /**
   * Second version, for the machines with `update: true`.
   * @default - none
   */
  update: kubernetesUpdate.optional(),
  /**
   * Accept a Kubernetes version that this Talos version does not support. The option `--advice` names it.
   * @default false
   */
  allowUnsupported: z.boolean().optional(),
  /**
   * Networks of the pods, one for each family of addresses. They stay for the life of the cluster.
   * @default 10.244.0.0/16
   */
  podSubnets: z.array(ipNetwork).min(1, { error: writeSomeItems() }).optional(),
  /**
   * Networks of the services, one for each family of addresses. The tenth address is the cluster's DNS. They stay for the
   * life of the cluster.
   * @default 10.96.0.0/12
   */
  serviceSubnets: z.array(ipNetwork).min(1, { error: writeSomeItems() }).optional(),
  /**
   * Domain of the cluster's own names. It stays for the life of the cluster.
   * @default cluster.local
   */
  dnsDomain: dnsName.optional(),
  /**
   * Network of the pods: `flannel` as Talos brings it, `none` to install one yourself, or Cilium with its version. It is installed once
   * and never taken away; `none` after Cilium hands Cilium over.
   * @default flannel
   */
  cni: z.union([z.enum(['flannel', 'none']), ciliumChoice]).optional(),
  /**
   * Run kube-proxy. Switch it off with Cilium, which takes its place.
   * @default true
   */
  kubeProxy: z.boolean().optional(),
  /**
   * DNS of the cluster: `default` as Talos brings it, `none` to install one yourself, or CoreDNS with its own version
   * and zones, installed at bootstrap.
   * @default default
   */
  coreDns: z.union([z.enum(['default', 'none']), coreDns]).optional(),
  /**
   * Let control planes take workloads. A cluster without workers needs it.
   * @default false
   */
  schedulingOnControlPlanes: z.boolean().optional(),
  /**
   * Sign in to the Kubernetes API with OpenID Connect.
   * @default - client certificates only
   */
  oidc: oidc.optional(),
  /**
   * Further names and addresses in the certificates of the Kubernetes API. Those of the machines, the VIP and the
   * endpoint are always there.
   * @default - none
   */
  certSans: z.array(dnsNameOrAddress).optional(),
  /**
   * Further arguments of the API server, without leading dashes.
   * @default - none
   */
  apiServerExtraArgs: z.record(argumentName, setting).optional(),
  /**
   * URLs of manifests that control planes fetch and apply at bootstrap. Pin their versions.
   * @default - none
   */
  extraManifests: z.array(url('https://example.com/v1.2.1/install.yaml', 'https', 'http')).optional(),
  /**
   * Manifests in the machine configuration, applied at bootstrap after network and DNS.
   * @default - none
   */
  inlineManifests: z.array(z.union([manifestText, manifestFile])).optional(),
});

/** Schema of the section `kubernetes`. */
export interface KubernetesSpecSchema extends KubernetesObject, NamedSchema {}
type KubernetesObject = typeof kubernetes;

/** Kubernetes of the cluster: versions, networks and what is there from the first boot. */
export const kubernetesSpec: KubernetesSpecSchema = kubernetes;

/** Kubernetes of the cluster: versions, networks and what is there from the first boot. */
export type KubernetesSpec = DeepReadonly<z.input<typeof kubernetesSpec>>;
