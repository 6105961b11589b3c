import { X509Certificate } from 'node:crypto';
import { yamlLibrary } from '../values/yaml-library';

/** Facts about credentials that are no secret. */
export interface CredentialsFacts {
  /** Context that is used unless another one is named; nothing if there is none. */
  readonly currentContext?: string;
  /** Contexts, in the order of the file. */
  readonly contexts: readonly CredentialsContext[];
}

/** One way into a cluster. */
export interface CredentialsContext {
  /** Name of the context. */
  readonly name: string;
  /** URL of the Kubernetes API, or addresses of the Talos API. */
  readonly endpoints: readonly string[];
  /** Addresses of the machines that commands are for; of a talosconfig only. */
  readonly nodes?: readonly string[];
  /** End of the client certificate, as `2027-11-30T12:00:00.000Z`; nothing if there is no certificate. */
  readonly validUntil?: string;
}

/** Parsed YAML, of which nothing is known. */
type Data = Readonly<Record<string, unknown>>;

/** Describes a kubeconfig or a talosconfig without its secrets. */
export function describeCredentials(opens: 'machines' | 'cluster', content: string): CredentialsFacts {
  const data = dataOf(yamlLibrary().parse(content));
  return opens === 'cluster' ? kubeconfigFacts(data) : talosconfigFacts(data);
}

function kubeconfigFacts(config: Data): CredentialsFacts {
  const entry = (list: string, kind: string, name: unknown): Data =>
    dataOf(listOf(config[list]).find((each) => each.name === name)?.[kind]);
  return {
    ...currentContext(config['current-context']),
    contexts: listOf(config.contexts).map(({ name, context }) => {
      const { cluster, user } = dataOf(context);
      const { server } = entry('clusters', 'cluster', cluster);
      const certificate = entry('users', 'user', user)['client-certificate-data'];
      return { name: String(name), endpoints: textsOf([server]), ...validity(certificate) };
    }),
  };
}

function talosconfigFacts(config: Data): CredentialsFacts {
  return {
    ...currentContext(config.context),
    contexts: Object.entries(dataOf(config.contexts)).map(([name, context]) => {
      const { endpoints, nodes, crt } = dataOf(context);
      return { name, endpoints: textsOf(endpoints), nodes: textsOf(nodes), ...validity(crt) };
    }),
  };
}

function currentContext(name: unknown): Pick<CredentialsFacts, 'currentContext'> {
  return typeof name === 'string' && name !== '' ? { currentContext: name } : {};
}

function validity(certificate: unknown): Pick<CredentialsContext, 'validUntil'> {
  if (typeof certificate !== 'string') return {};
  try {
    const { validTo } = new X509Certificate(Buffer.from(certificate, 'base64'));
    return { validUntil: new Date(validTo).toISOString() };
  } catch {
    // the certificate is none: the file says so to whoever uses it
    return {};
  }
}

function dataOf(value: unknown): Data {
  return typeof value === 'object' && value !== null ? (value as Data) : {};
}

function listOf(value: unknown): readonly Data[] {
  return Array.isArray(value) ? value.map(dataOf) : [];
}

function textsOf(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((each) => typeof each === 'string') : [];
}
