import { RESOURCE_TYPES } from '../../resource-types';
import { withoutNeedlessResets } from '../../plan/read/needless-resets';
import { readPlan } from '../../plan/read/plan-json';
import { withoutResources } from '../../plan/read/without-resources';
import type { StackDirectory } from '../tofu/stack-directory';
import { fluxFilesStay, fluxKept, imagesKept, imageShared, resetsForgone } from './destroy-texts';
import { sharedImages } from './shared-images';

/** Resources that are taken out of the state, so that a destroy leaves them alone. */
export interface LetGo {
  /** Their addresses. */
  readonly addresses: readonly string[];
  /** Printed when it happens. */
  readonly told: string;
}

/** A planned destroy, and what it leaves alone. */
export interface Destruction {
  /** The plan as `tofu show -json` has it, without what is left alone. */
  readonly planJson: unknown;
  /** Resources to take out of the state before it is applied. */
  readonly letGo: readonly LetGo[];
  /** Sentences about everything that stays because of that. */
  readonly stays: readonly string[];
  /** If the state is empty afterwards. */
  readonly isWhole: boolean;
}

/** A plan that destroys nothing, or whose parts are all destroyed as planned. */
export function wholePlan(planJson: unknown): Destruction {
  return { planJson, letGo: [], stays: [], isWhole: false };
}

/**
 * Leaves out of a destroy what it need not do, or must not: resets of machines that go with their disks, image files that
 * another stack uses, and Flux where the cluster does not answer.
 *
 * @param planJson what `tofu show -json <plan file>` prints, parsed
 * @param silent addresses of resources of Flux that could not be read
 */
export function destructionOf(planJson: unknown, directory: StackDirectory, silent: readonly string[]): Destruction {
  const { resources } = readPlan(planJson);
  const going = resources.filter(({ action }) => action === 'destroy');
  const images = sharedImages(
    going.filter(({ type }) => type === RESOURCE_TYPES.downloadFile),
    directory,
  );
  const flux = going.map(({ address }) => address).filter((address) => silent.includes(address));
  const shared = images.map(({ address }) => address);
  const resets = withoutNeedlessResets(withoutResources(planJson, [...shared, ...flux]));
  return {
    planJson: resets.planJson,
    letGo: [
      { addresses: resets.addresses, told: resetsForgone(resets.addresses) },
      { addresses: shared, told: imagesKept(shared) },
      { addresses: flux, told: fluxKept(flux) },
    ].filter(({ addresses }) => addresses.length > 0),
    stays: [
      ...images.map(({ fileName, hostName, stacks }) => imageShared(fileName, hostName, stacks)),
      ...(flux.length > 0 ? [fluxFilesStay()] : []),
    ],
    isWhole: going.length === resources.length,
  };
}
