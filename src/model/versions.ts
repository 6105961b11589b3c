import type { ClusterSpec } from '../cluster-file/cluster-settings';
import type { SchematicChoice } from '../cluster-file/schematic-settings';
import type { SpecDraft } from '../cluster-file/spec-draft';
import type { Draft } from '../values/draft';
import { KubernetesVersion } from '../values/kubernetes-version';
import { Schematic } from '../values/schematic/schematic';
import { TalosVersion } from '../values/talos-version';
import type { Path } from '../values/path';
import type { Schematics } from './schematics';

/** A value, and where it is written. */
export interface Written<T> {
  /** The value. */
  readonly value: T;
  /** Where it is written. */
  readonly path: Path;
}

/** Versions and schematic of machines. What is undefined is not known, as the spec is faulty there. */
export interface MachineVersions {
  /** Version of the image. */
  readonly talosVersion: Written<TalosVersion> | undefined;
  /** Schematic of the image. */
  readonly schematic: Written<Schematic> | undefined;
  /** Version of Kubernetes. */
  readonly kubernetesVersion: Written<KubernetesVersion> | undefined;
}

/** Versions of a cluster: of machines that stay, and of machines with `update: true`. */
export interface Versions {
  /** Machines that stay. */
  readonly current: MachineVersions;
  /** Machines that take the update. */
  readonly update: MachineVersions;
}

/** Reads parts of a spec that may be faulty. */
export interface SpecReader {
  /** As much of the spec as has the right form. */
  readonly spec: Draft<ClusterSpec>;
  /** True if a place of the spec is faulty. */
  readonly isUncertain: SpecDraft['isUncertain'];
  /** Schematics of the spec. */
  readonly schematics: Schematics;
}

/** Derives the versions of machines that stay and of machines that take the update; an update keeps what it does not name. */
export function writtenVersions(reader: SpecReader): Versions {
  const { talos, kubernetes } = reader.spec;
  const current: MachineVersions = {
    talosVersion: written(reader, ['talos', 'version'], talos?.version, (text) => TalosVersion.of(text)),
    schematic: writtenSchematic(reader, ['talos', 'schematic'], talos?.schematic, {
      value: Schematic.vanilla(),
      path: ['talos', 'schematic'],
    }),
    kubernetesVersion: written(reader, ['kubernetes', 'version'], kubernetes?.version, (text) =>
      KubernetesVersion.of(text),
    ),
  };
  return {
    current,
    update: {
      talosVersion: written(
        reader,
        ['talos', 'update', 'version'],
        talos?.update?.version,
        (text) => TalosVersion.of(text),
        current.talosVersion,
      ),
      schematic: writtenSchematic(
        reader,
        ['talos', 'update', 'schematic'],
        talos?.update?.schematic,
        current.schematic,
      ),
      kubernetesVersion: written(
        reader,
        ['kubernetes', 'update', 'version'],
        kubernetes?.update?.version,
        (text) => KubernetesVersion.of(text),
        current.kubernetesVersion,
      ),
    },
  };
}

/**
 * A schematic that is written at a place, or another one if nothing is written there.
 *
 * @returns nothing if the place is faulty
 */
export function writtenSchematic(
  reader: SpecReader,
  path: Path,
  choice: Draft<SchematicChoice> | undefined,
  otherwise: Written<Schematic> | undefined,
): Written<Schematic> | undefined {
  if (reader.isUncertain(...path)) return undefined;
  if (choice === undefined) return otherwise;
  const value = reader.schematics.read(choice, path);
  return value && { value, path };
}

function written<T>(
  { isUncertain }: SpecReader,
  path: Path,
  text: string | undefined,
  read: (text: string) => T,
  otherwise?: Written<T>,
): Written<T> | undefined {
  if (isUncertain(...path)) return undefined;
  return text === undefined ? otherwise : { value: read(text), path };
}
