import { Entry } from './entry';
import type { InputFiles } from './input-files';
import { machineSecretsStay } from './left-over-texts';
import { asVersion, putClusterEndpoint, putTalosVersion } from './nodes';
import { putPatches } from './patches';
import type { RecognisedFiles, Source, SourceInput } from './source';
import { putNode, putNodeConfigs, putVip } from './talhelper-nodes';

/** Files beside it that hold secrets, or values that it refers to. */
const SECRET_FILES = /^(?:talsecret|talenv).*\.ya?ml$/;

/** A file of talhelper. Its machines are physical ones, as far as it knows. */
export const talhelper: Source = {
  name: 'talhelper',
  recognisedBy: 'talconfig.yaml',
  recognise: (files) => recogniseTalconfig(files, '.'),
  carry: (recognised, input) => {
    const [talconfig, ...others] = recognised.roots;
    if (talconfig !== undefined) carryTalconfig(talconfig, input, '.');
    for (const other of others) input.draft.leave(other, machineSecretsStay());
  },
};

/** Finds a file of talhelper in a directory. */
export function recogniseTalconfig(files: InputFiles, directory: string): RecognisedFiles | undefined {
  const inDirectory = (pattern: RegExp): readonly string[] => files.names(pattern, directory);
  const [name] = inDirectory(/^talconfig\.ya?ml$/);
  const [document] = name === undefined ? [] : files.yaml(name);
  if (document === undefined || new Entry(document, []).find('nodes') === undefined) return undefined;
  const secrets = inDirectory(SECRET_FILES).map((file) => secretFile(file));
  return { roots: [new Entry(document, []), ...secrets] };
}

/** A file that is named and not read. */
export function secretFile(file: string): Entry {
  return new Entry({ kind: 'expression', text: '…', place: { file, line: 1 } }, [file]);
}

/**
 * Puts what a file of talhelper says into the cluster file.
 *
 * @param directory of the file, for those that it names
 */
export function carryTalconfig(talconfig: Entry, input: SourceInput, directory: string): void {
  const { draft } = input;
  draft.put(['name'], talconfig.find('clusterName'));
  putTalosVersion(draft, talconfig.find('talosVersion'));
  draft.put(['kubernetes', 'version'], talconfig.find('kubernetesVersion'), asVersion);
  draft.put(['kubernetes', 'dnsDomain'], talconfig.find('domain'));
  for (const key of ['allowSchedulingOnMasters', 'allowSchedulingOnControlPlanes']) {
    draft.put(['kubernetes', 'schedulingOnControlPlanes'], talconfig.find(key));
  }
  draft.putAll(['kubernetes', 'certSans'], talconfig.find('additionalApiServerCertSans'));
  for (const role of ['controlplane', 'worker']) {
    draft.putAll(['nodeDefaults', role, 'certSans'], talconfig.find('additionalMachineCertSans'));
  }
  draft.putAll(['kubernetes', 'podSubnets'], talconfig.find('clusterPodNets'));
  draft.putAll(['kubernetes', 'serviceSubnets'], talconfig.find('clusterSvcNets'));
  carryCni(talconfig, input);
  carryFactory(talconfig, input);
  putPatches(input, ['patches'], talconfig.find('patches'), directory);
  const nodes = talconfig.find('nodes')?.children() ?? [];
  // the address of the API may be one that control planes share
  for (const entry of [...nodes, talconfig.find('controlPlane')]) putVip(draft, entry);
  const first = nodes.find((node) => node.find('controlPlane')?.isTrue)?.find('ipAddress')?.text;
  putClusterEndpoint(draft, talconfig.find('endpoint'), first?.split(',')[0]?.trim());
  putNodeConfigs(input, ['nodeDefaults', 'controlplane'], talconfig.find('controlPlane'), directory);
  putNodeConfigs(input, ['nodeDefaults', 'worker'], talconfig.find('worker'), directory);
  for (const node of nodes) putNode(input, node, directory);
}

/** Another CNI than Flannel is a list of manifests. */
function carryCni(talconfig: Entry, { draft }: SourceInput): void {
  const name = talconfig.at('cniConfig', 'name');
  draft.put(['kubernetes', 'cni'], name, (data) => (data === 'custom' ? 'none' : data));
  draft.putAll(['kubernetes', 'extraManifests'], talconfig.at('cniConfig', 'urls'));
}

function carryFactory(talconfig: Entry, { draft }: SourceInput): void {
  const [registry, protocol] = [talconfig.at('imageFactory', 'registryURL'), talconfig.at('imageFactory', 'protocol')];
  if (registry?.text === undefined) return;
  const entries = protocol === undefined ? [registry] : [registry, protocol];
  draft.set(['talos', 'factoryUrl'], `${protocol?.text ?? 'https'}://${registry.text}`, ...entries);
}
