import * as z from 'zod';
import { dataFilePath, dnsNameOrAddress, filePath, kubernetesVersion, plainData, someText } from '../forms/scalars';
import { type Form, shapeOf } from '../forms/shape';
import { controlPlaneForms } from '../manifests/control-plane/shape';
import { ciliumReleaseForms, kubernetesForms } from '../manifests/shape';
import type {
  KubernetesSpec,
  KubernetesUpdateSpec,
  CiliumChoice,
  CiliumSpec,
  ManifestText,
  ManifestFile,
} from './kubernetes-settings';

const kubernetesUpdate = shapeOf<KubernetesUpdateSpec>('KubernetesUpdateSpec')({
  version: kubernetesVersion,
});

/** The path of a file, or data: that is what JSON has, which TypeScript cannot tell at any depth. */
const dataChoice: Form<NonNullable<CiliumSpec['values']>> = z.union([dataFilePath, plainData]);

const cilium = shapeOf<CiliumSpec>('CiliumSpec')({
  ...ciliumReleaseForms,
  values: dataChoice.optional(),
});

const ciliumChoice = shapeOf<CiliumChoice>('CiliumChoice')({
  cilium: cilium,
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
  ...controlPlaneForms,
  auditPolicy: dataChoice.optional(),
  certSans: z.array(dnsNameOrAddress).optional(),
  extraManifests: kubernetesForms.extraManifests,
  inlineManifests: z.array(z.union([manifestText, manifestFile])).optional(),
});
