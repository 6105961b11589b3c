import * as z from 'zod';
import {
  absolutePath,
  dnsLabel,
  dnsName,
  ipAddress,
  ipNetwork,
  url,
  wholeNumber,
  argumentName,
  dnsNameOrAddress,
  labelKey,
  labelValue,
  plainData,
  setting,
  someText,
  taint,
} from '../forms/scalars';
import { writeAnItem, writeSomeItems } from '../forms/form-texts';
import {
  addressWithPort,
  certificates,
  logReceiver,
  oneLine,
  registryHost,
  registryName,
  serviceName,
  subnetChoice,
  variableName,
} from '../forms/machine-scalars';
import { installDisk } from '../forms/install-disk';
import { ptpDevice } from '../forms/link-scalars';
import { linkShape } from '../network/link-shape';
import { type Form, formsOf, shapeOf } from '../forms/shape';
import { secretChoice, secretReference } from '../forms/secrets';
import type { SecretReference } from '../values/secret-settings';
import type { ExtensionServiceFile, ExtensionServiceOptions } from './settings/extension-services';
import type { RegistryAuth, RegistryMirror, RegistryOptions, RegistryTls } from './settings/registries';
import { storageShape, upkeepHours } from './storage-shape';
import type { HostDnsOptions } from './settings/host-dns';
import type { KubeSpanOptions } from './settings/kubespan';
import type { LoggingOptions } from './settings/logging';
import type { SafeguardOptions } from './settings/safeguards';
import type { TimeOptions } from './settings/time';
import type { KubeletMount, KubeletOptions } from './settings/kubelet';
import type { NodeTalosOptions, OneMachineTalosOptions, TalosOptions } from './settings/node-options';

/** A value that Talos takes as text. */
type Setting = string | number | boolean;

/** Data of the kubelet is that of JSON, which TypeScript cannot tell at any depth. */
const data: Form<Readonly<Record<string, unknown>>> = plainData;

const kubeletMount = shapeOf<KubeletMount>('KubeletMount')({
  source: absolutePath('/var/mnt/data'),
  destination: absolutePath('/var/mnt/data').optional(),
  readOnly: z.boolean().optional(),
});

const kubelet = shapeOf<KubeletOptions>('KubeletOptions')({
  config: data.optional(),
  mounts: z.array(kubeletMount).optional(),
  nodeSubnets: z.array(subnetChoice).min(1, { error: writeSomeItems() }).optional(),
  defaultSeccompProfile: z.boolean().optional(),
  staticPodDirectory: z.boolean().optional(),
});

const registryMirror = shapeOf<RegistryMirror>('RegistryMirror')({
  endpoints: z.array(url('https://harbor.example.com/v2/dockerhub', 'https', 'http')).min(1, { error: writeAnItem() }),
  overridePath: z.boolean().optional(),
  skipFallback: z.boolean().optional(),
});

const registryTls = shapeOf<RegistryTls>('RegistryTls')({
  ca: certificates.optional(),
  insecureSkipVerify: z.boolean().optional(),
});

const registryAuth = shapeOf<RegistryAuth<SecretReference>>('RegistryAuth')({
  username: someText.optional(),
  password: secretReference.optional(),
  auth: secretReference.optional(),
  identityToken: secretReference.optional(),
});

const registries = shapeOf<RegistryOptions<SecretReference>>('RegistryOptions')({
  mirrors: z.record(registryName, registryMirror).optional(),
  tls: z.record(registryHost, registryTls).optional(),
  auth: z.record(registryHost, registryAuth).optional(),
});

const extensionServiceFile = shapeOf<ExtensionServiceFile<SecretReference>>('ExtensionServiceFile')({
  mountPath: absolutePath('/usr/local/etc/lldpd/lldpd.conf'),
  content: secretChoice(someText),
});

const extensionService = shapeOf<ExtensionServiceOptions<Setting, SecretReference>>('ExtensionServiceOptions')({
  environment: z.record(variableName, secretChoice(setting)).optional(),
  configFiles: z.array(extensionServiceFile).optional(),
});

const logging = shapeOf<LoggingOptions>('LoggingOptions')({
  services: z.array(logReceiver).optional(),
  tags: z.record(someText, someText).optional(),
  kernel: z.record(dnsLabel, logReceiver).optional(),
});

const kubeSpan = shapeOf<KubeSpanOptions>('KubeSpanOptions')({
  enabled: z.boolean().optional(),
  advertiseKubernetesNetworks: z.boolean().optional(),
  allowDownPeerBypass: z.boolean().optional(),
  harvestExtraEndpoints: z.boolean().optional(),
  mtu: wholeNumber(1280, 65_535).optional(),
  endpointFilters: z.array(subnetChoice).min(1, { error: writeSomeItems() }).optional(),
  excludeAdvertisedNetworks: z.array(ipNetwork).min(1, { error: writeSomeItems() }).optional(),
  extraEndpoints: z.array(addressWithPort).min(1, { error: writeSomeItems() }).optional(),
});

const time = shapeOf<TimeOptions>('TimeOptions')({
  servers: z.array(dnsNameOrAddress).min(1, { error: writeSomeItems() }).optional(),
  ptpDevices: z.array(ptpDevice).min(1, { error: writeSomeItems() }).optional(),
  enabled: z.boolean().optional(),
  bootTimeoutSeconds: wholeNumber(1, 86_400).optional(),
});

const hostDns = shapeOf<HostDnsOptions>('HostDnsOptions')({
  enabled: z.boolean().optional(),
  forwardKubeDnsToHost: z.boolean().optional(),
  resolveMemberNames: z.boolean().optional(),
});

const safeguards = shapeOf<SafeguardOptions>('SafeguardOptions')({
  workloadIsolation: z.boolean().optional(),
  filesystemTrimHours: upkeepHours.optional(),
  filesystemScrubHours: upkeepHours.optional(),
});

/** Forms of `TalosOptions`. */
export const talosForms = formsOf<TalosOptions<Setting, SecretReference>>()({
  nodeLabels: z.record(labelKey, labelValue).optional(),
  sysctls: z.record(someText, setting).optional(),
  kernelModules: z.array(someText).optional(),
  kernelModuleParameters: z.record(someText, z.array(someText).min(1, { error: writeSomeItems() })).optional(),
  udevRules: z.array(oneLine).optional(),
  nodeAnnotations: z.record(labelKey, setting).optional(),
  logging: logging.optional(),
  kubeSpan: kubeSpan.optional(),
  links: linkShape.optional(),
  storage: storageShape.optional(),
  safeguards: safeguards.optional(),
  kubeletExtraArgs: z.record(argumentName, setting).optional(),
  kubelet: kubelet.optional(),
  registries: registries.optional(),
  extensionServices: z.record(serviceName, extensionService).optional(),
  trustedRoots: z.record(dnsLabel, certificates).optional(),
  time: time.optional(),
  hostDns: hostDns.optional(),
  staticHosts: z.record(ipAddress, z.array(dnsName).min(1, { error: writeSomeItems() })).optional(),
});

/** Forms of `OneMachineTalosOptions`. */
export const oneMachineTalosForms = formsOf<OneMachineTalosOptions<Setting, SecretReference>>()({
  nodeTaints: z.record(labelKey, taint).optional(),
  ...talosForms,
  certSans: z.array(dnsNameOrAddress).optional(),
  controllerManagerExtraArgs: z.record(argumentName, setting).optional(),
  schedulerExtraArgs: z.record(argumentName, setting).optional(),
  etcdExtraArgs: z.record(argumentName, setting).optional(),
});

/** Forms of `NodeTalosOptions`. */
export const nodeTalosForms = formsOf<NodeTalosOptions<Setting, SecretReference>>()({
  ...oneMachineTalosForms,
  installDisk: installDisk.optional(),
});

const { installDisk: _installDisk, ...memberForms } = nodeTalosForms;

/** Settings of Talos without those of one kind of machine. */
export type MemberTalosOptions<Value = string, Secret = string> = Omit<NodeTalosOptions<Value, Secret>, 'installDisk'>;

/** Form of the settings of Talos on any machine. */
export const memberTalosShape = shapeOf<MemberTalosOptions<Setting, SecretReference>>('NodeTalosOptions')(memberForms);
