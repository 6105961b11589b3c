import * as z from 'zod';
import { writeAnItem, writeSomeItems } from '../../forms/form-texts';
import { quantity, subnetChoice } from '../../forms/machine-scalars';
import { absolutePath, argumentName, dnsLabel, plainData, setting, someText, url } from '../../forms/scalars';
import { type Form, formsOf, shapeOf } from '../../forms/shape';
import { TALOS_ROLES } from './settings';
import type {
  ComponentOptions,
  ComponentResources,
  ComponentVolume,
  ControlPlaneOptions,
  EtcdOptions,
  OidcSettings,
  ResourceAmounts,
  SchedulerOptions,
  TalosApiAccessOptions,
} from './settings';

type Setting = string | number | boolean;

/** Data of Kubernetes is that of JSON, which TypeScript cannot tell at any depth. */
const data: Form<Readonly<Record<string, unknown>>> = plainData;

const amounts = shapeOf<ResourceAmounts<Setting>>('ResourceAmounts')({
  cpu: quantity.optional(),
  memory: quantity.optional(),
});

const resources = shapeOf<ComponentResources<Setting>>('ComponentResources')({
  requests: amounts.optional(),
  limits: amounts.optional(),
});

const volume = shapeOf<ComponentVolume>('ComponentVolume')({
  hostPath: absolutePath('/var/lib/audit'),
  mountPath: absolutePath('/etc/audit'),
  readOnly: z.boolean().optional(),
});

const componentForms = formsOf<ComponentOptions<Setting>>()({
  environment: z.record(someText, setting).optional(),
  resources: resources.optional(),
  volumes: z.array(volume).optional(),
});

const component = shapeOf<ComponentOptions<Setting>>('ComponentOptions')(componentForms);

const scheduler = shapeOf<SchedulerOptions<Setting>>('SchedulerOptions')({
  ...componentForms,
  configuration: data.optional(),
});

const subnets = z.array(subnetChoice).min(1, { error: writeSomeItems() });

const etcd = shapeOf<EtcdOptions>('EtcdOptions')({
  advertisedSubnets: subnets.optional(),
  listenSubnets: subnets.optional(),
});

const talosApiAccess = shapeOf<TalosApiAccessOptions>('TalosApiAccessOptions')({
  allowedRoles: z.array(z.enum(TALOS_ROLES)).min(1, { error: writeAnItem() }),
  allowedNamespaces: z.array(dnsLabel).min(1, { error: writeAnItem() }),
});

const oidc = shapeOf<OidcSettings>('OidcSettings')({
  issuerUrl: url('https://id.example.com', 'https'),
  clientId: someText,
  usernameClaim: someText.optional(),
  usernamePrefix: someText.optional(),
  groupsClaim: someText.optional(),
  groupsPrefix: someText.optional(),
});

/** Forms of `ControlPlaneOptions`. */
export const controlPlaneForms = formsOf<ControlPlaneOptions<Setting>>()({
  oidc: oidc.optional(),
  apiServerExtraArgs: z.record(argumentName, setting).optional(),
  controllerManagerExtraArgs: z.record(argumentName, setting).optional(),
  schedulerExtraArgs: z.record(argumentName, setting).optional(),
  etcdExtraArgs: z.record(argumentName, setting).optional(),
  apiServer: component.optional(),
  controllerManager: component.optional(),
  scheduler: scheduler.optional(),
  etcd: etcd.optional(),
  exposeMetrics: z.boolean().optional(),
  admission: z.record(someText, data).optional(),
  talosApiAccess: talosApiAccess.optional(),
});
