import { z } from 'zod';
import {
  dataFilePath,
  dnsNameOrAddress,
  filePath,
  kubernetesVersion,
  plainData,
  someText,
  url,
} from '../forms/scalars';
import { type Form, shapeOf } from '../forms/shape';
import { ciliumReleaseForms, kubernetesForms } from '../manifests/shape';
import type {
  KubernetesSpec,
  KubernetesUpdateSpec,
  CiliumChoice,
  CiliumSpec,
  OidcSpec,
  ManifestText,
  ManifestFile,
} from './kubernetes-settings';

const kubernetesUpdate = shapeOf<KubernetesUpdateSpec>('KubernetesUpdateSpec')({
  version: kubernetesVersion,
});

/** Values of a chart are those of JSON, which TypeScript cannot tell at any depth. */
const chartValues: Form<NonNullable<CiliumSpec['values']>> = z.union([dataFilePath, plainData]);

const cilium = shapeOf<CiliumSpec>('CiliumSpec')({
  ...ciliumReleaseForms,
  values: chartValues.optional(),
});

const ciliumChoice = shapeOf<CiliumChoice>('CiliumChoice')({
  cilium: cilium,
});

const oidc = shapeOf<OidcSpec>('OidcSpec')({
  issuerUrl: url('https://id.example.com', 'https'),
  clientId: someText,
});

const manifestText = shapeOf<ManifestText>('ManifestText')({
  name: someText,
  contents: someText,
});

const manifestFile = shapeOf<ManifestFile>('ManifestFile')({
  name: someText,
  file: filePath,
});

/** Form of `KubernetesSpec`. */
export const kubernetesShape = shapeOf<KubernetesSpec>('KubernetesSpec')({
  version: kubernetesVersion,
  update: kubernetesUpdate.optional(),
  allowUnsupported: z.boolean().optional(),
  podSubnets: kubernetesForms.podSubnets,
  serviceSubnets: kubernetesForms.serviceSubnets,
  dnsDomain: kubernetesForms.dnsDomain,
  cni: z.union([z.enum(['flannel', 'none']), ciliumChoice]).optional(),
  kubeProxy: kubernetesForms.kubeProxy,
  coreDns: kubernetesForms.coreDns,
  schedulingOnControlPlanes: kubernetesForms.schedulingOnControlPlanes,
  oidc: oidc.optional(),
  certSans: z.array(dnsNameOrAddress).optional(),
  apiServerExtraArgs: kubernetesForms.apiServerExtraArgs,
  extraManifests: kubernetesForms.extraManifests,
  inlineManifests: z.array(z.union([manifestText, manifestFile])).optional(),
});
