import type { StackFile } from './stack-directory';

/** How a backend is told where it is: settings of the stack and variables of the environment, one of which it needs. */
interface Whereabouts {
  readonly settings: readonly string[];
  readonly variables: readonly string[];
  /** Names of what to set, as a person reads them. */
  readonly advice: string;
}

/**
 * Backends that fall back on something that nobody means: PostgreSQL on a server of this computer, and Kubernetes on no
 * server at all.
 */
const WHEREABOUTS: Readonly<Record<string, Whereabouts>> = {
  pg: {
    settings: ['conn_str'],
    variables: ['PG_CONN_STR', 'PGHOST', 'PGHOSTADDR', 'PGSERVICE'],
    advice:
      'PG_CONN_STR, such as postgres://user:password@db.example.com/tofu, or write state.backend.pg.address and set ' +
      'PGUSER and PGPASSWORD',
  },
  kubernetes: {
    settings: ['config_path', 'host', 'in_cluster_config'],
    variables: ['KUBE_CONFIG_PATH', 'KUBE_CONFIG_PATHS', 'KUBE_HOST', 'KUBE_IN_CLUSTER_CONFIG'],
    advice: 'KUBE_CONFIG_PATH to the full path of a kubeconfig, or KUBE_HOST and KUBE_TOKEN',
  },
};

/** Sentences about a state whose place neither the stack nor the environment tells. */
export function backendFaults(
  { terraform }: StackFile,
  environment: Readonly<Record<string, string | undefined>>,
): readonly string[] {
  return Object.entries(terraform?.backend ?? {}).flatMap(([kind, written]) => {
    const whereabouts = Object.hasOwn(WHEREABOUTS, kind) ? WHEREABOUTS[kind] : undefined;
    if (whereabouts === undefined) return [];
    const { settings, variables, advice } = whereabouts;
    const isSaid = settings.some((key) => (written as Readonly<Record<string, unknown>>)[key] !== undefined);
    const isSet = variables.some((name) => (environment[name] ?? '') !== '');
    return isSaid || isSet ? [] : [placeMissing(kind, advice)];
  });
}

function placeMissing(kind: string, advice: string): string {
  return `nothing says where the state of the backend ${kind} is kept: set ${advice}`;
}
