import { relative, resolve } from 'node:path';
import type { StackDirectory } from '../tofu/stack-directory';

/** Where a state is kept: the kind of backend, and its settings. */
export interface Backend {
  /** Such as `s3`. */
  readonly kind: string;
  /** Arguments of the backend, as a look at it needs them. */
  readonly settings: Readonly<Record<string, unknown>>;
  /** The arguments as they are written. */
  readonly written: Readonly<Record<string, unknown>>;
  /** The place, for messages. */
  readonly shown: string;
}

/**
 * Where the state of a stack is kept. Paths in a stack are from its directory, and OpenTofu is started in another one;
 * nothing is tried for long, and no schema or table is made.
 */
export function backendOf({ path, stack }: StackDirectory): Backend {
  const [kind = 'local', settings = {}] = Object.entries(stack.terraform?.backend ?? {})[0] ?? [];
  const written = settings as Readonly<Record<string, unknown>>;
  const text = (key: string): string => (typeof written[key] === 'string' ? written[key] : '');
  const place = (shown: string, changes: Readonly<Record<string, unknown>> = {}): Backend => ({
    kind,
    written,
    settings: { ...written, ...changes },
    shown,
  });
  if (kind === 's3') return place(`s3://${text('bucket')}/${text('key')}`, { max_retries: 1 });
  if (kind === 'http') return place(text('address'), { retry_max: 0 });
  if (kind === 'pg') {
    const nothingMade = { skip_schema_creation: true, skip_table_creation: true, skip_index_creation: true };
    return place(`table ${text('schema_name')}.${text('table_name')} of PostgreSQL`, nothingMade);
  }
  if (kind === 'kubernetes') {
    const namespace = text('namespace') || 'default';
    return place(`secret tfstate-default-${text('secret_suffix')} of namespace ${namespace} of Kubernetes`);
  }
  const file = resolve(path, text('path') || 'terraform.tfstate');
  return place(relative(process.cwd(), file), { path: file });
}
