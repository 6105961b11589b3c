import type { InlineManifest } from '../../src/manifests/inline-manifest';
import { YamlText } from '../../src/manifests/yaml-text';

/** The text of a manifest, as it stands in a machine configuration; empty if there is no manifest. */
export function manifestText({ contents }: Pick<InlineManifest, 'contents'> = { contents: '' }): string {
  return typeof contents === 'string' ? contents : new YamlText(contents).toJSON();
}
