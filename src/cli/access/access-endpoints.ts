import type { ReadClustersOptions } from '../../app/cluster-files';
import { joinNeeds } from '../../preflight/access-wish';
import { type EndpointPlace, writtenPlace } from '../../preflight/endpoint-access';
import type { EndpointNeeds } from '../../preflight/needs';
import { writtenNeeds } from '../../preflight/written-needs';
import { CommandError } from '../command-error';
import { lookAtProject } from '../look-at-cluster';
import { findStackDirectory } from '../tofu/stack-directory';
import type { Environment } from '../tofu/variables';
import { endpointUnknown, noEndpoints } from './access-texts';

/** An endpoint that clusters need, by its URL: cluster files may call it differently. */
export interface AccessEndpoint {
  /** Its first name. */
  readonly name: string;
  /** Where it is. */
  readonly place: EndpointPlace;
  /** Needs of all clusters there, joined. */
  readonly needs: EndpointNeeds;
}

/**
 * Endpoints of the selected cluster files, with what they need there as if nothing existed.
 *
 * @throws {CommandError} with the faults of the cluster files, or if they need no endpoint
 */
export async function accessEndpoints(
  selection: ReadClustersOptions,
  environment: Environment,
): Promise<readonly AccessEndpoint[]> {
  const found = await loadStacks(selection);
  const endpoints = found.flatMap((stack) =>
    writtenNeeds(stack).endpoints.map((needs) => {
      const place = writtenPlace(stack, needs.providerKey, environment);
      if (place === undefined) throw new CommandError(endpointUnknown(needs.name));
      return { name: needs.name, place, needs };
    }),
  );
  if (endpoints.length === 0) throw new CommandError(noEndpoints());
  const urls = [...new Set(endpoints.map(({ place }) => place.url))];
  return urls.map((url) => joined(endpoints.filter(({ place }) => place.url === url)));
}

function joined([first, ...others]: readonly AccessEndpoint[]): AccessEndpoint {
  const { name, place, needs } = first as AccessEndpoint;
  return { name, place, needs: joinNeeds([needs, ...others.map((other) => other.needs)]) };
}

function loadStacks(selection: ReadClustersOptions): Promise<readonly unknown[]> {
  return lookAtProject(selection, ({ clusters }, directory) =>
    clusters.map(({ model }) => findStackDirectory(directory, model.name).stack),
  );
}
