import { Construct, type IConstruct } from 'constructs';
import { BootstrapGit, type BootstrapGitConfig } from '../../../.gen/providers/flux/bootstrap-git';
import { FluxProvider, type FluxProviderConfig } from '../../../.gen/providers/flux/provider';
import { type ResolvedFlux, resolvedFlux } from '../../gitops/resolved';
import { FLUX_RULES } from '../../gitops/rules';
import { fluxOptionsShape } from '../../gitops/shape';
import { rulesBroken } from '../../errors/values';
import { nothingLeft } from '../../values/nothing-left';
import type { FluxBootstrapProps } from './flux-bootstrap-props';
import type { GitAccess } from './git-source';
import type { ITalosCluster } from '../cluster/talos-cluster';
import { providerAlias } from './private/provider-alias';
import { goDuration } from '../private/go-duration';
import { checkSettings, lateFaults } from '../private/check-settings';
import { lateList, wholeList } from '../private/late-values';
import { checkStack } from '../private/other-stack';

/** Flux in a cluster, following a repository. */
export interface IFluxBootstrap extends IConstruct {
  /** URL of the repository. */
  readonly repositoryUrl: string;
}

/**
 * Every plan and every destroy needs the cluster and the Git server: Flux as the `flux` provider bootstraps it, by a
 * commit in the repository.
 *
 * It starts after the Kubernetes API answers and, if the cluster has a health check, after that. A destroy takes the
 * commit back.
 *
 * @see https://registry.terraform.io/providers/fluxcd/flux/latest/docs/resources/bootstrap_git
 */
export class FluxBootstrap extends Construct implements IFluxBootstrap {
  /** The options with every default filled in. */
  public readonly settings: ResolvedFlux;
  /** URL of the repository. */
  public readonly repositoryUrl: string;

  /** @throws if an option has the wrong form, or the repository has */
  constructor(scope: Construct, id: string, props: FluxBootstrapProps) {
    super(scope, id);
    const { cluster, repository, ...options } = props;
    checkStack(this, [
      {
        setting: 'cluster',
        value: cluster,
        instead:
          'bring it in with TalosCluster.fromTalosClusterAttributes, whose attributes may be values of that stack',
      },
    ]);
    checkSettings(this.node.path, { form: fluxOptionsShape, rules: FLUX_RULES }, options);
    const late = lateFaults([['cluster', 'clusterName']], { cluster: { clusterName: cluster.clusterName } });
    if (late.length > 0) throw rulesBroken(this.node.path, late);

    const flux = resolvedFlux(cluster.clusterName, options);
    const git = repository._bind(this, `${cluster.clusterName}-flux`);
    const provider = new FluxProvider(this, 'provider', renderProvider(cluster, flux, git));
    new BootstrapGit(this, 'Resource', renderBootstrap(cluster, flux, { git, provider }));

    this.settings = flux;
    this.repositoryUrl = git.url;
  }
}

/** A repository that is open, and the provider that writes to it. */
interface FluxAccess {
  readonly git: GitAccess;
  readonly provider: FluxProvider;
}

/** The provider is part of the construct: its settings are made of this cluster's credentials and this repository's. */
function renderProvider(cluster: ITalosCluster, { branch }: ResolvedFlux, git: GitAccess): FluxProviderConfig {
  const { url, ssh, http } = git;
  return {
    alias: providerAlias(cluster.clusterName),
    git: { url, branch, ssh, http },
    kubernetes: { ...cluster.kubernetesAccess },
  };
}

/** The provider has the branch and how to sign in. */
function renderBootstrap(
  cluster: ITalosCluster,
  { path, intervalSeconds, namespace, components, componentsExtra, version, embeddedManifests, ...rest }: ResolvedFlux,
  { git, provider }: FluxAccess,
): BootstrapGitConfig {
  const { branch: _ofTheProvider, ...unused } = rest;
  nothingLeft(unused);
  return {
    provider,
    path,
    interval: goDuration(intervalSeconds),
    namespace,
    components: components && wholeList(lateList(components)),
    componentsExtra: componentsExtra && wholeList(lateList(componentsExtra)),
    version,
    embeddedManifests,
    dependsOn: [cluster.addKubernetesApiGate(), ...git.ready],
  };
}
