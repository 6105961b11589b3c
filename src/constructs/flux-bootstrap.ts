import { Construct } from 'constructs';
import { BootstrapGit, type BootstrapGitConfig } from '../../.gen/providers/flux/bootstrap-git';
import { FluxProvider, type FluxProviderConfig } from '../../.gen/providers/flux/provider';
import { nothingLeft } from '../values/nothing-left';
import { checkRules } from '../values/rule';
import type { FluxBootstrapProps } from './flux-bootstrap-props';
import type { GitAccess } from './git-auth';
import { providerAlias } from './private/provider-alias';
import { FLUX_RULES, type FluxFacts, fluxFacts } from './private/flux-facts';

/**
 * Every plan and every destroy needs the cluster and the Git server: Flux as the `flux` provider bootstraps it, by a
 * commit in the repository.
 *
 * It starts after the Kubernetes API answers and, if the cluster has a health check, after that. A destroy takes the
 * commit back.
 *
 * @see https://registry.terraform.io/providers/fluxcd/flux/latest/docs/resources/bootstrap_git
 */
export class FluxBootstrap extends Construct {
  /** Branch that Flux follows. */
  public readonly branch: string;
  /** Folder of the repository that belongs to the cluster. */
  public readonly path: string;
  /** How often Flux looks at the repository. */
  public readonly interval: string;
  /** Namespace of Flux. */
  public readonly namespace: string;
  /** Whether the manifests come out of the provider. */
  public readonly embeddedManifests: boolean;
  /** URL of the repository. */
  public readonly repositoryUrl: string;

  constructor(scope: Construct, id: string, props: FluxBootstrapProps) {
    super(scope, id);
    const facts = fluxFacts(props);
    checkRules(this.node.path, FLUX_RULES, facts);

    const git = props.auth._bind(this, `${props.cluster.clusterName}-flux`);
    const provider = new FluxProvider(this, 'provider', renderProvider(facts, git));
    new BootstrapGit(this, 'Resource', renderBootstrap(facts, git, provider));

    this.branch = facts.branch;
    this.path = facts.path;
    this.interval = facts.interval;
    this.namespace = facts.namespace;
    this.embeddedManifests = facts.embeddedManifests;
    this.repositoryUrl = git.url;
  }
}

/** The provider is part of the construct: its settings are made of this cluster's credentials and this repository's. */
function renderProvider({ cluster, branch }: FluxFacts, git: GitAccess): FluxProviderConfig {
  const { url, ssh, http } = git;
  return {
    alias: providerAlias(cluster.clusterName),
    git: { url, branch, ssh, http },
    kubernetes: { ...cluster.kubernetesAccess },
  };
}

/** The provider has the branch and how to sign in. */
function renderBootstrap(
  facts: Omit<FluxFacts, 'branch' | 'auth'>,
  git: GitAccess,
  provider: FluxProvider,
): BootstrapGitConfig {
  const { cluster, path, interval, namespace, components, componentsExtra, version, embeddedManifests, ...rest } =
    facts;
  nothingLeft(rest);
  return {
    provider,
    path,
    interval,
    namespace,
    components: components && [...components],
    componentsExtra: componentsExtra && [...componentsExtra],
    version,
    embeddedManifests,
    dependsOn: [cluster.requireKubernetesApi(), ...git.ready],
  };
}
