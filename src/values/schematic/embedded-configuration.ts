import { parseAllDocuments } from 'yaml';

/**
 * If a machine configuration in an image is whole, so that a machine starts with it and never waits for another one.
 *
 * @param text YAML; documents beside the main one, which have a `kind`, do not make it whole
 * @see https://docs.siderolabs.com/talos/v1.13/configure-your-talos-cluster/system-configuration/acquire
 */
export function isWholeConfiguration(text: string): boolean {
  return parseAllDocuments(text).some((document) => {
    const content = document.toJS() as unknown;
    return typeof content === 'object' && content !== null && ('machine' in content || 'cluster' in content);
  });
}
