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
import { writtenSecrets } from '../../manifests/written-secrets';
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
      for (const { message, line } of manifestFaults(manifest.contents)) {
        findings.addFault(place, line === undefined ? message : manifestSyntax(line, message));
      }
    }
    const file = 'file' in manifest ? manifest.file : undefined;
    const text = file === undefined ? undefined : files.read(file, [...path, 'file']);
    if (file === undefined || text === undefined) return;
    findings.faultsElsewhere.push(...manifestFaults(text, file));
  });
}

/** Faults that keep Kubernetes from taking the objects, and Secrets that everyone can read who has the manifest. */
function manifestFaults(text: string, file?: string): readonly LocatedFault[] {
  const { objects, slips } = parseYaml(text, file);
  if (slips.length > 0) return slips;
  if (objects.every(isNothing)) return [{ path: [], message: manifestWithoutObjects(), file }];
  const source = file === undefined ? undefined : yamlFileSource(text, file);
  return objects.flatMap((object, index) => {
    if (isNothing(object)) return [];
    const lacking = lackingKeys(object);
    const messages = [
      ...(lacking.length === 0 ? [] : [notAKubernetesObject(index + 1, lacking)]),
      ...writtenSecrets([object], isSecretReference).map(secretInManifest),
    ];
    const place = objects.length > 1 ? [index] : [];
    return messages.map((message) => {
      const { line, column } = locateFault({ path: place, message }, source);
      return { path: [], message, file, line, column };
    });
  });
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
