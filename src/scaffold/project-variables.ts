import { valueAt } from '../values/path';

/** A variable of the environment that a cluster needs. */
export interface ProjectVariable {
  /** Its name. */
  readonly variable: string;
  /** Description of its value, which is written above it. */
  readonly comment: string;
}

const PASSPHRASE: ProjectVariable = {
  variable: 'TF_VAR_state_passphrase',
  comment: 'at least 16 characters; without it the state is lost',
};

/** Variables by the place of the cluster file that needs them. */
const NEEDED: readonly (readonly [path: readonly string[], variables: readonly ProjectVariable[]])[] = [
  [
    ['gitops', 'flux', 'repository', 'ssh'],
    [{ variable: 'TF_VAR_flux_git_ssh_private_key', comment: 'private SSH key of Flux, with its line breaks' }],
  ],
  [
    ['gitops', 'flux', 'repository', 'https'],
    [{ variable: 'TF_VAR_flux_git_token', comment: 'access token of Flux for the repository' }],
  ],
  [
    ['gitops', 'flux', 'repository', 'gitea'],
    [{ variable: 'TF_VAR_gitea_token', comment: 'token of Gitea, with the scopes read:user and write:repository' }],
  ],
  [
    ['state', 'backend', 's3'],
    [
      { variable: 'AWS_ACCESS_KEY_ID', comment: 'key id of the bucket that holds the state' },
      { variable: 'AWS_SECRET_ACCESS_KEY', comment: 'secret key of the bucket' },
    ],
  ],
  [
    ['state', 'backend', 'http'],
    [
      { variable: 'TF_HTTP_USERNAME', comment: 'user on the server that keeps the state' },
      { variable: 'TF_HTTP_PASSWORD', comment: 'its password, or its access token' },
    ],
  ],
  [
    ['state', 'backend', 'pg', 'address'],
    [
      { variable: 'PGUSER', comment: 'user of the database that keeps the state' },
      { variable: 'PGPASSWORD', comment: 'its password' },
    ],
  ],
  [
    ['state', 'backend', 'kubernetes'],
    [{ variable: 'KUBE_CONFIG_PATH', comment: 'full path of the kubeconfig of the cluster that keeps the state' }],
  ],
];

/**
 * Variables that a cluster needs from the environment.
 *
 * @param spec the cluster file as data; its state is encrypted
 */
export function projectVariables(spec: unknown): readonly ProjectVariable[] {
  const endpoints = Object.keys(valueAt(spec, ['proxmox', 'endpoints']) ?? {});
  return [
    ...endpoints.map((endpoint) => ({
      variable: `TF_VAR_proxmox_${endpoint.replaceAll('-', '_')}_api_token`,
      comment: 'API token of Proxmox VE: USER@REALM!TOKENID=UUID',
    })),
    PASSPHRASE,
    ...databaseOf(spec),
    ...NEEDED.filter(([path]) => valueAt(spec, path) !== undefined).flatMap(([, variables]) => variables),
  ];
}

/** A database that the cluster file does not name. */
function databaseOf(spec: unknown): readonly ProjectVariable[] {
  const pg = valueAt(spec, ['state', 'backend', 'pg']);
  const comment = 'database that keeps the state: postgres://user:password@db.example.com/tofu';
  return pg === undefined || valueAt(pg, ['address']) !== undefined ? [] : [{ variable: 'PG_CONN_STR', comment }];
}
