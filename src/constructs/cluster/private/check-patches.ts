import { patchInvalid } from '../../../errors/constructs';
import { knownTooLate } from '../../../errors/values';
import { DOCUMENT_KINDS } from '../../../machine-config/documents/document-kinds';
import { credentialInPatch } from '../../../machine-config/faults';
import type { Fields } from '../../../machine-config/fields';
import { type ClusterPatches, userPatches } from '../../../machine-config/machine-patches';
import { credentials } from '../../../machine-config/patches/credentials';
import { checkPatchesOn } from '../../../machine-config/patches/patch-check';
import { readPatch } from '../../../machine-config/patches/patch-text';
import type { ConfigPatch } from '../../../machine-config/settings/config-patch';
import type { Path } from '../../../values/path';
import { findLate, isLate } from '../../private/late-values';
import type { ResolvedCluster } from './resolved-cluster';

/** Fields that say what a document is, and directives. */
const IDENTITY: readonly string[] = ['kind', 'apiVersion'];
const DIRECTIVE = '$patch';

/** A line for each fault of a patch. */
export function patchFaults({ settings, nodes }: ResolvedCluster, made: ClusterPatches): readonly string[] {
  const machines = nodes.map(({ machine }) => machine);
  const patches = [...new Set(machines.flatMap((machine) => userPatches(settings, machine)))];
  const late = patches.flatMap((patch) => lateFields(patch).map((path) => ({ patch, path })));
  if (late.length > 0) return late.map(({ patch, path }) => patchInvalid(patch.origin, path, knownTooLate()));
  const literals = credentials(patches.filter(({ allowSecrets }) => allowSecrets !== true)).filter(
    ({ value }) => !isLate(value),
  );
  return [
    ...checkPatchesOn(made, machines, isLate).map(({ patch, fault: { path, message } }) =>
      isLate(message)
        ? patchInvalid(
            patch.origin,
            path.filter((key) => !isLate(key)),
            knownTooLate(),
          )
        : patchInvalid(patch.origin, path, message),
    ),
    ...literals.map(({ patch, path }) => patchInvalid(patch.origin, path, credentialInPatch())),
  ];
}

/** Places that must be known and are not: what a document is, directives, and fields that have one value only. */
function lateFields(patch: ConfigPatch): readonly Path[] {
  return readPatch(patch).documents.flatMap(({ path, content }) => {
    const known = knownFields(content);
    const { values, keys } = findLate(content);
    return [...values, ...keys]
      .filter((place) => place.at(-1) === DIRECTIVE || known.includes(place.join('.')))
      .map((place) => [...path, ...place]);
  });
}

function knownFields({ kind }: Fields): readonly string[] {
  const fixed = DOCUMENT_KINDS.flatMap((each) =>
    (each.fixed ?? []).flatMap(({ field, legacy }) => {
      if (kind === undefined) return [legacy];
      return kind === each.kind ? [field] : [];
    }),
  );
  return [...IDENTITY, ...fixed];
}
