import * as z from 'zod';
import { writeSomeItems } from '../forms/form-texts';
import { dnsName, ipAddress, ipNetwork, otherVersion, url, wholeNumber } from '../forms/scalars';
import { formsOf, shapeOf } from '../forms/shape';
import type { CiliumRelease } from './cni/settings';
import { controlPlaneForms } from './control-plane/shape';
import type { CoreDnsSettings } from './dns/settings';
import type { KubernetesOptions } from './settings';

/** Forms of `CiliumRelease`. */
export const ciliumReleaseForms = formsOf<CiliumRelease>()({
  version: otherVersion('v1.17.3'),
  cliVersion: otherVersion('v0.18.3').optional(),
});

const coreDnsShape = shapeOf<CoreDnsSettings>('CoreDnsSettings')({
  version: otherVersion('1.11.1'),
  replicas: wholeNumber(1, 100).optional(),
  zones: z.array(dnsName).optional(),
  forwarders: z.array(ipAddress).min(1, { error: writeSomeItems() }).optional(),
  cacheSeconds: wholeNumber(1, 3600).optional(),
  ttlSeconds: wholeNumber(1, 3600).optional(),
});

/** Forms of `KubernetesOptions`. */
export const kubernetesForms = formsOf<KubernetesOptions<string | number | boolean>>()({
  podSubnets: z.array(ipNetwork).min(1, { error: writeSomeItems() }).optional(),
  serviceSubnets: z.array(ipNetwork).min(1, { error: writeSomeItems() }).optional(),
  dnsDomain: dnsName.optional(),
  kubeProxy: z.boolean().optional(),
  coreDns: z.union([z.enum(['default', 'none']), coreDnsShape]).optional(),
  schedulingOnControlPlanes: z.boolean().optional(),
  ...controlPlaneForms,
  extraManifests: z.array(url('https://example.com/v1.2.1/install.yaml', 'https', 'http')).optional(),
});

/** Form of `KubernetesOptions`. */
export const kubernetesOptionsShape =
  shapeOf<KubernetesOptions<string | number | boolean>>('KubernetesOptions')(kubernetesForms);
