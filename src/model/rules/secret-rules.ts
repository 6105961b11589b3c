import { locateFault } from '../../cluster-file/cluster-spec-error';
import type { SpecSource } from '../../cluster-file/spec-source';
import { nearestName } from '../../values/nearest-name';
import { type Path, valueAt } from '../../values/path';
import type { ConfigPatches } from '../config-patches';
import { type FoundSecret, referencesInFile } from '../found-secrets';
import type { Findings } from '../findings';
import type { ProjectFiles } from '../project-files';
import { markedText, referencesOf } from '../../cluster-file/secret-texts';
import type { SpecFacts } from '../spec-facts';
import { parseYaml } from './data-file';
import { notEncrypted, notInSopsFile, secretUnused, unknownSecret } from './secret-faults';

/** Sections with settings of machines, which have fields for secrets. */
const SECTIONS = ['machine', 'nodeDefaults', 'pools', 'nodes'] as const;

/** Checks that secrets and those who refer to them belong together, and that files of SOPS have what is taken from them. */
export function checkSecrets(
  facts: SpecFacts,
  files: ProjectFiles,
  patches: ConfigPatches,
  source: SpecSource | undefined,
  findings: Findings,
): void {
  const { spec, isUncertain } = facts;
  const secrets = spec.secrets ?? {};
  const known = Object.keys(secrets);
  const references = [...ofSettings(facts, source), ...patches.secretReferences, ...ofManifests(facts, files, source)];
  for (const { name, locate } of references) {
    if (known.includes(name) || isUncertain('secrets')) continue;
    findings.faultsElsewhere.push(locate(unknownSecret(name, nearestName(name, known), known)));
  }
  const used = new Set(references.map(({ name }) => name));
  // where a part is not read, it may hold the reference
  const isWhole = !patches.isIncomplete && SECTIONS.every((section) => !isUncertain(section));
  for (const name of isWhole ? known.filter((each) => !used.has(each)) : []) {
    findings.addFault(['secrets', name], secretUnused(name), 'key');
  }
  for (const [name, secret] of Object.entries(secrets)) checkSops(name, secret?.sops, files, findings);
}

function ofSettings({ spec }: SpecFacts, source: SpecSource | undefined): readonly FoundSecret[] {
  return SECTIONS.flatMap((section) => referencesOf(withoutPatches(spec[section]), [section])).map((found) =>
    inSpec(found, source),
  );
}

/** Patches are looked through where they are read. */
function withoutPatches(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).filter(([key, entry]) => key !== 'patches' || !Array.isArray(entry));
  return Object.fromEntries(entries.map(([key, entry]) => [key, withoutPatches(entry)]));
}

function ofManifests({ spec }: SpecFacts, files: ProjectFiles, source: SpecSource | undefined): readonly FoundSecret[] {
  return (spec.kubernetes?.inlineManifests ?? []).flatMap((manifest = {}, index) => {
    const path = ['kubernetes', 'inlineManifests', index];
    if ('contents' in manifest && manifest.contents !== undefined) {
      const { references } = markedText(manifest.contents);
      return references.map(({ name }) => inSpec({ name, path: [...path, 'contents'] }, source));
    }
    const file = 'file' in manifest ? manifest.file : undefined;
    const text = file === undefined ? undefined : files.read(file, [...path, 'file']);
    return file === undefined || text === undefined ? [] : referencesInFile(markedText(text).references, text, file);
  });
}

function inSpec(
  { name, path }: { readonly name: string; readonly path: Path },
  source: SpecSource | undefined,
): FoundSecret {
  return { name, locate: (message) => locateFault({ path, message }, source) };
}

/** Keys of files of SOPS stand in clear text, and what they encrypt is told by a section of their own. */
function checkSops(
  name: string,
  sops: { readonly file?: string; readonly key?: string } | undefined,
  files: ProjectFiles,
  findings: Findings,
): void {
  if (sops?.file === undefined) return;
  const { file, key = name } = sops;
  const path = ['secrets', name, 'sops', 'file'];
  const text = files.read(file, path);
  if (text === undefined) return;
  const { objects, slips } = parseYaml(text, file);
  findings.faultsElsewhere.push(...slips);
  if (slips.length > 0) return;
  const [data] = objects;
  if (valueAt(data, ['sops', 'mac']) === undefined) findings.addFault(path, notEncrypted(file));
  else if (typeof valueAt(data, key.split('.')) !== 'string') {
    findings.addFault(
      ['secrets', name, 'sops', ...(sops.key === undefined ? ['file'] : ['key'])],
      notInSopsFile(file, key),
    );
  }
}
