import type { Draft } from '../../values/draft';
import { isPlainObject } from '../../values/plain-object';
import { quantityValue } from '../../values/quantity';
import { rulesOfParts, type SettingRules } from '../../values/setting-rule';
import { ARGUMENTS_OF_TALOS, type ArgumentMaker, type ArgumentSetting, makerOf } from './arguments';
import {
  argumentMadeAlready,
  argumentOfTalos,
  limitBelowRequest,
  mountPathOfTalos,
  mountPathTaken,
  noAuditPolicy,
} from './faults';
import type { ControlPlaneOptions } from './settings';

/** Settings of the control plane from a cluster file or from TypeScript. */
type Settings = ControlPlaneOptions<string | number | boolean>;

const COMPONENTS = ['apiServer', 'controllerManager', 'scheduler'] as const;
type Component = (typeof COMPONENTS)[number];

const AMOUNTS = ['cpu', 'memory'] as const;

/** CPU and memory that Talos reserves for the pod of each component unless told otherwise. */
const REQUESTS: Readonly<Record<Component, Readonly<Record<(typeof AMOUNTS)[number], string>>>> = {
  apiServer: { cpu: '200m', memory: '512Mi' },
  controllerManager: { cpu: '50m', memory: '256Mi' },
  scheduler: { cpu: '10m', memory: '64Mi' },
};

/** Places in the pods where Talos has its own files. */
const PLACES_OF_TALOS: readonly RegExp[] = [
  /^\/system\/(?:config|secrets)(?:\/|$)/,
  /^\/var\/log\/audit\/kube(?:\/|$)/,
];

interface Argument {
  readonly component: ArgumentSetting;
  readonly name: string;
  readonly maker: ArgumentMaker | undefined;
}

interface Limit {
  readonly component: Component;
  readonly amount: (typeof AMOUNTS)[number];
  readonly limit: string;
  readonly request: string;
  readonly isDefault: boolean;
}

interface Volume {
  readonly component: Component;
  readonly index: number;
  readonly mountPath: string;
  readonly isTaken: boolean;
}

/** Conditions of the components of the control plane. */
export const CONTROL_PLANE_RULES: SettingRules<Settings> = [
  rulesOfParts<Settings, Argument>(
    ({ settings }) => argumentsOf(settings),
    [
      {
        at: ({ component, name }) => [component, name],
        part: 'key',
        condition: ({ component, name }) => !ARGUMENTS_OF_TALOS[component].includes(name),
        message: ({ name }) => argumentOfTalos(name),
      },
      {
        at: ({ component, name }) => [component, name],
        part: 'key',
        condition: ({ maker }) => maker === undefined,
        message: ({ name, maker = '' }) => argumentMadeAlready(maker, name),
      },
    ],
  ),
  rulesOfParts<Settings, Limit>(
    ({ settings, isUncertain }) =>
      limitsOf(settings).filter(({ component, amount }) => !isUncertain(component, 'resources', 'requests', amount)),
    [
      {
        at: ({ component, amount }) => [component, 'resources', 'limits', amount],
        condition: ({ limit, request }) => (quantityValue(limit) ?? 0) >= (quantityValue(request) ?? 0),
        message: ({ limit, request, isDefault }) => limitBelowRequest(limit, request, isDefault),
      },
    ],
  ),
  rulesOfParts<Settings, Volume>(
    ({ settings }) => volumesOf(settings),
    [
      {
        at: ({ component, index }) => [component, 'volumes', index, 'mountPath'],
        condition: ({ isTaken }) => !isTaken,
        message: ({ mountPath }) => mountPathTaken(mountPath),
      },
      {
        at: ({ component, index }) => [component, 'volumes', index, 'mountPath'],
        condition: ({ mountPath }) => !PLACES_OF_TALOS.some((place) => place.test(mountPath)),
        message: ({ mountPath }) => mountPathOfTalos(mountPath),
      },
    ],
  ),
];

/** Fault of data that should be an audit policy: the part that is missing in it; nothing if it is one. */
export function auditPolicyFault(policy: unknown): string | undefined {
  const { apiVersion, kind, rules } = isPlainObject(policy) ? policy : {};
  if (apiVersion !== 'audit.k8s.io/v1') return noAuditPolicy('apiVersion: audit.k8s.io/v1');
  if (kind !== 'Policy') return noAuditPolicy('kind: Policy');
  return Array.isArray(rules) && rules.length > 0 ? undefined : noAuditPolicy('a list of rules');
}

function argumentsOf(settings: Draft<Settings>): readonly Argument[] {
  const { apiServerExtraArgs, controllerManagerExtraArgs, schedulerExtraArgs, etcdExtraArgs } = settings;
  const all = { apiServerExtraArgs, controllerManagerExtraArgs, schedulerExtraArgs, etcdExtraArgs };
  return (Object.keys(all) as ArgumentSetting[]).flatMap((component) =>
    Object.keys(all[component] ?? {}).map((name) => ({ component, name, maker: makerOf(settings, component, name) })),
  );
}

function limitsOf(settings: Draft<Settings>): readonly Limit[] {
  return COMPONENTS.flatMap((component) => {
    const { requests = {}, limits = {} } = settings[component]?.resources ?? {};
    return AMOUNTS.flatMap((amount) => {
      const limit = limits[amount];
      const request = requests[amount] ?? REQUESTS[component][amount];
      if (limit === undefined) return [];
      return [
        {
          component,
          amount,
          limit: String(limit),
          request: String(request),
          isDefault: requests[amount] === undefined,
        },
      ];
    });
  });
}

function volumesOf(settings: Draft<Settings>): readonly Volume[] {
  return COMPONENTS.flatMap((component) => {
    const paths = (settings[component]?.volumes ?? []).map((volume) => volume?.mountPath?.replace(/\/+$/, ''));
    return paths.flatMap((mountPath, index) =>
      mountPath === undefined ? [] : [{ component, index, mountPath, isTaken: paths.indexOf(mountPath) < index }],
    );
  });
}
