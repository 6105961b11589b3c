import { Bindings } from './family';
import { hasToBeComputed } from './left-over-texts';
import type { Source, SourceInput } from './source';
import { carryFamily, NODES, recogniseFamily } from './vehagn';

/** The system blog-cluster: machines with a bridge each, and Flux out of Gitea. */
export const blogCluster: Source = {
  name: 'blog-cluster',
  recognisedBy: 'the same with flux_bootstrap_repo, or with a network_bridge for each machine',
  recognise: (files) => {
    const project = recogniseFamily(files);
    if (project === undefined) return undefined;
    const bindings = new Bindings(project);
    const nodes = bindings.find(...NODES)?.children() ?? [];
    const hasBridges = nodes.some((node) => node.find('network_bridge') !== undefined);
    return hasBridges || bindings.find('flux_bootstrap_repo') !== undefined ? project : undefined;
  },
  carry: (recognised, input) => {
    carryFamily(recognised, input, { prefix: '16', diskGiB: 10 }, [
      'system disks are written as 10 GiB unless a machine says more: their size stands in the code of the module',
    ]);
    carryFlux(new Bindings(recognised), input);
  },
};

/** Flux follows a repository in Gitea, whose URL stands in a provider block. */
function carryFlux(bindings: Bindings, { draft }: SourceInput): void {
  const repository = bindings.find('flux_bootstrap_repo');
  if (repository === undefined) return;
  const url = bindings.find('provider.gitea')?.find('base_url');
  const path = ['gitops', 'flux', 'repository', 'gitea'];
  if (url?.text === undefined) {
    draft.leave(
      repository,
      `${hasToBeComputed()}: the URL of Gitea is not in the input; gitops.flux.repository.gitea takes url, owner and repository`,
    );
    return;
  }
  draft.put([...path, 'url'], url);
  draft.put([...path, 'owner'], repository.find('username'));
  draft.put([...path, 'repository'], repository.find('name'));
  draft.put(['gitops', 'flux', 'branch'], repository.find('branch'));
  draft.keepSecret(bindings.find('provider.gitea')?.find('token'), 'TF_VAR_gitea_token');
}
