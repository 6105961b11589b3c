import {
  auditPolicyNotAMap,
  ciliumValuesNotAMap,
  manifestSyntax,
  manifestWithoutObjects,
  notAKubernetesObject,
  secretInManifest,
} from './manifest-faults';
import { type LocatedFault, locateFault } from '../../cluster-file/cluster-spec-error';
import { yamlFileSource } from '../../cluster-file/yaml-source';
import { auditPolicyFault } from '../../manifests/control-plane/rules';
import { parseYaml, readData } from './data-file';
import type { SpecFacts } from '../spec-facts';
import { isSecretReference } from '../../values/secret-reference';
import type { Findings } from '../findings';
import type { ProjectFiles } from '../project-files';

/** Values of a chart. */
export type ChartValues = Readonly<Record<string, unknown>>;

/** Checks that manifests contain Kubernetes objects. Faults in a file are reported with their place in it. */
export function checkManifests({ spec }: SpecFacts, files: ProjectFiles, findings: Findings): void {
  (spec.kubernetes?.inlineManifests ?? []).forEach((manifest = {}, index) => {
    const path = ['kubernetes', 'inlineManifests', index];
    if ('contents' in manifest && manifest.contents !== undefined) {
      const place = [...path, 'contents'];
      const { faults, warnings } = checkManifest(manifest.contents);
      for (const { message, line } of faults) {
        findings.addFault(place, line === undefined ? message : manifestSyntax(line, message));
      }
      findings.warnings.push(...warnings.map(({ message }) => ({ path: place, message })));
    }
    const file = 'file' in manifest ? manifest.file : undefined;
    const text = file === undefined ? undefined : files.read(file, [...path, 'file']);
    if (file === undefined || text === undefined) return;
    const { faults, warnings } = checkManifest(text, file);
    findings.faultsElsewhere.push(...faults);
    findings.warningsElsewhere.push(...warnings);
  });
}

/** Faults and warnings of one manifest. */
interface ManifestFindings {
  /** Faults that keep Kubernetes from taking the objects. */
  readonly faults: readonly LocatedFault[];
  /** Secrets that everyone can read who has the manifest. */
  readonly warnings: readonly LocatedFault[];
}

function checkManifest(text: string, file?: string): ManifestFindings {
  const { objects, slips } = parseYaml(text, file);
  if (slips.length > 0) return { faults: slips, warnings: [] };
  if (objects.every(isNothing))
    return { faults: [{ path: [], message: manifestWithoutObjects(), file }], warnings: [] };
  const source = file === undefined ? undefined : yamlFileSource(text, file);
  const located = (sentence: (object: unknown, index: number) => string | undefined): readonly LocatedFault[] =>
    objects.flatMap((object, index) => {
      const message = isNothing(object) ? undefined : sentence(object, index);
      if (message === undefined) return [];
      const place = objects.length > 1 ? [index] : [];
      const { line, column } = locateFault({ path: place, message }, source);
      return [{ path: [], message, file, line, column }];
    });
  return {
    faults: located((object, index) => {
      const lacking = lackingKeys(object);
      return lacking.length === 0 ? undefined : notAKubernetesObject(index + 1, lacking);
    }),
    warnings: located((object) => (holdsSecret(object) ? secretInManifest(object.metadata?.name ?? '') : undefined)),
  };
}

function holdsSecret(object: unknown): object is { readonly metadata?: { readonly name?: string } } {
  if (!isMap(object) || object.kind !== 'Secret') return false;
  return [object.data, object.stringData].some(
    (data) => isMap(data) && Object.values(data).some((value) => !isSecretReference(value)),
  );
}

function isNothing(object: unknown): boolean {
  return object === null || object === undefined;
}

/** Keys that an object lacks though every Kubernetes object has them; a list of objects has no name. */
function lackingKeys(object: unknown): readonly string[] {
  const { apiVersion, kind, metadata } = isMap(object) ? object : {};
  const name = isMap(metadata) ? metadata.name : undefined;
  const isList = typeof kind === 'string' && kind.endsWith('List');
  return Object.entries({ apiVersion, kind, 'metadata.name': isList ? kind : name })
    .filter(([, value]) => typeof value !== 'string' || value === '')
    .map(([key]) => key);
}

/**
 * The values of Cilium as plain data.
 *
 * @returns nothing if the spec has none, or if they can't be read, which is a fault
 */
export function readCiliumValues(
  { spec }: SpecFacts,
  files: ProjectFiles,
  findings: Findings,
): ChartValues | undefined {
  const cni = spec.kubernetes?.cni;
  const values = typeof cni === 'object' ? cni.cilium?.values : undefined;
  return readData(
    { choice: values, path: ['kubernetes', 'cni', 'cilium', 'values'], notAMap: ciliumValuesNotAMap },
    files,
    findings,
  );
}

/** Checks that an audit policy is one; the place of a fault is the setting. */
export function checkAuditPolicy({ spec }: SpecFacts, files: ProjectFiles, findings: Findings): void {
  const path = ['kubernetes', 'auditPolicy'];
  const policy = readData({ choice: spec.kubernetes?.auditPolicy, path, notAMap: auditPolicyNotAMap }, files, findings);
  const fault = policy && auditPolicyFault(policy);
  if (fault !== undefined) findings.addFault(path, fault);
}

function isMap(value: unknown): value is ChartValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
