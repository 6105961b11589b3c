import { ciliumValuesNotAMap } from '../../errors/rules';
import { yamlSyntax } from '../../errors/spec';
import { yamlLibrary } from '../../values/yaml-library';
import type { ClusterFacts } from '../cluster-facts';
import type { Findings } from '../findings';
import type { ProjectFiles } from '../project-files';

/** Values of a chart. */
export type ChartValues = Readonly<Record<string, unknown>>;

/** Reads the manifests that are files, so that a missing one is found. */
export function checkManifests({ spec }: ClusterFacts, files: ProjectFiles): void {
  (spec.kubernetes?.inlineManifests ?? []).forEach((manifest, index) => {
    if (!('file' in manifest) || manifest.file === undefined) return;
    files.read(manifest.file, ['kubernetes', 'inlineManifests', index, 'file']);
  });
}

/**
 * The values of Cilium as plain data.
 *
 * @returns nothing if the spec has none, or if they can't be read, which is a fault
 */
export function readCiliumValues(
  { spec }: ClusterFacts,
  files: ProjectFiles,
  findings: Findings,
): ChartValues | undefined {
  const cni = spec.kubernetes?.cni;
  const values = typeof cni === 'object' ? cni.cilium?.values : undefined;
  if (typeof values !== 'string') return values;
  const path = ['kubernetes', 'cni', 'cilium', 'values'];
  const text = files.read(values, path);
  if (text === undefined) return undefined;
  const document = yamlLibrary().parseDocument(text);
  const [error] = document.errors;
  if (error !== undefined) {
    findings.addFault(path, yamlSyntax(error.message.split('\n')[0] ?? ''));
    return undefined;
  }
  const data: unknown = document.toJS();
  if (isMap(data)) return data;
  findings.addFault(path, ciliumValuesNotAMap(values));
  return undefined;
}

function isMap(value: unknown): value is ChartValues {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
