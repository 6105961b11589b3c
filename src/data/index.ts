export { type KnownOverlay, knownExtensions, knownOverlays } from './extensions';
export {
  type KubernetesRange,
  type PinnedTool,
  pinnedVersion,
  supportedKubernetes,
  writableContracts,
} from './support';
